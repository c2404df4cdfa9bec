/** One process at a time, by a file whose lock the operating system takes back even from a process that is killed. */

import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { inPlaceOfFile } from '../../schedule/read/file-kind.ts';

const betweenTries = 100;

/**
 * Does the work while no other process, and no other caller in this one, does work under the same path; null if that
 * takes longer than `patienceMillis` to come about. SQLite's locks are the only ones Node.js can take; the file stays an
 * empty database. Throws if the file cannot be made.
 */
export async function alone<T>(path: string, patienceMillis: number, work: () => Promise<T>): Promise<T | null> {
  const other = inPlaceOfFile(path);
  if (other !== null) throw new Error(`${path} is ${other} and no file`);
  const lock = new Database(path, { timeout: 0 });
  try {
    for (const begun = performance.now(); !taken(lock); ) {
      if (performance.now() - begun > patienceMillis) return null;
      await pause(betweenTries);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: Database.Database): boolean {
  try {
    lock.exec('begin exclusive');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
