/** Keeps the data folder for its owner alone: it tells what is published where, and holds sessions. */

import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Places } from './places.ts';

const others = 0o077;

/**
 * Makes the folder if need be, for its owner alone, and has this process make everything so from now on (a umask). What is
 * open to others already is closed: the folder, unless it holds what is not ours, and what is ours in it; links are left
 * alone. Complains of what stays open. Windows knows no such permissions: there only the folder is made. Throws what the
 * system says where it cannot be made.
 */
export function keepPrivate(places: Places, complain: (message: string) => void): void {
  const { folder } = places;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid === undefined) return;
  const user = process.getuid();
  process.umask(process.umask() | others);
  const found = statSync(folder);
  const names = readdirSync(folder);
  const ours = names.filter((name) => isOurs(name, places));
  const left = ours.flatMap((name) => closedAt(join(folder, name), user, isOpen(found)));
  if (isOpen(found)) {
    if (found.uid !== user) complain(openTo(folder, 'belongs to another user; have it closed'));
    else if (ours.length < names.length)
      complain(openTo(folder, 'holds other things, too; give the bot a folder of its own'));
    else if (!closed(folder, 0o700)) left.push(folder);
  }
  const [first] = left;
  if (first === undefined) return;
  const more = left.length === 1 ? '' : ` and ${left.length - 1} more in ${folder}`;
  complain(`${first}${more} cannot be closed to others on this machine; put the data folder where that is possible`);
}

function openTo(folder: string, why: string): string {
  return `${folder} is open to others on this machine and ${why} (chmod 700 ${folder})`;
}

/** With what SQLite keeps beside its files, locks, and files that are being written. */
function isOurs(name: string, { folder: _, earlier, ...places }: Places): boolean {
  const known = [...Object.values(places), ...Object.values(earlier)].map((path) => basename(path));
  return known.some((own) => name === own || name.startsWith(`${own}-`) || name.startsWith(`${own}.`));
}

/** Closes what is ours, and what is in it where others could come to it; the paths that stay open. */
function closedAt(path: string, user: number, isDeep: boolean): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== user || !(found.isFile() || found.isDirectory())) return [];
  const within =
    found.isDirectory() && isDeep ? readdirSync(path).flatMap((name) => closedAt(join(path, name), user, true)) : [];
  return !isOpen(found) || closed(path, found.mode & 0o700) ? within : [...within, path];
}

function isOpen({ mode }: Stats): boolean {
  return (mode & others) !== 0;
}

/** Some file systems take the change without an Error, and do not make it. What has vanished meanwhile is closed. */
function closed(path: string, mode: number): boolean {
  try {
    chmodSync(path, mode);
    return !isOpen(statSync(path));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
