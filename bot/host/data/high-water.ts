/** A mark outside the ledger of how far each channel has come in it, which tells a ledger that was restored from an old backup. */

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { writeWhole } from '../../../media/whole-file.ts';
import type { Language } from '../../../schedule/model/language.ts';
import type { AccountKey } from '../../channel.ts';
import { type ChannelKey, nameOfChannel } from '../../ledger/lease.ts';
import type { DataLedger, LedgerReader } from '../../ledger/ledger.ts';
import type { Committed } from '../../ledger/sql/sql-revisions.ts';
import { networkNamed } from '../../networks/all.ts';
import { type Kept, readKept } from './kept-file.ts';

/**
 * The highest revision of each channel, by account and language, that a ledger has told of. After the file was damaged a
 * channel that does not stand there may have come any way.
 */
const marksFile = z.strictObject({
  wasDamaged: z.boolean().optional(),
  revisions: z.record(z.string(), z.int().nonnegative()),
});

export type Marks = z.infer<typeof marksFile>;

/** What the mark says of a ledger. */
export type Standing =
  | { readonly kind: 'whole' }
  /** It lacks the last so many changes on the channel. */
  | { readonly kind: 'behind'; readonly changes: number }
  /** The file is damaged, or was and the channel was not trusted since; `reason` says so to a person. */
  | { readonly kind: 'unknown'; readonly reason: string };

export type HighWater = {
  /** Marks what is changed on an account from now on; on no other channel. */
  readonly add: (channel: ChannelKey) => void;
  /** Resolves when the mark of a change is on the disk, or could not be put there. */
  readonly committed: Committed;
  readonly standingOf: (channel: ChannelKey) => Promise<Standing>;
  /** Marks a ledger that was brought up to date with the account as the furthest there is, whatever was marked before. */
  readonly trust: (channel: ChannelKey) => Promise<void>;
};

/**
 * Marks in `file`, whose folder exists, what `ledger` has told of. A mark follows its commit and precedes what is sent because
 * of it: so no ledger that lacks what may be public looks whole, and none that a killed process left behind looks too old. A
 * mark that cannot be written keeps nothing from being sent; the next one stands for it, too. Of processes that write at once the
 * last looks again, so that no mark falls back for longer than that takes.
 */
export function highWaterOf(file: string, ledger: () => Pick<DataLedger, 'revisionOf' | 'revise'>): HighWater {
  const added = new Map<string, ChannelKey>();

  const write = async (): Promise<void> => {
    for (;;) {
      const kept = await readKept(file, marksFile);
      if (kept.kind === 'damaged') return;
      const marks = marksIn(kept);
      const revisions = { ...marks.revisions };
      for (const name of new Set([...Object.keys(revisions), ...added.keys()])) {
        const reached = await ledger().revisionOf(channelOf(name));
        if (reached > (revisions[name] ?? 0)) revisions[name] = reached;
      }
      if (isDeepStrictEqual(revisions, marks.revisions)) return;
      await writeMarks(file, { ...marks, revisions });
    }
  };
  let last = Promise.resolve();
  let next: Promise<void> | null = null;
  /** Those who come while a mark is written share the next one. */
  const raised = (): Promise<void> => {
    next ??= last.then(() => {
      next = null;
      last = write().catch(leftOut);
      return last;
    });
    return next;
  };

  return {
    add: (channel) => void added.set(nameOfChannel(channel), channel),
    committed: async (channel) => (added.has(nameOfChannel(channel)) ? raised() : undefined),
    standingOf: (channel) => standingOf(file, ledger(), channel),

    async trust(channel) {
      const kept = await readKept(file, marksFile);
      const marks = kept.kind === 'damaged' ? { wasDamaged: true, revisions: {} } : marksIn(kept);
      await ledger().revise(channel, marks.revisions[nameOfChannel(channel)] ?? 0);
      const revision = await ledger().revisionOf(channel);
      const revisions = { ...marks.revisions, [nameOfChannel(channel)]: revision };
      await writeMarks(file, { ...marks, revisions }).catch(leftOut);
    },
  };
}

export async function standingOf(
  file: string,
  ledger: Pick<LedgerReader, 'revisionOf'>,
  channel: ChannelKey,
): Promise<Standing> {
  const kept = await readKept(file, marksFile);
  if (kept.kind === 'damaged') return { kind: 'unknown', reason: `${file} is damaged. ${kept.reason}` };
  const { wasDamaged, revisions } = marksIn(kept);
  const marked = revisions[nameOfChannel(channel)];
  if (marked === undefined && wasDamaged === true)
    return { kind: 'unknown', reason: `${file} was damaged, and nothing in it is about this channel` };
  const changes = (marked ?? 0) - (await ledger.revisionOf(channel));
  return changes > 0 ? { kind: 'behind', changes } : { kind: 'whole' };
}

/** How many changes are marked on channels of a network in a language, whatever account they are of. */
export async function markedOn(file: string, network: string, language: Language): Promise<number> {
  const { revisions } = marksIn(await readKept(file, marksFile));
  const marked = Object.entries(revisions).filter(([name]) => {
    const channel = channelOf(name);
    return channel.language === language && networkNamed(network).hasKey(channel.account);
  });
  return Math.max(0, ...marked.map(([, revision]) => revision));
}

/** Which channels have a mark; null if nobody can tell. */
export async function markedChannels(file: string): Promise<ReadonlySet<string> | null> {
  const kept = await readKept(file, marksFile);
  return kept.kind === 'damaged' ? null : new Set(Object.keys(marksIn(kept).revisions));
}

/** Adds marks for channels that have none. */
export async function addMarks(file: string, { wasDamaged, revisions }: Marks): Promise<void> {
  const before = marksIn(await readKept(file, marksFile));
  const isOrWas = wasDamaged === true || before.wasDamaged === true;
  await writeMarks(file, { ...(isOrWas && { wasDamaged: true }), revisions: { ...revisions, ...before.revisions } });
}

/** The channel that a mark names, as `nameOfChannel` does. */
export function channelOf(name: string): ChannelKey {
  const end = name.lastIndexOf(' ');
  return { account: name.slice(0, end) as AccountKey, language: name.slice(end + 1) as Language };
}

function marksIn(kept: Kept<Marks>): Marks {
  return kept.kind === 'kept' ? kept.value : { revisions: {} };
}

function writeMarks(file: string, marks: Marks): Promise<void> {
  return writeWhole(file, `${JSON.stringify(marks, null, 2)}\n`);
}

/** A disk that refuses this mark refuses the ledger's next record, and that is said. */
function leftOut(): void {}
