/** Opens the ledger of a data folder, unless the folder shows that the one that was there has lost its content. */

import { readdir, stat } from 'node:fs/promises';
import { emptied } from '../../ledger/file-errors.ts';
import type { Ledger, LedgerReader } from '../../ledger/ledger.ts';
import { openLedger, readLedger, refuseOtherKinds } from '../../ledger/sqlite.ts';
import { storedForms } from '../../networks/stored-forms.ts';
import { orCannotCreate, type Places } from './places.ts';

/** To publish: an absent file becomes a new ledger. Throws a StopError or an Error that says what is wrong with it. */
export function ledgerIn(places: Places): Promise<Ledger> {
  return orCannotCreate(
    places.ledger,
    refuseEmptied(places).then(() => openLedger(places.ledger, storedForms)),
  );
}

/** To look at it; null if there is none. */
export async function ledgerToRead(places: Places): Promise<LedgerReader | null> {
  if ((await sizeOf(places.ledger)) === null) return null;
  await refuseEmptied(places);
  return readLedger(places.ledger, storedForms);
}

/** What SQLite takes for new, beside the traces of a bot that has published. */
async function refuseEmptied({ ledger, accounts, marks, outbox }: Places): Promise<void> {
  refuseOtherKinds(ledger);
  if ((await sizeOf(ledger)) !== 0 || ((await sizeOf(`${ledger}-wal`)) ?? 0) > 0) return;
  const traces = await Promise.all([sizeOf(accounts), sizeOf(marks), entriesIn(outbox)]);
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
