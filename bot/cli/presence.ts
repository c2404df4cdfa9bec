/** Shows other processes that this one lives: a file it keeps locked, whose lock the operating system takes when it dies. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Holder } from '../ledger/lease.ts';

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
  const lock = locked(fileOf(holder));
  return {
    holder,
    isGone: (other) => nonceForm.test(other.nonce) && existsSync(fileOf(other)) && isFree(fileOf(other)),
    end: (how) => {
      lock.close();
      if (how === 'owing nothing') rmSync(fileOf(holder), { force: true });
    },
  };
}

/** SQLite's locks are the only ones Node.js can take; the file stays an empty database. Throws if another process has it. */
function locked(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('journal_mode = memory');
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isFree(file: string): boolean {
  try {
    locked(file).close();
    return true;
  } catch {
    return false;
  }
}

/** Files are kept for a day, so that a lease of their process can still be taken over at once. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.lock') && Date.now() - statSync(file).mtimeMs > day && isFree(file))
      rmSync(file, { force: true });
  }
}
