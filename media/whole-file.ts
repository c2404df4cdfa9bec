/** Files that appear whole or not at all, however many processes write them at once. */

import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a file that has reached the disk, and its name with it, when the promise resolves; readers see the old one or the new one. The folder
 * has to exist. A link at its name is replaced, and what it leads to is left alone. `keep`: one that is there already is
 * left as it is, and the promise rejects with `EEXIST`.
 */
export async function writeWhole(
  file: string,
  data: Uint8Array | string,
  existing: 'replace' | 'keep' = 'replace',
): Promise<void> {
  const temporary = join(dirname(file), `.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (existing === 'replace') await rename(temporary, file);
    else await link(temporary, file);
    await syncFolder(dirname(file));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Windows cannot sync a folder: there it is left to the file system. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
