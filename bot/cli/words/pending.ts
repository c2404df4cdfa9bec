/** What is due on a channel and waits, so that a pass that did nothing can say why. */

import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { accountKeyOf, type Channel } from '../../channel.ts';
import { survey, type Verdict } from '../../publish/decide/decide.ts';
import { heldUntil } from '../../publish/decide/pace.ts';
import { situationOf } from '../../publish/decide/situation.ts';
import type { Ports } from '../../publish/ports.ts';
import { styled } from './output.ts';
import { subjectOf, verdictWords } from './verdict.ts';

export type Pending = {
  readonly channel: Channel;
  readonly verdict: Extract<Verdict, { kind: 'held' | 'waiting' }>;
  /** When it was looked at. */
  readonly at: Instant;
};

/** All that is held back, or waits to be tried again, on the channels of the ports. Only reads. */
export async function pendingOn(ports: Ports): Promise<readonly Pending[]> {
  const at = ports.now();
  const found = await Promise.all(
    ports.outlets.map(async ({ channel }): Promise<readonly Pending[]> => {
      const startedAt = await ports.ledger.startOf(accountKeyOf(channel.account), channel.language);
      if (startedAt === null) return [];
      return survey(await situationOf(channel, ports, startedAt, at)).flatMap((verdict) =>
        verdict.kind === 'held' || verdict.kind === 'waiting' ? [{ channel, verdict, at }] : [],
      );
    }),
  );
  return found.flat();
}

/** Whether it was tried in vain, and is not only held back. */
export function hasFailed({ verdict }: Pending): boolean {
  if (verdict.kind === 'held') return false;
  const { lastFailure } = verdict.publication;
  return lastFailure !== null && heldUntil(lastFailure.failure) === null;
}

export function pendingLine({ channel, verdict, at }: Pending): string {
  return `${styled('yellow', 'waiting')}    ${subjectOf(verdict).id}  ${channel.id}  ${verdictWords(verdict, at)}`;
}

/** The same as plain data. */
export function pendingData({ channel, verdict, at }: Pending) {
  const { id, due } = subjectOf(verdict);
  return { slot: id, channel: channel.id, due: toIso(due), verdict: verdict.kind, words: verdictWords(verdict, at) };
}
