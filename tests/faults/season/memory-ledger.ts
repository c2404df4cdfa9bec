/** The product's ledger over a database in memory: the same statements, each prepared once for all runs of it. */

import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { ChannelKey } from '../../../bot/ledger/lease.ts';
import type { Ledger, Publication, PublicationKey } from '../../../bot/ledger/ledger.ts';
import { sqlLedger } from '../../../bot/ledger/sql/sql-ledger.ts';
import { steps, type Tables } from '../../../bot/ledger/tables.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import type { Instant } from '../../../schedule/time/instant.ts';

export type LedgerInMemory = Ledger & {
  /** Whether a channel has started (0 or 1), how many publications of it are recorded, and how many of those are not settled. */
  readonly counts: (channel: ChannelKey) => Counts;
};

type Counts = { readonly started: number; readonly recorded: number; readonly open: number };

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
  const counting = database.prepare<ChannelKey, Counts>(
    `select (select count(*) from channel_starts where account = @account and language = @language) as started,
            count(*) as recorded, coalesce(sum(state = 'intended'), 0) as open
     from publications where account = @account and language = @language`,
  );
  const counts = (channel: ChannelKey): Counts => counting.get(channel) ?? { started: 0, recorded: 0, open: 0 };
  return { ...readOnce(sqlLedger(db, storedForms, () => db.destroy())), counts };
}

/** Answers again what nobody has written to since: most passes of a season find nothing new. */
function readOnce(ledger: Ledger): Ledger {
  const starts = new Map<string, Instant>();
  const lists = new Map<string, Promise<readonly Publication[]>>();
  const nameOf = (account: string, language: string) => `${account} ${language}`;
  const then = <K extends PublicationKey, A extends readonly unknown[], R>(
    write: (key: K, ...rest: A) => Promise<R>,
  ) => {
    return async (key: K, ...rest: A): Promise<R> => {
      const result = await write(key, ...rest);
      lists.delete(nameOf(key.account, key.language));
      return result;
    };
  };
  return {
    ...ledger,
    async start(account, language, now) {
      const known = starts.get(nameOf(account, language)) ?? (await ledger.start(account, language, now));
      starts.set(nameOf(account, language), known);
      return known;
    },
    publications(account, language) {
      const known = lists.get(nameOf(account, language)) ?? ledger.publications(account, language);
      lists.set(nameOf(account, language), known);
      return known;
    },
    intend: then(ledger.intend),
    trailed: then(ledger.trailed),
    attempted: then(ledger.attempted),
    published: then(ledger.published),
    missed: then(ledger.missed),
    failed: then(ledger.failed),
    reopen: then(ledger.reopen),
    resolve: then(ledger.resolve),
  };
}
