/** The notes of version 0.1 on what its ledger had recorded lately (`ledger-marks.json`): what they say of a ledger goes into the marks of today. */

import { rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { type ChannelKey, nameOfChannel } from '../../ledger/lease.ts';
import type { DataLedger, LedgerReader, Publication } from '../../ledger/ledger.ts';
import { publicPosts, type Trail } from '../../networks/network.ts';
import { addMarks, channelOf, type Marks, markedChannels, type Standing, standingOf } from './high-water.ts';
import { readKept } from './kept-file.ts';
import type { Places } from './places.ts';

/** By account and language the newest slots, with what became of them; of a thread under way, how many of its posts are public. */
const notesFile = z.record(
  z.string(),
  z.record(z.string(), z.union([z.enum(['intended', 'settled']), z.int().positive()])),
);

type Note = z.infer<typeof notesFile>[string][string];

/** Stands among the channels once the file was damaged. */
const wasDamaged = 'damaged';

/**
 * Marks the channels that were noted and have no mark: one that the ledger is behind on, as further than the ledger is. The
 * file goes; a damaged one is set aside, and that is said.
 */
export async function takeOverNotes(
  { earlier, highWater }: Places,
  ledger: Pick<DataLedger, 'publications' | 'revisionOf' | 'revise'>,
  complain: (message: string) => void,
): Promise<void> {
  const file = earlier.marks;
  const kept = await readKept(file, notesFile);
  if (kept.kind === 'absent') return;
  if (kept.kind === 'damaged') {
    await addMarks(highWater, { wasDamaged: true, revisions: {} });
    await rename(file, `${file}.damaged`);
    const message = `${file} is damaged, so nobody can tell whether the ledger is an old copy; it is ${file}.damaged from now on. ${kept.reason}.`;
    complain(message);
    return;
  }
  const marked = await markedChannels(highWater);
  const revisions: Record<string, number> = {};
  for (const [name, notes] of Object.entries(kept.value)) {
    if (name === wasDamaged || marked?.has(name) !== false) continue;
    const channel = channelOf(name);
    if ((await ledger.revisionOf(channel)) === 0) await ledger.revise(channel, 0);
    const revision = await ledger.revisionOf(channel);
    revisions[name] = (await missingFrom(ledger, channel, notes)) > 0 ? revision + 1 : revision;
  }
  const marks: Marks = { ...(kept.value[wasDamaged] !== undefined && { wasDamaged: true }), revisions };
  if (marked !== null) await addMarks(highWater, marks);
  await rm(file, { force: true });
}

/** What the marks say of a ledger that is only looked at, or the notes that nobody has taken over yet. */
export async function standingIn(
  { earlier, highWater }: Places,
  ledger: Pick<LedgerReader, 'publications' | 'revisionOf'>,
  channel: ChannelKey,
): Promise<Standing> {
  const standing = await standingOf(highWater, ledger, channel);
  const kept = await readKept(earlier.marks, notesFile);
  if (standing.kind !== 'whole' || kept.kind !== 'kept') return standing;
  const changes = await missingFrom(ledger, channel, kept.value[nameOfChannel(channel)] ?? {});
  return changes > 0 ? { kind: 'behind', changes } : standing;
}

/** How many noted publications a ledger does not know, or knows only as begun though they were settled or came further. */
async function missingFrom(
  ledger: Pick<LedgerReader, 'publications'>,
  { account, language }: ChannelKey,
  notes: Readonly<Record<string, Note>>,
): Promise<number> {
  const publications = await ledger.publications(account, language);
  const known = new Map<string, Publication>(publications.map((publication) => [publication.slot, publication]));
  return Object.entries(notes).filter(([slot, note]) => isBehind(known.get(slot), note)).length;
}

function isBehind(known: Publication | undefined, noted: Note): boolean {
  if (known === undefined) return true;
  if (noted === 'intended' || known.state === 'published') return false;
  if (noted === 'settled') return known.state === 'intended';
  return publicPosts(trailOf(known)) < noted;
}

function trailOf(publication: Publication): Trail | null {
  if (publication.state === 'intended') return publication.trail;
  return publication.state === 'failed' ? (publication.intent?.trail ?? null) : null;
}
