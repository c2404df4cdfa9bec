/** Remembers what the files of campaigns were parsed to, so that a changed one costs its own parsing and no other's. */

import { createHash } from 'node:crypto';
import { sound } from '../../model/problem.ts';
import { type Loaded, loadFile } from '../load-file.ts';
import { readText } from '../read-text.ts';
import type { Placing } from '../yaml/placing.ts';
import { type ReadFile, yamlFile } from '../yaml/yaml-file.ts';
import { openContainer, writeContainer } from './container.ts';

type Kept = { readonly read: ReadFile; readonly data: unknown };
/** By name: the hash of its text, and the number of its value. */
type Head = ReadonlyMap<string, { readonly hash: string; readonly index: number }>;

export type ParsedFiles = {
  /** As `loadFile`; a file that was parsed before and has the same text is not parsed again. */
  readonly load: typeof loadFile;
  /** Of all files that were loaded, those with Problems left out. */
  readonly placings: () => readonly Placing[];
  /** Keeps what was loaded and is sound, if any of it was parsed anew. */
  readonly keep: () => void;
};

/** What `key` names has to be all that parsing depends on but the files themselves. */
export function parsedFiles(file: string, key: string): ParsedFiles {
  const container = openContainer(file, key);
  const head = container === null ? null : (container.head as Head);
  const loaded = new Map<string, Kept & { readonly hash: string }>();
  let isNew = false;
  const keptAs = (path: string, hash: string): Kept | null => {
    const known = head?.get(path);
    if (container === null || known?.hash !== hash) return null;
    return container.valueAt(known.index) as Kept;
  };
  const load: typeof loadFile = async (path, schema, missing) => {
    const source = await readText(path);
    if (typeof source !== 'string') return loadFile(path, schema, missing);
    const hash = createHash('sha256').update(source).digest('base64');
    const kept = keptAs(path, hash);
    if (kept !== null) {
      loaded.set(path, { ...kept, hash });
      return sound({ yaml: yamlFile(kept.read), data: kept.data } as Loaded<never>);
    }
    const parsed = await loadFile(path, schema, missing, source);
    if (parsed.ok) {
      isNew = true;
      const { placing, data, written, unquoted } = parsed.value.yaml;
      loaded.set(path, { read: { placing, data, written, unquoted }, data: parsed.value.data, hash });
    }
    return parsed;
  };
  return {
    load,
    placings: () => [...loaded.values()].map(({ read }) => read.placing),
    keep: () => {
      if (!isNew) return;
      const names = [...loaded];
      const newHead: Head = new Map(names.map(([name, { hash }], index) => [name, { hash, index }]));
      writeContainer(
        file,
        key,
        newHead,
        names.map(([, { read, data }]): Kept => ({ read, data })),
      );
    },
  };
}
