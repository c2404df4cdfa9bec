/** `tick --explain`: what would be done with each slot near now, and why. Only looks: publishes nothing, opens no socket. */

import type { Campaign } from '../../../schedule/model/campaign.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, plusMillis, toIso } from '../../../schedule/time/instant.ts';
import { accountKeyOf, publishes } from '../../channel.ts';
import { holdsBack } from '../../host/clock/clock-check.ts';
import { clockSentence, type FoundClocks, foundClocks } from '../../host/clock/found-clocks.ts';
import { knownAccount } from '../../host/data/accounts.ts';
import { lookInto } from '../../host/data/ledger-file.ts';
import { placesIn } from '../../host/data/places.ts';
import { type ConfiguredChannel, outboxAccount } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import type { LedgerReader } from '../../ledger/ledger.ts';
import type { StateReader } from '../../ledger/state.ts';
import { survey, type Verdict } from '../../publish/decide/decide.ts';
import { situationOf } from '../../publish/decide/situation.ts';
import { type CampaignChoice, campaignsOf, nowFor } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { heldData, heldLines, leaseNow } from '../words/events.ts';
import { print, printJson, remark, styled } from '../words/output.ts';
import { subjectOf, verdictWords } from '../words/verdict.ts';

type ExplainOptions = CampaignChoice & { readonly now?: Instant; readonly json?: true };

export async function explain(options: ExplainOptions): Promise<void> {
  const settings = readSettings();
  const now = nowFor(options.now, settings.channels)();
  const campaigns = await campaignsOf(options, settings);
  const places = placesIn(settings.data);
  await lookInto(places, remark, async (ledger, kept) => {
    const clocks = options.now === undefined ? await foundClocks(kept) : {};
    const explained = [];
    for (const channel of settings.channels)
      explained.push(await explainChannel(channel, campaigns, ledger, kept, now, clocks[channel.id] ?? null));
    if (options.json) printJson({ now: toIso(now), channels: explained });
    else print([`Now it is ${toIso(now)}. Nothing is published by this command.`, ...explained.map(page)].join('\n\n'));
  });
}

type Explained = Awaited<ReturnType<typeof explainChannel>>;

async function explainChannel(
  configured: ConfiguredChannel,
  campaigns: readonly Campaign[],
  ledger: LedgerReader | null,
  kept: StateReader,
  now: Instant,
  clock: FoundClocks[string] | null,
) {
  const { access: _, ...channel } = configured;
  const account = await knownAccount(kept, configured);
  const calendar = calendarOf(campaigns.filter((campaign) => publishes(channel, campaign)));
  const known = ledger === null || account === null ? null : { ledger, account };
  const startedAt = (await known?.ledger.startOf(accountKeyOf(known.account), channel.language)) ?? null;
  const { language } = channel;
  const lease =
    known && (await leaseNow(known.ledger, { account: accountKeyOf(known.account), language }, systemNow()));
  const situation = await situationOf(
    { ...channel, account: account ?? outboxAccount(channel.network) },
    { ledger: known?.ledger ?? { publications: async () => [] }, calendar },
    startedAt ?? now,
    now,
  );
  const earlier = calendar.between(plusMillis(now, -day), plusMillis(situation.startedAt, -1));
  const verdicts = survey({ ...situation, slots: [...earlier, ...situation.slots] }).filter((verdict) =>
    isNear(verdict, now),
  );
  const next = calendar.nextAfter(now);
  const further: readonly Verdict[] =
    next === null || verdicts.some((verdict) => subjectOf(verdict).id === next.id)
      ? []
      : [{ kind: 'upcoming', slot: next }];
  return {
    channel: channel.id,
    startedAt: startedAt === null ? null : toIso(startedAt),
    lease: heldData(lease),
    clock,
    slots: [...verdicts, ...further].map((verdict) => {
      const { id, due } = subjectOf(verdict);
      const words = verdictWords(verdict, now, clock !== null && holdsBack(clock.verdict));
      return { slot: id, due: toIso(due), verdict: verdict.kind, words };
    }),
  };
}

const day = 24 * 60 * 60_000;

/** What is done now or waits to be, and what was settled or left alone within a day. */
function isNear(verdict: Verdict, now: Instant): boolean {
  if (verdict.kind !== 'settled' && verdict.kind !== 'before-start') return true;
  return verdict.slot.due >= now - day;
}

function page({ channel, startedAt, lease, clock, slots }: Explained): string {
  const started =
    startedAt === null
      ? 'never ran: the first pass starts it, and what was due before is left alone'
      : `running since ${startedAt}`;
  const lines = slots.map(({ slot, words }) => `  ${slot}\n    ${words}`);
  return [
    `${styled('bold', channel)}  ${started}`,
    ...heldLines(lease),
    ...(clock === null || !holdsBack(clock.verdict)
      ? []
      : [`  ${styled('red', 'clock')}  ${clockSentence(clock.verdict, clock.aheadMillis)} (seen ${clock.seenAt})`]),
    ...(lines.length > 0 ? lines : ['  nothing is due or planned']),
  ].join('\n');
}
