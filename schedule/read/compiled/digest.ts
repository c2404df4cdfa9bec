/** One hash of everything that loading reads, so that what was made of it is known again. */

import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** More, or deeper, is no folder of campaigns: it is read each time. */
const mostItems = 20_000;
const deepest = 6;

/** Larger files are known by their stamp alone; no text of a campaign is read that is larger. */
const contentBytes = 1024 * 1024;

/**
 * A hash of the names of everything in some folders, of the contents of files that are texts and of the stamps (size and times of
 * change) of all others; null where something cannot be looked at, or there is too much of it. Throws nothing.
 */
export function digestOf(folders: readonly string[], also: readonly string[] = []): string | null {
  try {
    const hash = createHash('sha256');
    for (const each of also) hash.update(`${each}\0`);
    const counted = { items: 0 };
    for (const folder of folders) add(folder, 0, counted, hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

function add(path: string, depth: number, counted: { items: number }, hash: Hash): void {
  counted.items += 1;
  if (counted.items > mostItems || depth > deepest) throw new RangeError(`${path}: too much to look at`);
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return void hash.update(`${path}\0absent\0`);
  if (found.isDirectory()) {
    hash.update(`${path}\0folder\0`);
    for (const name of readdirSync(path).sort()) add(join(path, name), depth + 1, counted, hash);
  } else if (/\.ya?ml$/iu.test(path) && found.isFile() && found.size <= contentBytes) {
    hash.update(`${path}\0text\0${found.mode}\0`).update(contentOf(path)).update('\0');
  } else {
    hash.update(`${path}\0stamp\0${found.mode}\0${found.size}\0${found.ino}\0${found.mtimeNs}\0${found.ctimeNs}\0`);
  }
}

function contentOf(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new TypeError(`${path}: no file any more`);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A hash of the files of a program by their stamps; null where they cannot be looked at. Throws nothing. */
export function stampOf(paths: readonly string[]): string | null {
  const { tz = '', icu = '' } = process.versions;
  const stamps = [process.version, tz, icu];
  const look = (path: string, { size, ino, mtimeMs, ctimeMs }: Stats): void => {
    stamps.push(`${path}\0${size}\0${ino}\0${mtimeMs}\0${ctimeMs}`);
  };
  const walk = (path: string): void => {
    const found = statSync(path);
    if (!found.isDirectory()) look(path, found);
    else for (const name of readdirSync(path)) walk(join(path, name));
  };
  try {
    for (const path of paths) walk(path);
    return createHash('sha256').update(stamps.join('\n')).digest('hex');
  } catch {
    return null;
  }
}
