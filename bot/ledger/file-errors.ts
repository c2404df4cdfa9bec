/** What is said when SQLite cannot use the ledger's file: which file, what is wrong with it, and what to do. */

import Database from 'better-sqlite3';
import { pasted } from '../pasted.ts';
import { StorageError } from '../storage-error.ts';
import { DamagedRow } from './cells.ts';

/** The ledger's file cannot be used. Its message is for a person; nothing was written or sent because of it. */
export class LedgerFileError extends StorageError {
  override readonly name = 'LedgerFileError';

  constructor(file: string, trouble: string, advice: string, cause?: unknown) {
    super(`the ledger ${file} ${trouble}. ${advice}`, cause === undefined ? undefined : { cause });
  }
}

export const useAnother = 'Give the ledger a file of its own.';
const restore = `Stop the bot and restore the file, with its -wal and -shm files, from a backup, then run \`${pasted('ledger rebuild')}\` before the bot; do not start with an empty one.`;

const makeRoom =
  'Free some space on its disk: until then nothing is published, nothing that was published is forgotten, and the bot goes on by itself.';

/** Of a file without a byte where a ledger must have been. */
export function emptied(file: string): LedgerFileError {
  const anew = `To begin a new one after all, delete it and run \`${pasted('ledger rebuild')}\` before the bot.`;
  return new LedgerFileError(file, 'is empty, though this bot has published from its folder', `${restore} ${anew}`);
}

/** Of a file that went away, or gave way to another, after it was opened. */
export function replaced(file: string): LedgerFileError {
  return new LedgerFileError(file, 'was deleted or replaced while this process used it', restore);
}

/** Of a file whose name leads nowhere for now: nobody knows whether it is still the one that was opened. */
export function unseen(file: string, cause: unknown): LedgerFileError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const advice = 'Check its disk, and that this user may enter its folder: until then nothing is published.';
  return new LedgerFileError(file, `cannot be looked at (${said})`, advice, cause);
}

/** Of a file that was not closed in order, in a place where nobody may do it now. */
export function unclosed(file: string, cause: unknown): LedgerFileError {
  const trouble = 'was not closed in order, and cannot be read without writing beside it';
  return new LedgerFileError(file, trouble, 'Copy it, with its -wal file, to where this user may write.', cause);
}

/** Of what has the name of the ledger, or of a file that SQLite keeps beside it, and is none. */
export function noFile(file: string, name: string, kind: string): LedgerFileError {
  const what = name === file ? `is ${kind} and no file` : `cannot be used, because ${name} is ${kind} and no file`;
  return new LedgerFileError(file, what, `Move it away. If your ledger was there: ${restore}`);
}

/** Of a file whose content is not what was written there. */
export function damaged(file: string, how: string, cause?: unknown): LedgerFileError {
  return new LedgerFileError(file, `is damaged (${how})`, restore, cause);
}

/** The Error as a LedgerFileError if it is SQLite's or of a row; any other as it is. */
export function explained(file: string, error: unknown): unknown {
  if (error instanceof DamagedRow) return damaged(file, error.message, error);
  if (error instanceof LedgerFileError || !(error instanceof Database.SqliteError)) return error;
  const said = sayingOf(error.code, error.message);
  return said === null ? error : new LedgerFileError(file, ...said, error);
}

/** The same for an Error while the file is opened, whatever it is. */
export function explainedOpening(file: string, error: unknown): unknown {
  const said = explained(file, error);
  if (said instanceof LedgerFileError || !(said instanceof Error)) return said;
  const advice = 'Check that its folder exists, that this user may write there, and that the disk is not full.';
  return new LedgerFileError(file, `cannot be opened (${said.message})`, advice, error);
}

/** What SQLite says of a file whose tables are not those that this program made. */
const lostForm = /^(no such (table|column)|table .* (already exists|has no column)|malformed|unsupported file format)/;

function sayingOf(code: string, message: string): readonly [trouble: string, advice: string] | null {
  if (code.startsWith('SQLITE_NOTADB'))
    return ['is no SQLite database', `If it was your ledger: ${restore} If it was not: ${useAnother}`];
  if (code.startsWith('SQLITE_CORRUPT')) return ['is damaged', restore];
  if (code === 'SQLITE_ERROR' && lostForm.test(message)) return [`is damaged (${message})`, restore];
  if (code.startsWith('SQLITE_BUSY')) {
    return ['is locked by another process', 'Find the process that holds it, and try again.'];
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return ['cannot be written', 'Give this user write access to the file and its folder.'];
  }
  if (code === 'SQLITE_FULL') return ['has no room to grow: the disk is full', makeRoom];
  if (code.startsWith('SQLITE_IOERR')) {
    return [`cannot be read or written (${message}, ${code})`, `Look after its disk, or a limit on it. ${makeRoom}`];
  }
  return null;
}
