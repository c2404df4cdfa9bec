/** One process at a time, by a file whose lock the operating system takes back even from a process that is killed. */

import { setTimeout as pause } from 'node:timers/promises';
import { lockFile } from '../file-lock.ts';

const betweenTries = 100;

/**
 * Does the work while no other process, and no other caller in this one, does work under the same path; null if that
 * takes longer than `patienceMillis` to come about. Throws if the file cannot be made.
 */
export async function alone<T>(path: string, patienceMillis: number, work: () => Promise<T>): Promise<T | null> {
  const begun = performance.now();
  let lock = lockFile(path);
  while (lock === null) {
    if (performance.now() - begun > patienceMillis) return null;
    await pause(betweenTries);
    lock = lockFile(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
