/** Puts a photograph and the record of its rights into a folder: whole or not at all, and over nothing that is there. */

import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../whole-file.ts';

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
  const how = { existing: replace ? 'replace' : 'keep' } as const;
  await writeWhole(picture, content.bytes, how);
  try {
    await writeWhole(record, content.record, how);
  } catch (error) {
    if (!replace) await rm(picture, { force: true });
    throw error;
  }
}
