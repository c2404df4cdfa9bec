/** A lock that a process holds on a file, and that the operating system takes from it when it dies. */

import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { inPlaceOfFile } from '../schedule/read/file-kind.ts';

export type FileLock = { readonly release: () => void };

/**
 * Locks a file, which is made if need be and stays empty; null if another process, or this one, has it locked. Throws when
 * the file cannot be used. SQLite's locks are the only ones Node.js can take: https://www.sqlite.org/lockingv3.html
 */
export function lockFile(file: string): FileLock | null {
  const other = inPlaceOfFile(file);
  if (other !== null) throw new Error(`${file} is ${other} and no file`);
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('journal_mode = memory');
    database.exec('begin exclusive');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

const betweenTries = 100;

/**
 * Does a task while no other process, and no other caller in this one, does one under the same lock; null if that takes
 * longer than `patienceMillis` to come about. Throws if the file cannot be made.
 */
export async function whileLocked<T>(file: string, patienceMillis: number, task: () => Promise<T>): Promise<T | null> {
  const begun = performance.now();
  let lock = lockFile(file);
  while (lock === null) {
    if (performance.now() - begun > patienceMillis) return null;
    await pause(betweenTries);
    lock = lockFile(file);
  }
  return task().finally(lock.release);
}
