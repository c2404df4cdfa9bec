/** Files and folders that appear whole or not at all, however many processes write them at once. */

import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** `existing`: what is there is replaced, or kept, and then the promise rejects with `EEXIST`. `mode` says who may read it. */
type Writing = { readonly existing?: 'replace' | 'keep'; readonly mode?: number };

/**
 * Writes a file that has reached the disk, and its name with it, when the promise resolves; readers see the old one or the new one. The folder
 * has to exist. A link at its name is replaced, and what it leads to is left alone.
 */
export async function writeWhole(
  file: string,
  data: Uint8Array | string,
  { existing = 'replace', mode }: Writing = {},
): Promise<void> {
  const folder = dirname(file);
  const unfinished = join(folder, unfinishedName());
  try {
    await writeSynced(unfinished, data, mode);
    await (existing === 'replace' ? rename : link)(unfinished, file);
    await syncFolder(folder);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Writes a new file and waits until the disk has it; the name in its folder is durable only after `syncFolder`. */
export async function writeSynced(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  await withOpen(await open(path, 'wx', mode), async (file) => {
    await file.writeFile(content);
    await file.sync();
  });
}

/** Waits until the disk has the names in a folder. Windows cannot sync a folder: there it is left to the file system. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withOpen(await open(path, 'r'), (folder) => folder.sync());
}

async function withOpen(file: FileHandle, task: (file: FileHandle) => Promise<void>): Promise<void> {
  await task(file).finally(() => file.close());
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

/** The operating system's code of an error, such as `ENOSPC`; null for any other kind of error. */
export function codeOf(error: unknown): string | null {
  const isOfSystem = error instanceof Error && 'code' in error && 'syscall' in error;
  return isOfSystem && typeof error.code === 'string' ? error.code : null;
}
