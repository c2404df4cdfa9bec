/** Leases in an SQL database: each step is one statement, and a claim is checked inside the transaction it guards. */

import type { Kysely, Transaction } from 'kysely';
import { toIso } from '../../../schedule/time/instant.ts';
import { cell, count, instant, type Row, text } from '../cells.ts';
import { type ChannelKey, type Lease, type LeaseBook, LeaseLost, type Taking } from '../lease.ts';
import type { Claim } from '../ledger.ts';
import type { LeaseRow, Tables } from '../tables.ts';
import { channelIn, ofChannel, type Reader } from './sql-reading.ts';

export function sqlLeases(db: Kysely<Tables>): LeaseBook {
  return {
    async takeLease(channel, taking) {
      const key = channelIn(channel);
      const { holder, expiresAt } = taking;
      for (;;) {
        const row = await taken(db, key, taking);
        if (row !== undefined) {
          const token = cell({ table: 'leases', key, cells: row }, 'token', count);
          return { kind: 'taken', lease: { ...key, token, holder, expiresAt } };
        }
        const lease = await leaseOf(db, key);
        if (lease !== null) return { kind: 'occupied', lease };
      }
    },

    async renewLease(lease, expiresAt) {
      const renewing = under(db, lease)
        .where('nonce', '=', lease.holder.nonce)
        .set({ expires_at: toIso(expiresAt) });
      return (await renewing.executeTakeFirst()).numUpdatedRows === 1n;
    },

    async releaseLease(lease) {
      const free = { host: null, pid: null, nonce: null };
      await under(db, lease).where('nonce', '=', lease.holder.nonce).set(free).execute();
    },

    leaseOf: (channel) => leaseOf(db, channel),
  };
}

/**
 * Runs writes about a publication in one transaction with the check of its claim. The check is a write to the lease's
 * row: it makes a taker of the lease wait for the end of the transaction, on any database.
 */
export function underLease<T>(
  db: Kysely<Tables>,
  claim: Claim,
  task: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const checking = under(tx, claim).where('nonce', 'is not', null).set({ token: claim.token });
    const checked = await checking.executeTakeFirst();
    if (checked.numUpdatedRows !== 1n) throw new LeaseLost(channelIn(claim), await leaseOf(tx, claim));
    return task(tx);
  });
}

/** Writes to the newest lease of a channel, if it has this token. */
function under(db: Reader, { token, ...channel }: ChannelKey & Pick<Lease, 'token'>) {
  return db.updateTable('leases').where(ofChannel(channel)).where('token', '=', token);
}

function taken(db: Kysely<Tables>, channel: ChannelKey, { holder, now, expiresAt, over }: Taking) {
  const { host, pid, nonce } = holder;
  const held = { host, pid, nonce, expires_at: toIso(expiresAt) };
  return db
    .insertInto('leases')
    .values({ ...channel, token: 1, ...held })
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'language'])
        .doUpdateSet((eb) => ({ ...held, token: eb('leases.token', '+', 1) }))
        .where((eb) =>
          eb.or([
            eb('leases.nonce', 'is', null),
            eb('leases.expires_at', '<=', toIso(now)),
            ...(over === null ? [] : [eb('leases.token', '=', over)]),
          ]),
        ),
    )
    .returning('token')
    .executeTakeFirst();
}

async function leaseOf(db: Reader, channel: ChannelKey): Promise<Lease | null> {
  const row = await db.selectFrom('leases').selectAll().where(ofChannel(channel)).executeTakeFirst();
  return row === undefined ? null : leaseIn(row);
}

function leaseIn(row: LeaseRow): Lease | null {
  const channel = channelIn(row);
  const of: Row<LeaseRow> = { table: 'leases', key: channel, cells: row };
  const [host, nonce] = [cell(of, 'host', text.nullable()), cell(of, 'nonce', text.nullable())];
  const [pid, token] = [cell(of, 'pid', count.nullable()), cell(of, 'token', count)];
  const expiresAt = cell(of, 'expires_at', instant);
  if (host === null || pid === null || nonce === null) return null;
  return { ...channel, token, holder: { host, pid, nonce }, expiresAt };
}
