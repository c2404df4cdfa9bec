/** Reads the ledger's tables. */

import type { Kysely, Transaction } from 'kysely';
import type { PostReceipt } from '../../networks/receipt.ts';
import { cell, instant, type StoredForms } from '../cells.ts';
import type { Publication, PublicationKey } from '../ledger.ts';
import { publicationOf } from '../rows.ts';
import type { Tables } from '../tables.ts';

export type Reader = Kysely<Tables> | Transaction<Tables>;

/** Publications are read before what hangs on them, so that whatever a row promises is there even without a snapshot. */
export async function publicationsOf(
  db: Reader,
  account: PublicationKey['account'],
  language: PublicationKey['language'],
  forms: StoredForms,
): Promise<readonly Publication[]> {
  const channel = { account, language };
  const rows = await db
    .selectFrom('publications')
    .selectAll()
    .where((eb) => eb.and(channel))
    .execute();
  const receipts = await db
    .selectFrom('receipts')
    .selectAll()
    .where((eb) => eb.and(channel))
    .orderBy('position')
    .execute();
  const attempts = await db
    .selectFrom('attempts')
    .selectAll()
    .where((eb) => eb.and(channel))
    .orderBy('number')
    .execute();
  const receiptsOf = Map.groupBy(receipts, ({ slot }) => slot);
  const attemptsOf = Map.groupBy(attempts, ({ slot }) => slot);
  return rows
    .map((row) => publicationOf(row, attemptsOf.get(row.slot) ?? [], receiptsOf.get(row.slot) ?? [], forms))
    .sort((a, b) => a.due - b.due || (a.slot < b.slot ? -1 : 1));
}

export async function startOf(db: Reader, account: PublicationKey['account'], language: PublicationKey['language']) {
  const row = await db
    .selectFrom('channel_starts')
    .select('started_at')
    .where((eb) => eb.and({ account, language }))
    .executeTakeFirst();
  if (row === undefined) return null;
  return cell({ table: 'channel_starts', key: { account, language }, cells: row }, 'started_at', instant);
}

/** Another process may have settled it first, with the same answer of the network. */
export async function isPublished(db: Reader, key: PublicationKey, receipts: readonly PostReceipt[]): Promise<boolean> {
  const row = await db
    .selectFrom('publications')
    .select('state')
    .where((eb) => eb.and({ ...idOf(key), state: 'published' }))
    .executeTakeFirst();
  if (row === undefined) return false;
  const kept = await db
    .selectFrom('receipts')
    .select('id')
    .where((eb) => eb.and(idOf(key)))
    .orderBy('position')
    .execute();
  return kept.length === receipts.length && kept.every(({ id }, index) => id === receipts[index]?.id);
}

/** The columns that name a publication. */
export function idOf({ account, language, slot }: PublicationKey): PublicationKey {
  return { account, language, slot };
}
