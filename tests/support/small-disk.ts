/** A real disk of a few hundred kilobytes that can be filled to its last byte; only root can make one. */

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  readonly folder: string;
  /** Leaves no byte free; an open file that is to find none either, in what the disk has set aside for it, is filled with empty lines. */
  readonly fill: (other?: number) => void;
  /** Frees what `fill` took. */
  readonly free: () => void;
  readonly close: () => void;
};

/** Null where this user may not mount a file system, or the machine has none in memory. */
export function makeSmallDisk(kilobytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: (other) => {
      const file = openSync(ballast, 'a');
      try {
        for (const size of [4096, 1]) while (hasRoomFor(file, size));
        while (other !== undefined && hasRoomFor(other, 1));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    close: () => {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hasRoomFor(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes, '\n')) > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
