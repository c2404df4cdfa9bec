/** What lies in a folder, without what the operating system and editors leave there. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checked, refused, sound } from '../model/problem.ts';
import { top } from './load-file.ts';

/** `other`: a pipe, a socket, a device, or a link that leads nowhere. Links are what they lead to. */
export type Item = { readonly name: string; readonly kind: 'file' | 'folder' | 'other' };

/** The items of a folder in the order of their names; null if there is no such folder. Hidden items are not there. */
export async function contentsOf(folder: string): Promise<Checked<readonly Item[]> | null> {
  try {
    const names = (await readdir(folder)).filter((name) => !isLeftBehind(name)).sort();
    return sound(await Promise.all(names.map(async (name) => ({ name, kind: await kindOf(join(folder, name)) }))));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return null;
    const message =
      code === 'ENOTDIR'
        ? 'This is no folder; put a folder in its place, or move it away.'
        : `This folder cannot be read (${code}); change its permissions, or look after the disk.`;
    return refused([{ ...top(folder), rule: 'unreadable', message }]);
  }
}

async function kindOf(path: string): Promise<Item['kind']> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return 'folder';
  return found?.isFile() ? 'file' : 'other';
}

/** A day that somebody hid is no litter: whether it is to be published has to be said. */
const hiddenDay = /^\.\d{4}-\d{2}-\d{2}\.ya?ml$/iu;

/** Hidden items, and what file managers, editors and office programs leave beside the files they opened. */
function isLeftBehind(name: string): boolean {
  if (name.startsWith('.')) return !hiddenDay.test(name);
  return /^(?:desktop\.ini|(?:eh)?thumbs\.db|icon\r|@eadir|~\$.*|.*~|#.*#|.*\.sw[op])$/iu.test(name);
}
