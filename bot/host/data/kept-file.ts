/** The small files that the processes of one data folder keep for each other: parsed when read, changed by one at a time, whole or not at all. */

import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { writeWhole } from '../../../media/whole-file.ts';
import { readText } from '../../../schedule/read/read-text.ts';
import { type FileLock, lockFile } from './file-lock.ts';

/** What is in such a file, or why that is not known. */
export type Kept<T> =
  | { readonly kind: 'kept'; readonly value: T; readonly text: string }
  | { readonly kind: 'absent' }
  /** `reason` says what is wrong with it, for a person. */
  | { readonly kind: 'damaged'; readonly reason: string };

/** None that is meant comes near. */
const mostBytes = 16 * 1024 * 1024;

/** Enough to find the others. */
const mostPlaces = 5;

/** Never rejects. */
export async function readKept<T>(file: string, form: z.ZodType<T>): Promise<Kept<T>> {
  const text = await readText(file, mostBytes);
  if (typeof text !== 'string') {
    if (text.reason === 'absent') return { kind: 'absent' };
    return { kind: 'damaged', reason: text.message.replace(/\.$/, '') };
  }
  const json = jsonIn(text);
  if (json === undefined) return { kind: 'damaged', reason: 'It breaks off or is no JSON' };
  const parsed = form.safeParse(json.value);
  if (parsed.success) return { kind: 'kept', value: parsed.data, text };
  const places = parsed.error.issues.map(({ path }) => path.map(String).join('.')).filter((path) => path !== '');
  const where = places.length === 0 ? '' : `: ${JSON.stringify(places.slice(0, mostPlaces).join(', '))}`;
  return { kind: 'damaged', reason: `It is not what this version writes there${where}` };
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** In this process one waits for the other here, and only between processes at the lock. */
const queue = pLimit(1);

/** A process that was stopped in the middle of a change holds up no other for longer; then one of the two may be lost. */
const patienceMillis = 3_000;
const pauseMillis = 10;

/** Locks that were waited for in vain: as long as they cannot be had, nobody waits for them again. */
const stuck = new Set<string>();

/**
 * Replaces the text of a file by what `change` makes of what is in it; null leaves it as it is. The folder has to exist.
 * Rejects with what `change` throws, and when the file cannot be written.
 */
export function changeKept<T>(
  file: string,
  form: z.ZodType<T>,
  change: (kept: Kept<T>) => string | null,
): Promise<void> {
  return queue(async () => {
    const lock = await turnAt(join(dirname(file), 'kept.lock'));
    try {
      const changed = change(await readKept(file, form));
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
