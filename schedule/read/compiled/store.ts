/** Where what is compiled is kept, and what it depends on. */

import { stampOf } from './digest.ts';

/** The folders that campaigns and their photographs are read from. */
export type Folders = { readonly campaigns: string; readonly photographs: string };

/** A folder for what is compiled, and the stamp of the program that does it. */
export type Store = { readonly folder: string; readonly program: string };

/** The store in a folder, for the program that consists of these files; null if they cannot be looked at. */
export function storeIn(folder: string, programFiles: readonly string[]): Store | null {
  const program = stampOf(programFiles);
  return program === null ? null : { folder, program };
}
