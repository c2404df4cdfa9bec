/** Reads the ledger's tables. */

import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { PostReceipt } from '../../networks/receipt.ts';
import { cell, instant, type StoredForms } from '../cells.ts';
import type { ChannelKey } from '../lease.ts';
import type { Publication, PublicationKey } from '../ledger.ts';
import { publicationOf } from '../rows.ts';
import type { StateTables } from '../state-tables.ts';
import type { Tables } from '../tables.ts';

export type Reader = Kysely<Tables> | Transaction<Tables>;

/** Publications are read before what hangs on them, so that whatever a row promises is there even without a snapshot. */
export async function publicationsOf(
  db: Reader,
  channel: ChannelKey,
  forms: StoredForms,
): Promise<readonly Publication[]> {
  const rows = await db.selectFrom('publications').selectAll().where(ofChannel(channel)).execute();
  const receipts = await db.selectFrom('receipts').selectAll().where(ofChannel(channel)).orderBy('position').execute();
  const attempts = await db.selectFrom('attempts').selectAll().where(ofChannel(channel)).orderBy('number').execute();
  const receiptsOf = Map.groupBy(receipts, ({ slot }) => slot);
  const attemptsOf = Map.groupBy(attempts, ({ slot }) => slot);
  return rows
    .map((row) => publicationOf(row, attemptsOf.get(row.slot) ?? [], receiptsOf.get(row.slot) ?? [], forms))
    .sort((a, b) => a.due - b.due || (a.slot < b.slot ? -1 : 1));
}

export async function startOf(db: Reader, key: ChannelKey) {
  const row = await db.selectFrom('channel_starts').select('started_at').where(ofChannel(key)).executeTakeFirst();
  return row === undefined ? null : cell({ table: 'channel_starts', key, cells: row }, 'started_at', instant);
}

/** Another process may have settled it first, with the same answer of the network. */
export async function isPublished(db: Reader, key: PublicationKey, receipts: readonly PostReceipt[]): Promise<boolean> {
  const row = await db
    .selectFrom('publications')
    .select('state')
    .where(ofSlot(key))
    .where('state', '=', 'published')
    .executeTakeFirst();
  if (row === undefined) return false;
  const kept = await db.selectFrom('receipts').select('id').where(ofSlot(key)).orderBy('position').execute();
  return kept.length === receipts.length && kept.every(({ id }, index) => id === receipts[index]?.id);
}

/** Only rows of a publication. */
export function ofSlot(key: PublicationKey) {
  return (eb: ExpressionBuilder<Tables, 'publications' | 'receipts' | 'attempts' | 'preparations'>) =>
    eb.and(idOf(key));
}

/** Only rows of a channel. */
export function ofChannel(channel: ChannelKey) {
  return (eb: ExpressionBuilder<Tables, Exclude<keyof Tables, keyof StateTables> | 'revisions'>) =>
    eb.and(channelIn(channel));
}

/** The columns that name a channel. */
export function channelIn({ account, language }: ChannelKey): ChannelKey {
  return { account, language };
}

/** The columns that name a publication. */
export function idOf({ account, language, slot }: PublicationKey): PublicationKey {
  return { account, language, slot };
}
