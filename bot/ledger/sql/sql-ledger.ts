/** The ledger over any SQL database the query builder speaks to; how durable a write is, is the opener's promise. */

import type { Kysely, Transaction } from 'kysely';
import { toIso } from '../../../schedule/time/instant.ts';
import { type Failure, namedRetry } from '../../networks/network.ts';
import type { StoredForms } from '../cells.ts';
import type { Claim, DataLedger, PublicationKey, Setback } from '../ledger.ts';
import { checkReceipts, nameOf } from '../rows.ts';
import type { PublicationRow, Tables } from '../tables.ts';
import { sqlLeases, underLease } from './sql-leases.ts';
import { sqlPreparations } from './sql-preparations.ts';
import { idOf, isPublished, ofSlot, publicationsOf, type Reader, startOf } from './sql-reading.ts';
import { sqlResolve } from './sql-resolve.ts';
import { type Committed, raise, sqlRevisions } from './sql-revisions.ts';
import { sqlState } from './sql-state.ts';

/**
 * A ledger over an opened and migrated database; `close` ends the connection, and `committed` is told of every change of what
 * is published. Every transaction that writes begins with
 * its write, so that on SQLite it waits for another process's lock instead of failing on an outdated snapshot.
 */
export function sqlLedger(
  db: Kysely<Tables>,
  forms: StoredForms,
  close: () => Promise<void>,
  committed: Committed = async () => {},
): DataLedger {
  const changing: Changing = async (claim, task) => {
    const result = await underLease(db, claim, async (tx) => {
      const changed = await task(tx);
      if (changed !== false) await raise(tx, claim);
      return changed;
    });
    if (result !== false) await committed(claim);
    return result;
  };

  return {
    ...sqlLeases(db),
    ...sqlState(db, forms),

    async start(account, language, now) {
      await db
        .insertInto('channel_starts')
        .values({ account, language, started_at: toIso(now) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const started = await startOf(db, { account, language });
      if (started === null) throw new Error(`the ledger lost the start of ${account} (${language})`);
      return started;
    },

    startOf: (account, language) => startOf(db, { account, language }),

    publications: (account, language) =>
      db.transaction().execute((tx) => publicationsOf(tx, { account, language }, forms)),

    ...sqlPreparations(db, forms),

    intend: (claim, { due, frozen, fingerprint, trail = null, now }) =>
      changing(claim, async (tx) => {
        await tx.deleteFrom('preparations').where(ofSlot(claim)).execute();
        const inserted = await tx
          .insertInto('publications')
          .values({
            ...emptyRow(claim, toIso(due)),
            state: 'intended',
            fingerprint,
            frozen: JSON.stringify(frozen),
            trail: trail === null ? null : JSON.stringify(trail),
            intended_at: toIso(now),
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }),

    trailed: (claim, trail) =>
      changing(claim, async (tx) => {
        const updated = await tx
          .updateTable('publications')
          .set({ trail: trail === null ? null : JSON.stringify(trail) })
          .where(ofSlot(claim))
          .where('state', '=', 'intended')
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) throw await wrongState(tx, claim, 'record the trail of');
      }),

    attempted: (claim, setback, now) =>
      changing(claim, async (tx) => {
        const inserted = await tx
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
                  .where(row.and(idOf(claim)))
                  .select((past) => past(past.fn.coalesce(past.fn.max('number'), past.lit(0)), '+', 1).as('next'))
                  .as('number'),
                row.val(toIso(now)).as('at'),
                row.val(setback.kind).as('failure_kind'),
                row.val(setback.kind === 'held' ? setback.hold.why : setback.message).as('failure_message'),
                row.val(retryAtOf(setback)).as('retry_at'),
              ])
              .where(ofSlot(claim))
              .where('state', '=', 'intended'),
          )
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) throw await wrongState(tx, claim, 'count an attempt of');
      }),

    published: (claim, receipts, now) =>
      changing(claim, async (tx) => {
        const row = await tx
          .updateTable('publications')
          .set({ state: 'published', settled_at: toIso(now) })
          .where(ofSlot(claim))
          .where('state', '=', 'intended')
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) {
          if (await isPublished(tx, claim, receipts)) return;
          throw await wrongState(tx, claim, 'publish');
        }
        checkReceipts(row, receipts, forms);
        await tx
          .insertInto('receipts')
          .values(receipts.map(({ position, id, cid, url }) => ({ ...idOf(claim), position, id, cid, url })))
          .execute();
      }),

    missed: (claim, due, now) =>
      settle(changing, claim, 'miss', { due: toIso(due), state: 'missed', settled_at: toIso(now) }),

    failed(claim, due, failure, now) {
      const settled = { due: toIso(due), state: 'failed', settled_at: toIso(now) } as const;
      return settle(changing, claim, 'give up', { ...settled, ...reasonOf(failure) });
    },

    reopen: (claim, { frozen, fingerprint, now }) =>
      changing(claim, async (tx) => {
        const updated = await tx
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
          .where((eb) => eb.and([eb.and(idOf(claim)), eb('state', 'in', ['missed', 'failed'])]))
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return false;
        await tx.deleteFrom('attempts').where(ofSlot(claim)).execute();
        return true;
      }),

    resolve: sqlResolve(db, forms, committed),

    ...sqlRevisions(db),

    close,
  };
}

/** Carries out one change under a lease; false says that nothing was changed. */
type Changing = <T>(claim: Claim, task: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;

type Settlement = Pick<PublicationRow, 'due' | 'state' | 'settled_at'> & Partial<ReturnType<typeof reasonOf>>;

/** Records a settlement without receipts, whether or not there was an intent. */
function settle(changing: Changing, claim: Claim, verb: string, settlement: Settlement): Promise<void> {
  const { due, ...change } = settlement;
  return changing(claim, async (tx) => {
    const settled = await tx
      .insertInto('publications')
      .values({ ...emptyRow(claim, due), ...change })
      .onConflict((conflict) =>
        conflict
          .columns(['account', 'language', 'slot'])
          .doUpdateSet(change)
          .where('publications.state', '=', 'intended'),
      )
      .executeTakeFirst();
    if (settled.numInsertedOrUpdatedRows !== 1n) throw await wrongState(tx, claim, verb);
  });
}

async function wrongState(db: Reader, key: PublicationKey, verb: string): Promise<Error> {
  const row = await db.selectFrom('publications').select('state').where(ofSlot(key)).executeTakeFirst();
  const found = row === undefined ? 'it was never intended' : `it is already ${row.state}`;
  return new Error(`cannot ${verb} ${nameOf(key)}: ${found}`);
}

function emptyRow(key: PublicationKey, due: string): Omit<PublicationRow, 'state'> {
  const unset = { fingerprint: null, frozen: null, trail: null, intended_at: null, settled_at: null };
  return { ...idOf(key), due, ...unset, failure_kind: null, failure_message: null };
}

function retryAtOf(setback: Setback): string | null {
  const named = setback.kind === 'held' ? setback.hold.until : namedRetry(setback);
  return named === null ? null : toIso(named);
}

function reasonOf(failure: Failure) {
  return { failure_kind: failure.kind, failure_message: failure.message };
}
