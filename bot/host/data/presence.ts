/** Shows other processes that this one lives: a file it keeps locked, whose lock the operating system takes when it dies. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockFile } from '../../file-lock.ts';
import type { Holder } from '../../ledger/lease.ts';

export type Presence = {
  /** This process. */
  readonly holder: Holder;
  /**
   * Whether a process is gone for certain: its file is there, and nobody has it locked. True at once after a SIGKILL, in
   * another container on the same machine too; false for a process that is only paused, and for one whose file lies
   * elsewhere.
   */
  readonly isGone: (holder: Holder) => boolean;
  /** Ends it; the file stays if leases could not be given back, and tells others that their holder is gone. */
  readonly end: (how: 'owing nothing' | 'holding leases') => void;
};

const day = 24 * 60 * 60_000;

/** A UUID, because it becomes part of a path. */
const nonceForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes `folder` if need be, locks a file of this process in it, and removes what processes left there that are long gone. */
export function bePresent(folder: string): Presence {
  mkdirSync(folder, { recursive: true });
  sweep(folder);
  const holder: Holder = { host: hostname(), pid: process.pid, nonce: randomUUID() };
  const fileOf = ({ nonce }: Holder): string => join(folder, `${nonce}.lock`);
  const lock = lockFile(fileOf(holder));
  if (lock === null) throw new Error(`another process holds ${fileOf(holder)}`);
  return {
    holder,
    isGone: (other) => nonceForm.test(other.nonce) && existsSync(fileOf(other)) && isFree(fileOf(other)),
    end: (how) => {
      lock.release();
      if (how === 'owing nothing') rmSync(fileOf(holder), { force: true });
    },
  };
}

function isFree(file: string): boolean {
  try {
    const lock = lockFile(file);
    lock?.release();
    return lock !== null;
  } catch {
    return false;
  }
}

/** Files are kept for a day, so that a lease of their process can still be taken over at once. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.lock') && isOlderThanADay(file) && isFree(file)) rmSync(file, { force: true });
  }
}

/** False for a file that another process has removed in the meantime. */
function isOlderThanADay(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > day;
}
