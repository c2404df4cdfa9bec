/** A note outside the ledger of what it recorded lately, which tells a ledger that was restored from an old backup. */

import { z } from 'zod';
import type { Language } from '../../../schedule/model/language.ts';
import type { AccountKey } from '../../channel.ts';
import type { Claim, Ledger, Publication } from '../../ledger/ledger.ts';
import { publicPosts, type Trail } from '../../networks/network.ts';
import { changeKept, type Kept, readKept } from './kept-file.ts';

/** By account and language the newest slots, with what became of them; of a thread under way, how many of its posts are public. */
const marksFile = z.record(
  z.string(),
  z.record(z.string(), z.union([z.enum(['intended', 'settled']), z.int().positive()])),
);

type Marks = z.infer<typeof marksFile>;
type Mark = Marks[string][string];

/**
 * Stands among the channels once the file was damaged: what was noted of those that do not stand beside it is lost. No
 * channel has this name.
 */
const wasDamaged = 'damaged';

/** More than a season has. */
const kept = 200;

export type LedgerMarks = {
  /** The same ledger, which notes what it records on accounts that were added. */
  readonly noting: (ledger: Ledger) => Ledger;
  readonly add: (account: AccountKey, language: Language) => void;
  /** Why nobody knows what was noted of a channel: the file is damaged, or was and the channel was not trusted since; null where all is well. */
  readonly damageOf: (account: AccountKey, language: Language) => Promise<string | null>;
  /** How many noted publications a ledger does not know, or knows only as begun though they were settled or came further. */
  readonly missingFrom: (
    ledger: Pick<Ledger, 'publications'>,
    account: AccountKey,
    language: Language,
  ) => Promise<number>;
  /** Notes what a ledger knows, and forgets all else: it was brought up to date with the account. */
  readonly trust: (ledger: Ledger, account: AccountKey, language: Language) => Promise<void>;
};

/**
 * Notes in `file`, whose folder exists. A note follows its record, and precedes one that takes something back, so that a
 * process that is killed between the two leaves no ledger behind that looks too old. What cannot be noted is left out, and
 * keeps nothing from being sent: nobody waits for the note of an intent. Only a reopening is refused then, because the
 * older note of it would make the ledger look too old. A damaged file is left as it is until a ledger is trusted.
 */
export function ledgerMarks(file: string): LedgerMarks {
  const added = new Set<string>();

  /** What was noted last: notes are written in the order they are made in. */
  let last = Promise.resolve();

  const noteOrThrow = async ({ account, language, slot }: Claim, mark: Mark): Promise<void> => {
    const channel = channelOf(account, language);
    if (added.has(channel)) await change(channel, (slots) => newest({ ...slots, [slot]: mark }), refused);
  };
  const note = (claim: Claim, mark: Mark): Promise<void> => {
    last = noteOrThrow(claim, mark).catch(leftOut);
    return last;
  };

  const change = (
    channel: string,
    changed: (slots: Marks[string]) => Marks[string],
    afresh: (reason: string) => Marks,
  ): Promise<void> =>
    changeKept(file, marksFile, (kept) => {
      const marks = kept.kind === 'damaged' ? afresh(kept.reason) : valueIn(kept);
      const before = marks[channel] ?? {};
      const after = changed(before);
      if (marks[channel] !== undefined && JSON.stringify(after) === JSON.stringify(before)) return null;
      return `${JSON.stringify({ ...marks, [channel]: after }, null, 2)}\n`;
    });

  const refused = (reason: string): never => {
    throw new Error(`${file} is damaged. ${reason}`);
  };

  return {
    noting: (ledger) => ({
      ...ledger,
      async intend(claim, intent) {
        const isIntended = await ledger.intend(claim, intent);
        if (isIntended) void note(claim, 'intended');
        return isIntended;
      },
      async reopen(claim, intent) {
        await noteOrThrow(claim, 'intended');
        return ledger.reopen(claim, intent);
      },
      async trailed(claim, trail) {
        await ledger.trailed(claim, trail);
        const mark = markOfTrail(trail);
        if (mark !== 'intended') void note(claim, mark);
      },
      async published(claim, receipts, now) {
        await ledger.published(claim, receipts, now);
        await note(claim, 'settled');
      },
      async missed(claim, due, now) {
        await ledger.missed(claim, due, now);
        await note(claim, 'settled');
      },
      async failed(claim, due, failure, now) {
        await ledger.failed(claim, due, failure, now);
        await note(claim, 'settled');
      },
      async close() {
        await last;
        await ledger.close();
      },
    }),

    add: (account, language) => void added.add(channelOf(account, language)),

    async damageOf(account, language) {
      const kept = await readKept(file, marksFile);
      if (kept.kind === 'damaged') return `${file} is damaged. ${kept.reason}`;
      const marks = valueIn(kept);
      const isLost = marks[wasDamaged] !== undefined && marks[channelOf(account, language)] === undefined;
      return isLost ? `${file} was damaged, and nothing in it is about this channel` : null;
    },

    async missingFrom(ledger, account, language) {
      const marks = valueIn(await readKept(file, marksFile))[channelOf(account, language)] ?? {};
      const publications = await ledger.publications(account, language);
      const known = new Map<string, Publication>(publications.map((publication) => [publication.slot, publication]));
      return Object.entries(marks).filter(([slot, mark]) => isBehind(known.get(slot), mark)).length;
    },

    async trust(ledger, account, language) {
      const publications = await ledger.publications(account, language);
      const marks = publications.map((publication): [string, Mark] => [publication.slot, markOf(publication)]);
      const afresh = () => ({ [wasDamaged]: {} });
      await change(channelOf(account, language), () => newest(Object.fromEntries(marks)), afresh).catch(leftOut);
    },
  };
}

function markOf(publication: Publication): Mark {
  return publication.state === 'intended' ? markOfTrail(publication.trail) : 'settled';
}

function markOfTrail(trail: Trail | null): Mark {
  return publicPosts(trail) || 'intended';
}

/** Whether a ledger knows less of a publication than was noted. */
function isBehind(known: Publication | undefined, noted: Mark): boolean {
  if (known === undefined) return true;
  if (noted === 'intended' || known.state === 'published') return false;
  if (noted === 'settled') return known.state === 'intended';
  return publicPosts(trailOf(known)) < noted;
}

function trailOf(publication: Publication): Trail | null {
  if (publication.state === 'intended') return publication.trail;
  return publication.state === 'failed' ? (publication.intent?.trail ?? null) : null;
}

function channelOf(account: AccountKey, language: Language): string {
  return `${account} ${language}`;
}

/** Slot ids end with the minute they are due at. */
function newest(slots: Marks[string]): Marks[string] {
  const dated = Object.entries(slots).sort(([a], [b]) => (minuteOf(a) < minuteOf(b) ? -1 : 1));
  return Object.fromEntries(dated.slice(-kept));
}

function minuteOf(slot: string): string {
  return slot.slice(slot.lastIndexOf('@') + 1);
}

function valueIn(kept: Kept<Marks>): Marks {
  return kept.kind === 'kept' ? kept.value : {};
}

/** A disk that refuses this note refuses the ledger's next record, and that is said. */
function leftOut(): void {}
