/** Changes the small files that the processes of one data folder keep for each other: one process at a time, whole or not at all. */

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createQueue } from '../../media/queue.ts';
import { writeWhole } from '../../media/whole-file.ts';
import { type FileLock, lockFile } from './file-lock.ts';

/** In this process one waits for the other here, and only between processes at the lock. */
const queue = createQueue(1);

/** A process that was stopped in the middle of a change holds up no other for longer; then one of the two may be lost. */
const patienceMillis = 3_000;
const pauseMillis = 10;

/** Locks that were waited for in vain: as long as they cannot be had, nobody waits for them again. */
const stuck = new Set<string>();

/**
 * Replaces the text of a file by what `change` makes of it; null in is a file that cannot be read, null out leaves it as it
 * is. The folder has to exist. Rejects with what `change` throws, and when the file cannot be written.
 */
export function changeKept(file: string, change: (text: string | null) => string | null): Promise<void> {
  return queue(async () => {
    const lock = await turnAt(join(dirname(file), 'kept.lock'));
    try {
      const changed = change(await readFile(file, 'utf8').catch(() => null));
      if (changed !== null) await writeWhole(file, changed);
    } finally {
      lock?.release();
    }
  });
}

/** Where no lock can be had the file is still written whole, and if it cannot be written, that is said by writing it. */
async function turnAt(file: string): Promise<FileLock | null> {
  const until = performance.now() + (stuck.has(file) ? 0 : patienceMillis);
  try {
    for (;;) {
      const lock = lockFile(file);
      if (lock !== null) stuck.delete(file);
      else if (performance.now() >= until) stuck.add(file);
      else {
        await setTimeout(pauseMillis);
        continue;
      }
      return lock;
    }
  } catch {
    return null;
  }
}
