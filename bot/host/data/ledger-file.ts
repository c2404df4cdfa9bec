/** Opens the ledger of a data folder, unless the folder shows that the one that was there has lost its content. */

import { readdir, rm, stat } from 'node:fs/promises';
import { emptied } from '../../ledger/file-errors.ts';
import type { DataLedger, LedgerReader } from '../../ledger/ledger.ts';
import { openLedger, readLedger, refuseOtherKinds } from '../../ledger/sqlite.ts';
import type { StateReader } from '../../ledger/state.ts';
import { storedForms } from '../../networks/stored-forms.ts';
import { keptIn, takeOver } from './earlier-files.ts';
import { takeOverNotes } from './earlier-marks.ts';
import { type HighWater, highWaterOf } from './high-water.ts';
import { orCannotCreate, type Places } from './places.ts';

/** A ledger, with the marks that it leaves outside. */
type MarkedLedger = { readonly ledger: DataLedger; readonly marks: HighWater };

/**
 * To publish: an absent file becomes a new ledger, and one takes over what an earlier version kept beside it. Throws a
 * StopError or an Error that says what is wrong with it.
 */
export function ledgerIn(places: Places, complain: (message: string) => void): Promise<MarkedLedger> {
  return orCannotCreate(places.ledger, opened(places, complain));
}

async function opened(places: Places, complain: (message: string) => void): Promise<MarkedLedger> {
  await refuseEmptied(places);
  const marks = highWaterOf(places.highWater, () => ledger);
  const ledger = await openLedger(places.ledger, storedForms, marks.committed);
  try {
    await takeOver(places, ledger, complain);
    await takeOverNotes(places, ledger, complain);
    await rm(places.earlier.lock, { recursive: true, force: true });
    return { ledger, marks };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** To look at it; null if there is none. */
async function ledgerToRead(places: Places): Promise<LedgerReader | null> {
  if ((await sizeOf(places.ledger)) === null) return null;
  await refuseEmptied(places);
  return readLedger(places.ledger, storedForms);
}

/** What `look` makes of the ledger of a data folder, if there is one, and of all that is kept there beside publications. */
export async function lookInto<T>(
  places: Places,
  complain: (message: string) => void,
  look: (ledger: LedgerReader | null, kept: StateReader) => Promise<T>,
): Promise<T> {
  const ledger = await ledgerToRead(places);
  try {
    return await look(ledger, keptIn(places, ledger, complain));
  } finally {
    await ledger?.close();
  }
}

/** What SQLite takes for new, beside the traces of a bot that has published. */
async function refuseEmptied({ ledger, earlier, highWater, outbox }: Places): Promise<void> {
  refuseOtherKinds(ledger);
  if ((await sizeOf(ledger)) !== 0 || ((await sizeOf(`${ledger}-wal`)) ?? 0) > 0) return;
  const traces = await Promise.all([
    sizeOf(earlier.accounts),
    sizeOf(earlier.marks),
    sizeOf(highWater),
    entriesIn(outbox),
  ]);
  if (traces.some((trace) => trace !== null && trace > 0)) throw emptied(ledger);
}

/** In bytes; null for what is not there. */
function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  );
}

function entriesIn(folder: string): Promise<number> {
  return readdir(folder).then(
    ({ length }) => length,
    () => 0,
  );
}
