/** The ledger over any SQL database the query builder speaks to; how durable a write is, is the opener's promise. */

import type { Kysely, Transaction } from 'kysely';
import { instantFromIso, toIso } from '../../schedule/instant.ts';
import type { Failure, PostReceipt } from '../networks/network.ts';
import type { Ledger, Publication, PublicationKey } from './ledger.ts';
import { frozenOf, nameOf, publicationOf } from './rows.ts';
import type { PublicationRow, Tables } from './tables.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/**
 * A ledger over an opened and migrated database; `close` ends the connection. Every transaction that writes begins with
 * its write, so that on SQLite it waits for another process's lock instead of failing on an outdated snapshot.
 */
export function sqlLedger(db: Kysely<Tables>, close: () => Promise<void>): Ledger {
  return {
    async start(account, language, now) {
      await db
        .insertInto('channel_starts')
        .values({ account, language, started_at: toIso(now) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const started = await startOf(db, account, language);
      if (started === null) throw new Error(`the ledger lost the start of ${account} (${language})`);
      return started;
    },

    startOf: (account, language) => startOf(db, account, language),

    publications: (account, language) => db.transaction().execute((tx) => publicationsOf(tx, account, language)),

    async intend(key, { due, frozen, fingerprint, now }) {
      const inserted = await db
        .insertInto('publications')
        .values({
          ...emptyRow(key, toIso(due)),
          state: 'intended',
          fingerprint,
          frozen: JSON.stringify(frozen),
          intended_at: toIso(now),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return inserted.numInsertedOrUpdatedRows === 1n;
    },

    async trailed(key, trail) {
      const updated = await db
        .updateTable('publications')
        .set({ trail: JSON.stringify(trail) })
        .where((eb) => eb.and({ ...idOf(key), state: 'intended' }))
        .executeTakeFirst();
      if (updated.numUpdatedRows !== 1n) throw await wrongState(db, key, 'record the trail of');
    },

    async attempted(key, failure, now) {
      const inserted = await db
        .insertInto('attempts')
        .columns(['account', 'language', 'slot', 'number', 'at', 'failure_kind', 'failure_message', 'retry_at'])
        .expression((eb) =>
          eb
            .selectFrom('publications')
            .select((row) => [
              'account',
              'language',
              'slot',
              row
                .selectFrom('attempts')
                .where(row.and(idOf(key)))
                .select((past) => past(past.fn.coalesce(past.fn.max('number'), past.lit(0)), '+', 1).as('next'))
                .as('number'),
              row.val(toIso(now)).as('at'),
              row.val(failure.kind).as('failure_kind'),
              row.val(failure.message).as('failure_message'),
              row.val(retryAtOf(failure)).as('retry_at'),
            ])
            .where((row) => row.and({ ...idOf(key), state: 'intended' })),
        )
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) throw await wrongState(db, key, 'count an attempt of');
    },

    published: (key, receipts, now) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('publications')
          .set({ state: 'published', settled_at: toIso(now) })
          .where((eb) => eb.and({ ...idOf(key), state: 'intended' }))
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) {
          if (await isPublished(tx, key, receipts)) return;
          throw await wrongState(tx, key, 'publish');
        }
        checkReceipts(row, receipts);
        await tx
          .insertInto('receipts')
          .values(receipts.map(({ position, id, cid, url }) => ({ ...idOf(key), position, id, cid, url })))
          .execute();
      }),

    missed: (key, due, now) => settle(db, key, 'miss', { due: toIso(due), state: 'missed', settled_at: toIso(now) }),

    failed: (key, due, failure, now) =>
      settle(db, key, 'give up', { due: toIso(due), state: 'failed', settled_at: toIso(now), ...reasonOf(failure) }),

    async reopen(key, { frozen, fingerprint, now }) {
      const updated = await db
        .updateTable('publications')
        .set((eb) => ({
          state: 'intended',
          frozen: eb.fn.coalesce('frozen', eb.val(JSON.stringify(frozen))),
          fingerprint: eb.fn.coalesce('fingerprint', eb.val(fingerprint)),
          intended_at: toIso(now),
          settled_at: null,
          failure_kind: null,
          failure_message: null,
        }))
        .where((eb) => eb.and([eb.and(idOf(key)), eb('state', 'in', ['missed', 'failed'])]))
        .executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    },

    close,
  };
}

type Settlement = Pick<PublicationRow, 'due' | 'state' | 'settled_at'> & Partial<ReturnType<typeof reasonOf>>;

/** Records a settlement without receipts, whether or not there was an intent. */
async function settle(db: Reader, key: PublicationKey, verb: string, settlement: Settlement): Promise<void> {
  const { due, ...change } = settlement;
  const settled = await db
    .insertInto('publications')
    .values({ ...emptyRow(key, due), ...change })
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'language', 'slot'])
        .doUpdateSet(change)
        .where('publications.state', '=', 'intended'),
    )
    .executeTakeFirst();
  if (settled.numInsertedOrUpdatedRows !== 1n) throw await wrongState(db, key, verb);
}

/** Publications are read before what hangs on them, so that whatever a row promises is there even without a snapshot. */
async function publicationsOf(
  db: Reader,
  account: PublicationKey['account'],
  language: PublicationKey['language'],
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
    .map((row) => publicationOf(row, attemptsOf.get(row.slot) ?? [], receiptsOf.get(row.slot) ?? []))
    .sort((a, b) => a.due - b.due || (a.slot < b.slot ? -1 : 1));
}

async function startOf(db: Reader, account: PublicationKey['account'], language: PublicationKey['language']) {
  const row = await db
    .selectFrom('channel_starts')
    .select('started_at')
    .where((eb) => eb.and({ account, language }))
    .executeTakeFirst();
  return row === undefined ? null : instantFromIso(row.started_at);
}

/** Another process may have settled it first, with the same answer of the network. */
async function isPublished(db: Reader, key: PublicationKey, receipts: readonly PostReceipt[]): Promise<boolean> {
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

function checkReceipts(row: PublicationRow, receipts: readonly PostReceipt[]): void {
  const posts = frozenOf(row).posts.length;
  const positions = receipts.map(({ position }) => position);
  if (positions.length === posts && positions.every((position, index) => position === index)) return;
  throw new Error(
    `cannot publish ${nameOf(row)}: it has ${posts} posts, but its receipts are for positions ${positions.join(', ')}`,
  );
}

async function wrongState(db: Reader, key: PublicationKey, verb: string): Promise<Error> {
  const row = await db
    .selectFrom('publications')
    .select('state')
    .where((eb) => eb.and(idOf(key)))
    .executeTakeFirst();
  const found = row === undefined ? 'it was never intended' : `it is already ${row.state}`;
  return new Error(`cannot ${verb} ${nameOf(key)}: ${found}`);
}

function idOf({ account, language, slot }: PublicationKey): PublicationKey {
  return { account, language, slot };
}

function emptyRow(key: PublicationKey, due: string): Omit<PublicationRow, 'state'> {
  const unset = { fingerprint: null, frozen: null, trail: null, intended_at: null, settled_at: null };
  return { ...idOf(key), due, ...unset, failure_kind: null, failure_message: null };
}

function retryAtOf(failure: Failure): string | null {
  return failure.kind === 'unavailable' && failure.retryAt !== null ? toIso(failure.retryAt) : null;
}

function reasonOf(failure: Failure) {
  return { failure_kind: failure.kind, failure_message: failure.message };
}
