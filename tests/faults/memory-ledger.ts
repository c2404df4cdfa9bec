/** The product's ledger over a database in memory: the same statements, each prepared once for all runs of it. */

import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Ledger } from '../../bot/ledger/ledger.ts';
import { sqlLedger } from '../../bot/ledger/sql-ledger.ts';
import { steps, type Tables } from '../../bot/ledger/tables.ts';

export type LedgerInMemory = Ledger & {
  /** How many channels have started, how many publications are recorded, and how many of those are not settled. */
  readonly counts: () => { readonly started: number; readonly recorded: number; readonly open: number };
};

/** An empty ledger; it is gone when it is closed. */
export async function ledgerInMemory(): Promise<LedgerInMemory> {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const dialect = new SqliteDialect({ database: { prepare, close: () => database.close() } });
  const db = new Kysely<Tables>({ dialect });
  for (const step of steps) await step(db);
  const counting = database.prepare<[], { started: number; recorded: number; open: number }>(
    `select (select count(*) from channel_starts) as started,
            count(*) as recorded, coalesce(sum(state = 'intended'), 0) as open
     from publications`,
  );
  const counts = () => counting.get() ?? { started: 0, recorded: 0, open: 0 };
  return { ...sqlLedger(db, () => db.destroy()), counts };
}
