/** Values as they were written: where a text belongs, no zero, exponent or word behind a `#` is lost on the way. */

import { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import { schemasAt, takesText, valueAt } from './schema-walk.ts';
import type { Unquoted, YamlFile } from './yaml-file.ts';

export type AsWritten = {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Values of which everything is said: what the schema finds there is a consequence. */
  readonly said: readonly Unquoted['path'][];
};

/**
 * The data of a file with every unquoted number, true or false as its text where the schema takes one: `0012345` is no
 * 12345. A comment behind an unquoted text is a Problem where both together would be a text, too, for then it may have been
 * meant as one; so are a number that is not written as it is read, and a `~` or `null` for a text.
 */
export function asWritten(schema: z.ZodType, yaml: YamlFile): AsWritten {
  const said: Unquoted['path'][] = [];
  const problems: Problem[] = [];
  const data = yaml.unquoted.length === 0 ? yaml.data : structuredClone(yaml.data);
  for (const unquoted of yaml.unquoted) {
    const { path, value, written } = unquoted;
    if (!Object.is(valueAt(yaml.data, path), value)) continue;
    const schemas = schemasAt(schema, path, yaml.data);
    const problem = swallowed(unquoted, schemas, yaml) ?? misread(unquoted, schemas, yaml);
    if (problem !== null) {
      problems.push(problem);
      said.push(path);
    } else if (value !== null && typeof value !== 'string' && takesText(schemas)) replace(data, path, written);
  }
  return { data, problems, said };
}

type Schemas = ReturnType<typeof schemasAt>;

function swallowed({ written, comment }: Unquoted, schemas: Schemas, yaml: YamlFile): Problem | null {
  if (comment === null) return null;
  const whole = `${written} ${comment.text}`.trim();
  if (!schemas.some((schema) => takesText([schema]) && z.safeParse(schema, whole).success)) return null;
  const message =
    'YAML drops what follows "#" as a comment; put the text in quotes, or the comment on a line of its own.';
  return { ...yaml.at(comment.offset), rule: 'comment-behind-text', message };
}

const plainNumber = /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?$/u;

function misread({ path, value, written }: Unquoted, schemas: Schemas, yaml: YamlFile): Problem | null {
  const at = yaml.locate(path);
  if (value === null && written !== '' && takesText(schemas)) {
    const message = `YAML reads ${written} as nothing; put it in quotes if it is a text, else remove the line.`;
    return { ...at, rule: 'wrong-type', message };
  }
  if (typeof value !== 'number' || schemas.length === 0 || takesText(schemas) || plainNumber.test(written)) return null;
  const read = Number.isFinite(value) ? `, which YAML reads as ${value}` : '';
  const message = `Here stands ${written}${read}; write a number in plain digits, like 1956 or 47.5.`;
  return { ...at, rule: 'number-not-plain', message };
}

function replace(data: unknown, path: Unquoted['path'], text: string): void {
  const parent = valueAt(data, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, text);
}
