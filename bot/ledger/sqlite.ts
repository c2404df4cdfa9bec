/** Opens the ledger in an SQLite file of its own; a write has reached the disk when its promise resolves. */

import { readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { z } from 'zod';
import { inPlaceOfFile } from '../../schedule/read/file-kind.ts';
import type { StoredForms } from './cells.ts';
import {
  damaged,
  explained,
  explainedOpening,
  LedgerFileError,
  noFile,
  replaced,
  unclosed,
  unseen,
  useAnother,
} from './file-errors.ts';
import type { DataLedger, LedgerReader } from './ledger.ts';
import { sqlLedger } from './sql/sql-ledger.ts';
import type { Committed } from './sql/sql-revisions.ts';
import { steps, type Tables } from './tables.ts';

/** Marks the file as a ledger of Emléknap in SQLite's header: the ASCII characters `Emk1`. */
const applicationId = 0x456d6b31;

/** How long a statement waits for another process's lock, in milliseconds. */
const busyTimeout = 10_000;

/**
 * Opens the ledger in `file`; an absent or empty file becomes a new ledger, in a folder that must exist. Throws an Error
 * that names the file and what to do when it is not a ledger, is damaged, was written by a newer version, or cannot be
 * written; whatever later fails because of the file says so too. Other processes may use it at the same time. What
 * networks have stored is read in the `forms` given, and `committed` is told of every change of what is published.
 */
export async function openLedger(file: string, forms: StoredForms, committed?: Committed): Promise<DataLedger> {
  const { database, identity } = connect(file, () => new Database(file, { timeout: busyTimeout }));
  try {
    inspect(database, file);
    makeDurable(database);
    const db = builderOn(database);
    await migrate(database, db);
    return ledgerOn(database, db, { file, identity }, forms, committed);
  } catch (error) {
    database.close();
    throw explainedOpening(file, error);
  }
}

/**
 * Opens the ledger in a `file` that is there, to look at it: on a full disk and in a folder that this user may not write,
 * too. One of an older version is brought up to date in memory only. Throws the same Errors as `openLedger`.
 */
export async function readLedger(file: string, forms: StoredForms): Promise<LedgerReader> {
  const { database, identity } = connect(file, () => openToRead(file));
  try {
    inspect(database, file);
    if (schemaVersion(database) === steps.length)
      return ledgerOn(database, builderOn(database), { file, identity }, forms);
    const bytes = database.serialize();
    const copy = new Database(bytes.length === 0 ? ':memory:' : withoutWal(bytes));
    database.close();
    await migrate(copy, builderOn(copy));
    return ledgerOn(copy, builderOn(copy), { file, identity }, forms);
  } catch (error) {
    database.close();
    throw explainedOpening(file, error);
  }
}

/** Throws a LedgerFileError for what would be waited for without end, or is no file, in place of the ledger or beside it. */
export function refuseOtherKinds(file: string): void {
  for (const name of ['', '-wal', '-shm', '-journal'].map((suffix) => file + suffix)) {
    const kind = inPlaceOfFile(name);
    if (kind !== null) throw noFile(file, name, kind);
  }
}

/** An opened file by its name, and which file it was. */
type Opened = { readonly file: string; readonly identity: string | null };

/** The identity is taken at once: whatever has the name later may be another file. */
function connect(
  file: string,
  opening: () => Database.Database,
): { readonly database: Database.Database; readonly identity: string | null } {
  try {
    refuseOtherKinds(file);
    const database = opening();
    try {
      return { database, identity: identityOf(file) };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw explainedOpening(file, error);
  }
}

/** In WAL mode even a reader needs a file beside the database: where it cannot be made, the bytes are read at once. */
function openToRead(file: string): Database.Database {
  const database = new Database(file, { readonly: true, timeout: busyTimeout });
  try {
    schemaVersion(database);
    return database;
  } catch (error) {
    database.close();
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CANTOPEN|READONLY|IOERR|FULL)/.test(error.code))
      throw error;
    if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw unclosed(file, error);
    return new Database(withoutWal(readFileSync(file)), { readonly: true });
  }
}

/** Bytes 18 and 19 of the header are the journal’s mode: https://www.sqlite.org/fileformat.html#file_format_version_numbers */
function withoutWal(bytes: Buffer): Buffer {
  return bytes.fill(1, 18, 20);
}

function builderOn(database: Database.Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(database) }) });
}

function ledgerOn(
  database: Database.Database,
  db: Kysely<Tables>,
  opened: Opened,
  forms: StoredForms,
  committed?: Committed,
): DataLedger {
  const close = async (): Promise<void> => {
    await db.destroy();
    database.close();
  };
  const ledger = sqlLedger(db, forms, close, committed);
  return speakingOf(opened, ledger);
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

/**
 * SQLite takes a transaction back by itself when the disk is full or fails, and Kysely asks for it once more: that is
 * answered without an Error, which would hide the one that tells what happened.
 */
function forKysely(database: Database.Database): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => database.prepare(sql === 'rollback' && !database.inTransaction ? 'select 1' : sql),
  };
}

/** Looks at the file without changing a byte of it, so that a wrong path cannot harm another program's data. */
function inspect(database: Database.Database, file: string): void {
  const mark = database.pragma('application_id', { simple: true });
  if (mark !== applicationId) {
    const objects = database.prepare('select count(*) from sqlite_master').pluck().get();
    const ours = database.prepare(
      "select count(*) from sqlite_master where name in ('channel_starts', 'publications')",
    );
    if (ours.pluck().get() === 2) throw damaged(file, 'its first bytes do not have the mark of a ledger');
    if (mark !== 0 || objects !== 0) throw new LedgerFileError(file, 'belongs to another program', useAnother);
    return;
  }
  const version = schemaVersion(database);
  if (version > steps.length) {
    const trouble = `was written by a newer version of Emléknap (schema ${version}, this version knows ${steps.length})`;
    throw new LedgerFileError(file, trouble, 'Use that version, or a newer one.');
  }
  const faults = database.pragma('integrity_check(1)', { simple: true });
  if (faults !== 'ok') throw damaged(file, String(faults).replaceAll('\n', ' '));
  const orphan = z
    .array(z.object({ table: z.string() }))
    .parse(database.pragma('foreign_key_check'))
    .at(0);
  if (orphan !== undefined) throw damaged(file, `the table ${orphan.table} has a row without its publication`);
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

/** Device and inode of a file; null for none. Throws a LedgerFileError if the system does not say. */
function identityOf(file: string): string | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false, bigint: true });
    return found === undefined ? null : `${found.dev} ${found.ino}`;
  } catch (error) {
    throw unseen(file, error);
  }
}

function schemaVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/**
 * The same ledger, whose Errors say what is wrong with the file and what to do. It does nothing more once another file, or
 * none, has its name: SQLite would go on in the old one, which nobody finds again.
 */
function speakingOf({ file, identity }: Opened, ledger: DataLedger): DataLedger {
  return new Proxy(ledger, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...of: unknown[]): Promise<unknown> => {
        if (name !== 'close' && identityOf(file) !== identity) throw replaced(file);
        try {
          return await Reflect.apply(method, target, of);
        } catch (error) {
          throw explained(file, error);
        }
      };
    },
  });
}
