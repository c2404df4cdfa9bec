/** A day of publishing in memory: the real pass and ledger, a clock that reads what it is told, a server that keeps its own book. */

import { accountKeyOf } from '../../../bot/channel.ts';
import type { Publication } from '../../../bot/ledger/ledger.ts';
import { openLedger } from '../../../bot/ledger/sqlite.ts';
import { networks } from '../../../bot/networks/all.ts';
import { freezeBluesky } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { FindResult, Frozen, Network, SendResult } from '../../../bot/networks/network.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import { holdLeases } from '../../../bot/publish/carry-out/leases.ts';
import { newMemory } from '../../../bot/publish/carry-out/memory.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Ports } from '../../../bot/publish/ports.ts';
import type { Campaign, Lateness } from '../../../schedule/model/campaign.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, instantFromIso, instantFromMillis } from '../../../schedule/time/instant.ts';
import { type Slot, type SlotId, slotsOf } from '../../../schedule/time/slots.ts';
import { onBoth } from '../../support/slots.ts';
import { blueskyAccount, campaignWith, entryWith } from '../../support/threads.ts';

export const minute = 60_000;
export const startsAt: Instant = instantFromIso('2027-11-04T05:00Z');

/**
 * What becomes of one call to the server; after a crash the process is gone, and the next beat is a new one's. Only a first
 * attempt is killed once it is through: of a later one the ledger cannot know the instant, and distances start from there.
 */
export const outcomes = ['sent', 'sent', 'sent', 'busy', 'lost', 'cut', 'crash before', 'crash after'] as const;
export type Outcome = (typeof outcomes)[number];

const skip: Lateness = { graceMinutes: 15 };
const reworded: Lateness = { graceMinutes: 5, rewordedMinutes: 300 };
const texts = (words: string) => ({ hu: onBoth(words), en: onBoth(words) });

/** Sixteen entries of 4 November, 06:30 to 15:00, silent from 08:07 to 13:00, with lateness of both kinds. */
export const campaign: Campaign = campaignWith({
  silences: [{ date: '1956-11-04', from: '08:07', to: '13:00' }],
  catchUp: { spacingMinutes: 2, perHour: 6 },
  entries: [
    ...['06:30', '06:35', '06:45', '06:50', '07:00', '07:05', '07:15', '07:30', '07:45', '08:00', '08:07'],
    ...['13:00', '13:10', '13:30', '14:00', '15:00'],
  ].map((time, index) =>
    entryWith({
      id: `entry-${index}`,
      date: '1956-11-04',
      time,
      lateness: index % 3 === 0 ? skip : reworded,
      thread: [{ text: texts(`Szöveg ${index}`), late: texts(`Késői ${index}`), card: null }],
    }),
  ),
});

export const slots: readonly Slot[] = slotsOf(campaign, 2027);

type Sent = { readonly slot: SlotId; readonly at: Instant };

export type Played = {
  /** The server's book, in the order of what happened. */
  readonly sent: readonly Sent[];
  readonly publications: readonly Publication[];
};

/** A pass at every reading of the clock; `outcome` is asked at every call to send, and whether the server answers when it is asked what is there. */
export async function play(
  readings: readonly number[],
  outcome: (at: Instant) => Outcome,
  answers: (at: Instant) => boolean = () => true,
): Promise<Played> {
  const ledger = await openLedger(':memory:', storedForms);
  let clock = startsAt;
  const sent: Sent[] = [];
  const tried = new Set<SlotId>();
  const calendar = calendarOf([campaign]);
  const network: Network = {
    account: blueskyAccount,
    freeze: async (thread) => freezeBluesky(blueskyAccount, thread, [[]]),
    prepare: async () => null,
    send: async (frozen): Promise<SendResult> => {
      const again = tried.has(frozen.slot);
      tried.add(frozen.slot);
      const drawn = outcome(clock);
      const what = again && drawn === 'crash after' ? 'lost' : drawn;
      if (what === 'busy') return failure('unavailable');
      if (what === 'cut') return failure('doubtful');
      if (what === 'crash before') throw new Error('crash');
      sent.push({ slot: frozen.slot, at: clock });
      if (what === 'crash after') throw new Error('crash');
      return what === 'lost' ? failure('doubtful') : { kind: 'sent', receipts: [receiptOf(frozen)] };
    },
    find: async (frozen): Promise<FindResult> => {
      if (!answers(clock)) return failure('unavailable');
      const there = sent.some(({ slot }) => slot === frozen.slot);
      return there ? { kind: 'found', receipts: [receiptOf(frozen)] } : { kind: 'absent' };
    },
  };
  const channel = { id: 'b', network: 'bluesky', language: 'hu', campaigns: null, account: blueskyAccount } as const;
  const ports: Ports = {
    outlets: [
      {
        channel: { ...channel, destination: 'account' },
        network,
        rules: networks.bluesky.rules,
        capabilities: networks.bluesky.rules.defaults,
      },
    ],
    ledger,
    memory: newMemory(),
    leases: holdLeases({
      book: ledger,
      holder: { host: 'here', pid: 1, nonce: 'only' },
      isGone: () => false,
      now: () => startsAt,
      report: () => {},
    }),
    pictures: { picture: noPicture, bySha256: noPicture },
    calendar,
    now: () => clock,
    report: () => {},
  };
  for (const reading of [startsAt, ...readings]) {
    clock = instantFromMillis(reading);
    await pass(ports).catch((error: AggregateError) => {
      if (!error.errors.every((each: Error) => each.message === 'crash')) throw error;
    });
  }
  const publications = await ledger.publications(accountKeyOf(blueskyAccount), 'hu');
  await ledger.close();
  return { sent, publications };
}

function failure(kind: 'unavailable' | 'doubtful') {
  const base = { message: kind } as const;
  return {
    kind: 'failure',
    failure: kind === 'doubtful' ? { kind, ...base } : { kind, ...base, retryAt: null },
  } as const;
}

function receiptOf({ slot }: Frozen) {
  return { position: 0, id: `at://${slot}`, cid: null, url: null };
}

function noPicture(): Promise<never> {
  throw new Error('there are no pictures in this campaign');
}
