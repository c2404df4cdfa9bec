/** Opens the ledger in an SQLite file of its own; a write has reached the disk when its promise resolves. */

import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Ledger } from './ledger.ts';
import { sqlLedger } from './sql-ledger.ts';
import { steps, type Tables } from './tables.ts';

/** Marks the file as a ledger of Emléknap in SQLite's header: the ASCII characters `Emk1`. */
const applicationId = 0x456d6b31;

/** How long a statement waits for another process's lock, in milliseconds. */
const busyTimeout = 10_000;

/**
 * Opens the ledger in `file`; an absent or empty file becomes a new ledger, in a folder that must exist. Throws an Error
 * that names the file and what to do when it is not a ledger, is damaged, was written by a newer version, or cannot be
 * written. Other processes may use the same file at the same time.
 */
export async function openLedger(file: string): Promise<Ledger> {
  const database = connect(file);
  try {
    inspect(database, file);
    makeDurable(database);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    await migrate(database, db);
    return sqlLedger(db, async () => {
      await db.destroy();
      database.close();
    });
  } catch (error) {
    database.close();
    throw explained(file, error);
  }
}

function connect(file: string): Database.Database {
  try {
    return new Database(file, { timeout: busyTimeout });
  } catch (error) {
    throw explained(file, error);
  }
}

/**
 * Makes every commit wait for the disk and every reader independent of the writer. In WAL mode only `FULL` survives a
 * loss of power: https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function makeDurable(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('foreign_keys = ON');
}

/** Looks at the file without changing a byte of it, so that a wrong path cannot harm another program's data. */
function inspect(database: Database.Database, file: string): void {
  const mark = database.pragma('application_id', { simple: true });
  if (mark !== applicationId) {
    const objects = database.prepare('select count(*) from sqlite_master').pluck().get();
    if (mark !== 0 || objects !== 0) throw new LedgerFileError(file, 'belongs to another program', useAnother);
    return;
  }
  const version = schemaVersion(database);
  if (version > steps.length) {
    const trouble = `was written by a newer version of Emléknap (schema ${version}, this version knows ${steps.length})`;
    throw new LedgerFileError(file, trouble, 'Use that version, or a newer one.');
  }
  const faults = database.pragma('quick_check(1)', { simple: true });
  if (faults !== 'ok') throw new LedgerFileError(file, `is damaged (${String(faults).replaceAll('\n', ' ')})`, restore);
}

/** Brings the schema up to date in one transaction; a second process opening the same new file waits, then finds it done. */
async function migrate(database: Database.Database, db: Kysely<Tables>): Promise<void> {
  database.exec('begin immediate');
  try {
    for (const step of steps.slice(schemaVersion(database))) await step(db);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${steps.length}`);
    database.exec('commit');
  } catch (error) {
    if (database.inTransaction) database.exec('rollback');
    throw error;
  }
}

function schemaVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

const useAnother = 'Give the ledger a file of its own.';
const restore =
  'Stop the bot and restore the file, with its -wal and -shm files, from a backup; do not start with an empty one.';

class LedgerFileError extends Error {
  constructor(file: string, trouble: string, advice: string, cause?: unknown) {
    super(`the ledger ${file} ${trouble}. ${advice}`, cause === undefined ? undefined : { cause });
    this.name = 'LedgerFileError';
  }
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof LedgerFileError || !(error instanceof Error)) return error;
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_NOTADB')) return new LedgerFileError(file, 'is no SQLite database', useAnother, error);
  if (code.startsWith('SQLITE_CORRUPT')) return new LedgerFileError(file, 'is damaged', restore, error);
  if (code.startsWith('SQLITE_BUSY')) {
    const advice = 'Find the process that holds it, and try again.';
    return new LedgerFileError(file, 'is locked by another process', advice, error);
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return new LedgerFileError(
      file,
      'cannot be written',
      'Give this user write access to the file and its folder.',
      error,
    );
  }
  const advice = 'Check that its folder exists, that this user may write there, and that the disk is not full.';
  return new LedgerFileError(file, `cannot be opened (${error.message})`, advice, error);
}
