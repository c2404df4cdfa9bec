/** `status`: what happened on every channel, and what is next. */

import type { Campaign } from '../../../schedule/model/campaign.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, toIso } from '../../../schedule/time/instant.ts';
import { type Account, accountKeyOf, publishes } from '../../channel.ts';
import { clockSentence, type FoundClocks, foundClocks } from '../../host/clock/found-clocks.ts';
import { knownAccount } from '../../host/data/accounts.ts';
import { standingIn } from '../../host/data/earlier-marks.ts';
import { markedOn } from '../../host/data/high-water.ts';
import { lookInto } from '../../host/data/ledger-file.ts';
import { type Places, placesIn } from '../../host/data/places.ts';
import { lackedBy } from '../../host/lost-ledger.ts';
import type { ConfiguredChannel } from '../../host/settings/channel-settings.ts';
import { systemNow } from '../../host/system-clock.ts';
import type { LedgerReader, Publication } from '../../ledger/ledger.ts';
import { publicPosts } from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import { needsWord } from '../../publish/decide/by-hand.ts';
import { setbackWords } from '../../publish/decide/pace.ts';
import { type CampaignChoice, campaignsOf } from '../loading.ts';
import { readSettings } from '../settings/settings.ts';
import { count, heldData, heldLines, leaseNow } from '../words/events.ts';
import { print, printJson, remark, styled } from '../words/output.ts';
import { doubtLines, whatToLookFor } from '../words/uncertain.ts';

export async function status(options: CampaignChoice & { readonly json?: true }): Promise<void> {
  const settings = readSettings();
  const campaigns = await campaignsOf(options, settings);
  const places = placesIn(settings.data);
  await lookInto(places, remark, async (ledger, kept) => {
    const now = systemNow();
    const clocks = await foundClocks(kept);
    const reports = [];
    for (const channel of settings.channels) {
      const account = await knownAccount(kept, channel);
      const clock = clocks[channel.id] ?? null;
      reports.push({
        ...(await reportOn(channel, account, campaigns, ledger, now)),
        clock,
        lost: await lostOn(channel, account, ledger, places),
      });
    }
    if (options.json) printJson({ now: toIso(now), channels: reports });
    else print(reports.map(page).join('\n\n'));
  });
}

type Report = Awaited<ReturnType<typeof reportOn>> & {
  readonly clock: FoundClocks[string] | null;
  readonly lost: number;
};

/** How many changes on a channel the ledger lacks: without one, all that are marked. */
async function lostOn(
  { network, language, destination }: ConfiguredChannel,
  account: Account | null,
  ledger: LedgerReader | null,
  places: Places,
): Promise<number> {
  if (destination === 'outbox') return 0;
  if (account === null) return ledger === null ? markedOn(places.highWater, network, language) : 0;
  const known = ledger ?? { publications: async () => [], revisionOf: async () => 0 };
  const standing = await standingIn(places, known, { account: accountKeyOf(account), language });
  return standing.kind === 'behind' ? standing.changes : 0;
}

async function reportOn(
  channel: ConfiguredChannel,
  account: Account | null,
  campaigns: readonly Campaign[],
  ledger: LedgerReader | null,
  now: Instant,
) {
  const recorded = ledger === null || account === null ? null : { ledger, key: accountKeyOf(account) };
  const startedAt = (await recorded?.ledger.startOf(recorded.key, channel.language)) ?? null;
  const { language } = channel;
  const lease = recorded && (await leaseNow(recorded.ledger, { account: recorded.key, language }, now));
  const publications = (await recorded?.ledger.publications(recorded.key, channel.language)) ?? [];
  const next = calendarOf(campaigns.filter((campaign) => publishes(channel, campaign))).nextAfter(now);
  const of = (state: Publication['state']) => publications.filter((publication) => publication.state === state);
  return {
    channel: channel.id,
    network: channel.network,
    language: channel.language,
    destination: channel.destination,
    startedAt: startedAt === null ? null : toIso(startedAt),
    lease: heldData(lease),
    published: of('published').length,
    missed: of('missed').map(({ slot }) => slot),
    failed: publications.flatMap((each) =>
      each.state === 'failed'
        ? [
            {
              slot: each.slot,
              failure: each.failure,
              posted: publicPosts(each.intent?.trail ?? null),
              look: needsWord(each.failure) ? whatToLookFor(each.intent, publications) : null,
            },
          ]
        : [],
    ),
    underWay: publications.flatMap((each) =>
      each.state === 'intended'
        ? [
            {
              slot: each.slot,
              attempts: each.attempts,
              lastFailure: each.lastFailure?.failure ?? null,
              posted: publicPosts(each.trail),
            },
          ]
        : [],
    ),
    next: next === null ? null : { slot: next.id, due: toIso(next.due), local: next.local },
  };
}

