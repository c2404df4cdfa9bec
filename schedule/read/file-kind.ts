/** Tells files from what only has the name of one: a pipe would be waited for without end, and no folder can be read. */

import { statSync } from 'node:fs';

/** What stands at `path` in place of a file, in words; null for a file, for nothing, and for what nobody may look at. */
export function inPlaceOfFile(path: string): string | null {
  let found: ReturnType<typeof statSync>;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch {
    return null;
  }
  if (found === undefined || found.isFile()) return null;
  return found.isDirectory() ? 'a folder' : 'a pipe, a socket or a device';
}
