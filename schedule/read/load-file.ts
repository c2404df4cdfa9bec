/** Reads a YAML file from disk in the shape of its schema, or gives every Problem in it. */

import type { z } from 'zod';
import { type Checked, type Position, refused, sound } from '../model/problem.ts';
import { readText } from './read-text.ts';
import { parseAs } from './yaml/schema-problems.ts';
import { parseYaml, type YamlFile } from './yaml/yaml-file.ts';

export type Loaded<T> = { readonly yaml: YamlFile; readonly data: T };

/** The file at `path`, whose text may be given. `missing` is what is said when it is not there. */
export async function loadFile<S extends z.ZodType>(
  path: string,
  schema: S,
  missing = 'The file is missing; every campaign needs it.',
  text?: string,
): Promise<Checked<Loaded<z.output<S>>>> {
  const source = text ?? (await readText(path));
  if (typeof source !== 'string') {
    const message = source.reason === 'absent' ? missing : source.message;
    return refused([{ ...top(path), line: source.line, rule: 'unreadable', message }]);
  }
  const yaml = parseYaml(path, source);
  if (!yaml.ok) return yaml;
  const parsed = parseAs(schema, yaml.value);
  return parsed.ok ? sound({ yaml: yaml.value, data: parsed.value }) : parsed;
}

/** Where a Problem with a whole file or folder stands. */
export function top(file: string): Position {
  return { file, line: 1, column: 1 };
}