function page(report: Report): string {
  const { startedAt, lease, published, missed, failed, underWay, next, clock } = report;
  const heading = `${styled('bold', report.channel)}  ${report.network}, ${report.language}, to the ${report.destination}`;
  if (startedAt === null) {
    const never = `  never ran; it publishes what is due from its first start on: ${pasted('run')}`;
    return [heading, ...lostLines(report), ...(report.lost > 0 ? [] : [never]), nextLine(next)].join('\n');
  }
  const inState = (kind: 'uncertain' | 'conflict') => failed.filter(({ failure }) => failure.kind === kind).length;
  const [uncertain, conflict] = [inState('uncertain'), inState('conflict')];
  return [
    heading,
    `  running since ${startedAt}: ${published} published, ${missed.length} missed, ${failed.length - uncertain - conflict} failed, ${uncertain} uncertain, ${conflict} in conflict, ${underWay.length} under way`,
    ...lostLines(report),
    ...heldLines(lease),
    ...missed.flatMap((slot) => [
      `  ${styled('yellow', 'missed')}  ${slot}`,
      `          To send it all the same: ${pasted(`publish ${slot} --channel ${report.channel}`)}`,
    ]),
    ...failed.flatMap(({ slot, failure, posted, look }) =>
      needsWord(failure)
        ? doubtLines(slot, report.channel, failure, look)
        : [
            `  ${styled('red', 'failed')}  ${slot}: ${failure.message}`,
            `          ${advice(slot, report.channel, posted)}`,
          ],
    ),
    ...underWay.map(
      ({ slot, attempts, lastFailure }) =>
        `  under way  ${slot}: ${count(attempts, 'attempt')}${lastFailure === null ? '' : `, last ${setbackWords(lastFailure)}`}`,
    ),
    ...(clock === null || clock.verdict === 'right'
      ? []
      : [`  ${styled('red', 'clock')}  ${clockSentence(clock.verdict, clock.aheadMillis)} (seen ${clock.seenAt})`]),
    nextLine(next),
  ].join('\n');
}

/** What a person can do about a failed publication. */
function advice(slot: string, channel: string, posted: number): string {
  const begun = posted > 0 ? `${count(posted, 'post')} of the thread ${posted === 1 ? 'is' : 'are'} public. ` : '';
  const verb = posted > 0 ? 'go on where it stopped' : 'publish it';
  return `${begun}Once the cause is mended, ${verb} with: ${pasted(`publish ${slot} --channel ${channel}`)}`;
}

/** What a person has to do where a ledger was lost, or is an old copy. */
function lostLines({ lost, channel }: Report): readonly string[] {
  if (lost === 0) return [];
  return [
    `  ${styled('red', 'ledger')}  ${lackedBy('it', lost)}`,
    `          Nothing is published until it knows what stands on the account: ${pasted(`ledger rebuild --channel ${channel}`)}`,
  ];
}

function nextLine(next: Report['next']): string {
  return next === null ? '  nothing is planned' : `  next: ${next.slot} (${next.due})`;
}
