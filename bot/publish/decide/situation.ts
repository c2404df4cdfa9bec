/** What is to be known of a channel before anything is decided for it; only reads. */

import { type Instant, instantFromMillis, plusMillis } from '../../../schedule/time/instant.ts';
import { accountKeyOf, type Channel, publishes } from '../../channel.ts';
import type { Ports } from '../ports.ts';
import type { Situation } from './decide.ts';
import { hour } from './pace.ts';
import { chanceByHash } from './retry.ts';

/** `startedAt` is the channel's first start. */
export async function situationOf(
  channel: Channel,
  {
    ledger,
    calendar,
  }: { readonly ledger: Pick<Ports['ledger'], 'publications'>; readonly calendar: Ports['calendar'] },
  startedAt: Instant,
  now: Instant,
): Promise<Situation> {
  const publications = await ledger.publications(accountKeyOf(channel.account), channel.language);
  const until = instantFromMillis(Math.max(now + hour, ...publications.map(({ due }) => due)));
  return {
    startedAt,
    now,
    slots: calendar.between(startedAt, until).filter(({ campaign }) => publishes(channel, campaign)),
    publications,
    silences: calendar
      .silencesBetween(plusMillis(now, -hour), now)
      .filter(({ campaign }) => publishes(channel, campaign)),
    chance: chanceByHash,
  };
}
