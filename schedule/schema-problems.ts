/** What zod found in a file, as Problems that say where it is and what to do. */

import { z } from 'zod';
import type { Problem } from './problem.ts';
import { suggestion } from './suggest.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** The data of a file in the shape of `schema`, or every Problem that keeps it from having it. */
export function parseAs<S extends z.ZodType>(
  schema: S,
  yaml: YamlFile,
): { readonly data: z.output<S> | null; readonly problems: readonly Problem[] } {
  if (yaml.data === null || yaml.data === undefined) {
    return {
      data: null,
      problems: [{ ...yaml.locate([]), rule: 'empty', message: 'The file is empty; fill it or delete it.' }],
    };
  }
  const result = schema.safeParse(yaml.data);
  if (result.success) return { data: result.data, problems: [] };
  return { data: null, problems: result.error.issues.flatMap((issue) => problemsOf(issue, [], schema, yaml)) };
}

function problemsOf(issue: Issue, above: Path, schema: z.ZodType, yaml: YamlFile): readonly Problem[] {
  const path: Path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const at = (rule: string, message: string): Problem => ({ ...yaml.locate(path), rule, message });
  const name = nameOf(path);
  const value = valueAt(yaml.data, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        ...yaml.locateKey(path, key),
        rule: 'unknown-key',
        message: `There is no setting "${key}" here. ${suggestion(key, keysAt(schema, path))}`,
      }));
    case 'invalid_union': {
      const branch = issue.errors.find((errors) => !errors.some(isWrongAtRoot)) ?? issue.errors[0] ?? [];
      return branch.flatMap((inner) => problemsOf(inner, path, schema, yaml));
    }
    case 'invalid_key':
      return [
        {
          ...yaml.locateKey(path.slice(0, -1), String(path.at(-1))),
          rule: 'bad-value',
          message: `The name ${name} ${messages(issue.issues)}.`,
        },
      ];
    case 'invalid_type':
      if (value === undefined) return [at('missing-key', `${name} is missing; add it.`)];
      return [
        at(
          'wrong-type',
          `${name} has to be ${kinds[issue.expected] ?? issue.expected}, and is ${kindOf(value)}.${quoteHint(issue.expected, value)}`,
        ),
      ];
    case 'invalid_value':
      if (value === undefined) return [at('missing-key', `${name} is missing; add it.`)];
      return [
        at(
          'unknown-value',
          `${name} cannot be ${JSON.stringify(value)}. ${suggestion(String(value), issue.values.map(String))}`,
        ),
      ];
    case 'too_small':
    case 'too_big':
      return [at(typeof value === 'number' ? 'out-of-range' : 'empty', `${name} ${bound(issue)}.`)];
    default:
      return [at('bad-value', `${name} ${issue.message}.`)];
  }
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  if (issue.code === 'too_big') return `is too large; the most is ${issue.maximum}`;
  if (issue.origin === 'array') return 'is an empty list; it needs at least one';
  return issue.origin === 'string' ? issue.message : `is too small; the least is ${issue.minimum}`;
}

function messages(issues: readonly { readonly message: string }[]): string {
  return issues.map((issue) => issue.message).join(' and ');
}

function isWrongAtRoot(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  record: 'a map of settings',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? typeof value;
}

function quoteHint(expected: string, value: unknown): string {
  return expected === 'string' && (typeof value === 'number' || typeof value === 'boolean') ? ' Put it in quotes.' : '';
}

function nameOf(path: Path): string {
  const words = path.map((key, index) => (typeof key === 'number' ? `[${key + 1}]` : `${index > 0 ? '.' : ''}${key}`));
  return path.length === 0 ? 'The file' : `"${words.join('')}"`;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined,
    data,
  );
}

/** The settings that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let inner: z.ZodType | undefined = schema;
  for (const key of path) inner = inner && step(unwrapped(inner), key);
  const object = inner && unwrapped(inner);
  if (object instanceof z.ZodUnion) return object.options.flatMap((option) => keysAt(option as z.ZodType, []));
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function step(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType>)[String(key)];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  if (schema instanceof z.ZodUnion) {
    return schema.options
      .map((option) => step(unwrapped(option as z.ZodType), key))
      .find((found) => found !== undefined);
  }
  return undefined;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
