/** Puts a photograph and the record of its rights into a folder: whole or not at all, and over nothing that is there. */

import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type StoredFiles = { readonly picture: string; readonly record: string };

/** Where a photograph of this id lies in a folder. */
export function photographFiles(folder: string, id: string): StoredFiles {
  return { picture: join(folder, `${id}.jpg`), record: join(folder, `${id}.yaml`) };
}

/**
 * Writes both files. Throws an Error with code `EEXIST` when one of them is there and `replace` is false, and whatever the
 * disk says when it refuses. If it is stopped between the two, loading says which one does not fit.
 */
export async function storePhotograph(
  { picture, record }: StoredFiles,
  content: { readonly bytes: Uint8Array; readonly record: string },
  replace: boolean,
): Promise<void> {
  await mkdir(dirname(picture), { recursive: true });
  await writeWhole(picture, content.bytes, replace);
  try {
    await writeWhole(record, content.record, replace);
  } catch (error) {
    if (!replace) await rm(picture, { force: true });
    throw error;
  }
}

async function writeWhole(file: string, data: Uint8Array | string, replace: boolean): Promise<void> {
  const temporary = join(dirname(file), `.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (replace) await rename(temporary, file);
    else await link(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
