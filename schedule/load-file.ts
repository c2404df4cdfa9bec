/** Reads files of this room from disk: a YAML file in the shape of its schema, or every Problem in it. */

import { readdir, readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Position, Problem } from './problem.ts';
import { parseAs } from './schema-problems.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

export type Loading<T> = { readonly value: T | null; readonly problems: readonly Problem[] };

/** A YAML file in the shape of `schema`. `missing` is what is said when the file is not there. */
export async function loadFile<S extends z.ZodType>(
  path: string,
  schema: S,
  missing = 'The file is missing; every campaign needs it.',
): Promise<Loading<{ yaml: YamlFile; data: z.output<S> }>> {
  const source = await readText(path, missing);
  if (typeof source !== 'string')
    return { value: null, problems: [{ ...top(path), rule: 'unreadable', message: source.message }] };
  const { yaml, problems } = parseYaml(path, source);
  if (problems.length > 0) return { value: null, problems };
  const parsed = parseAs(schema, yaml);
  if (parsed.data === null) return { value: null, problems: parsed.problems };
  return { value: { yaml, data: parsed.data }, problems: [] };
}

async function readText(path: string, missing: string): Promise<string | { readonly message: string }> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) return { message: 'The file is not UTF-8; save it as UTF-8.' };
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return {
      message: absent ? missing : `The file cannot be read: ${String(error)}.`,
    };
  }
}

/** Names of all files of a folder, in order; none if it cannot be read. Hidden files are not there. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  } catch {
    return [];
  }
}

/** Where a Problem with a whole file stands. */
export function top(file: string): Position {
  return { file, line: 1, column: 1 };
}
