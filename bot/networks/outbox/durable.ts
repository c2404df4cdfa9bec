/** Files that are on the disk once the promise resolves, and folders that appear whole or not at all. */

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file and waits until the disk has it; the name in its folder is durable only after `syncFolder`. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the disk has the names in a folder. Windows cannot sync a folder: there it is left to the file system. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and whatever is missing above it, durably. */
export async function makeFolder(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  if (firstMade === undefined) return;
  for (let made = path; made.length >= firstMade.length; made = dirname(made)) await syncFolder(dirname(made));
}

const prefix = '.unfinished-';

/** Tells this process from an earlier one with the same number, as every first process of a container has. */
const thisProcess = randomUUID();

/** A name beside finished things that readers pass over; `sweep` removes it once its process is gone. */
export function unfinishedName(): string {
  return `${prefix}${process.pid}-${thisProcess}-${randomUUID()}`;
}

export function isUnfinished(name: string): boolean {
  return name.startsWith(prefix);
}

/** Removes what killed processes left unfinished in a folder. */
export async function sweep(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => isUnfinished(name) && isAbandoned(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function isAbandoned(name: string): boolean {
  const [pid = ''] = name.slice(prefix.length).split('-');
  if (Number(pid) === process.pid) return !name.includes(thisProcess);
  return !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Replaces or creates a file in one step, durably: readers see the old content or the new. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const unfinished = join(folder, unfinishedName());
  try {
    await writeSynced(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** The operating system's code of an error, such as `ENOSPC`; null for any other kind of error. */
export function codeOf(error: unknown): string | null {
  const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error;
  return isOfSystem && typeof error.code === 'string' ? error.code : null;
}

/** `otherwise` where there is no such file or folder; any other refusal is thrown on. */
export async function orIfAbsent<T>(result: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return otherwise;
    throw error;
  }
}
