/** What zod found in a file, as Problems that say where it is and what to do. */

import type { z } from 'zod';
import { isNonEmpty } from '../../model/language.ts';
import {
  type Checked,
  checked,
  firstOf,
  mostOfFile,
  type Problem,
  type Problems,
  refused,
} from '../../model/problem.ts';
import { suggestion } from '../../words/suggest.ts';
import { asWritten } from './as-written.ts';
import { characterName, invisibleIn, visible } from './characters.ts';
import { choicesOf, keysOf, schemasAt, valueAt } from './schema-walk.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** The data of a file in the shape of `schema`, or every Problem that keeps it from having it. */
export function parseAs<S extends z.ZodType>(schema: S, yaml: YamlFile): Checked<z.output<S>> {
  if (yaml.data === null || yaml.data === undefined) {
    return refused([{ ...yaml.locate([]), rule: 'empty', message: 'The file is empty; fill it or delete it.' }]);
  }
  const { data, problems, said } = asWritten(schema, yaml);
  const result = schema.safeParse(data);
  const found = firstOf(problems);
  if (result.success) return checked(found, () => result.data);
  if (!isNonEmpty(found)) return refused(problemsOfIssues(result.error.issues, schema, { ...yaml, data }));
  const issues = result.error.issues.filter(({ path }) => !said.some((one) => isSamePath(one, path)));
  const others = issues.length === 0 ? [] : problemsOfIssues(issues, schema, { ...yaml, data });
  return refused([...found, ...others]);
}

function isSamePath(one: Path, other: readonly PropertyKey[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

/** What zod's issues say of a file: at least one Problem, even of issues that say nothing. */
export function problemsOfIssues(issues: readonly Issue[], schema: z.ZodType, yaml: YamlFile): Problems {
  return orUnexplained(firstOf(issues.values().flatMap((issue) => ofIssue(issue, [], { schema, yaml }))), [], yaml);
}

function orUnexplained(found: readonly Problem[], path: Path, yaml: YamlFile, why = ''): Problems {
  return isNonEmpty(found) ? found : [unexplained(path, yaml, why)];
}

function unexplained(path: Path, yaml: YamlFile, why = ''): Problem {
  const message = `${nameOf(path)} is not as it has to be${why === '' ? '' : `: ${why}`}. Compare it with schedule/README.md.`;
  return { ...yaml.locate(path), rule: 'bad-value', message };
}

type Place = { readonly schema: z.ZodType; readonly yaml: YamlFile };

function ofIssue(issue: Issue, above: Path, place: Place): Problems {
  const { schema, yaml } = place;
  const path: Path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const schemas = schemasAt(schema, path, yaml.data);
  const name = nameOf(path);
  const value = valueAt(yaml.data, path);
  const one = (rule: string, message: string): Problems => [{ ...yaml.locate(path), rule, message }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.slice(0, mostOfFile + 1);
      const unknown = keys.map((key) => unknownKey(key, path, keysOf(schemas), yaml));
      return orUnexplained(unknown, path, yaml);
    }
    case 'invalid_union':
      return ofUnion(issue, path, place);
    case 'invalid_key': {
      const at = yaml.locateKey(path.slice(0, -1), String(path.at(-1)));
      return [{ ...at, rule: 'bad-value', message: `The name ${name} ${messages(issue.issues)}.` }];
    }
    case 'invalid_type':
      if (value === undefined) return one('missing-key', missing(name, choicesOf(schemas)));
      return one('wrong-type', `${name} has to be ${kindOfType(issue.expected)}, and is ${kindOf(value)}.`);
    case 'invalid_value':
      if (value === undefined) return one('missing-key', missing(name, issue.values.map(String)));
      return one('unknown-value', notAmong(name, value, issue.values.map(String)));
    case 'too_small':
    case 'too_big':
      return one(isEmpty(issue) ? 'empty' : 'out-of-range', `${name} ${bound(issue)}.`);
    case 'invalid_format':
    case 'custom':
      return one('bad-value', `${name} ${visible(issue.message)}.${hiddenHint(value)}`);
    default:
      return [unexplained(path, yaml, (issue as { readonly message?: string }).message)];
  }
}

function unknownKey(key: string, path: Path, known: readonly string[], yaml: YamlFile): Problem {
  const hint = known.length === 0 ? 'Remove it.' : suggestion(key, known);
  const message = `There is no setting "${visible(key)}" here. ${hint}`;
  return { ...yaml.locateKey(path, key), rule: 'unknown-key', message };
}

/** A union that no member fits: what the member says that was meant, or all that are possible where none was. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, place: Place): Problems {
  const { schema, yaml } = place;
  const name = nameOf(path);
  const value = valueAt(yaml.data, path);
  const at = yaml.locate(path);
  const choices = choicesOf(schemasAt(schema, path, yaml.data));
  const meant = issue.errors.find((errors) => !errors.some(isWrongKind));
  if (value === undefined) return [{ ...at, rule: 'missing-key', message: missing(name, choices) }];
  if (meant === undefined && issue.errors.length > 0) {
    const kinds = issue.errors.flatMap((errors) =>
      errors.filter(isWrongKind).map(({ expected }) => kindOfType(expected)),
    );
    const message = `${name} has to be ${listed([...new Set(kinds)])}, and is ${kindOf(value)}.`;
    return [{ ...at, rule: 'wrong-type', message }];
  }
  if (meant === undefined && choices.length > 0) {
    return [{ ...at, rule: 'unknown-value', message: notAmong(name, value, choices) }];
  }
  const inner = (meant ?? []).flatMap((each) => ofIssue(each, path, place));
  return orUnexplained(inner, path, yaml, issue.message);
}

function isWrongKind(issue: Issue): issue is z.core.$ZodIssueInvalidType {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

function missing(name: string, choices: readonly string[]): string {
  return `${name} is missing; add it${choices.length === 0 ? '' : `: ${listed(choices)}`}.`;
}

/** So many values are all named; of more only those that are near. */
const mostNamed = 12;

function notAmong(name: string, value: unknown, choices: readonly string[]): string {
  const known = choices.length > mostNamed ? suggestion(String(value), choices) : `It has to be ${listed(choices)}.`;
  return `${name} cannot be ${shown(value)}. ${known}${hiddenHint(value)}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${visible(value)}"` : kindOf(value);
}

function hiddenHint(value: unknown): string {
  const hidden = typeof value === 'string' ? invisibleIn(value) : null;
  return hidden === null ? '' : ` It holds ${characterName(hidden)}; delete it.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function isEmpty(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): boolean {
  return issue.code === 'too_small' && issue.origin !== 'number' && issue.minimum === 1;
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const inList = issue.origin === 'array' || issue.origin === 'tuple';
  if (issue.origin === 'string') return issue.message;
  if (issue.code === 'too_big') return inList ? `has too many items; the most is ${issue.maximum}` : tooLarge(issue);
  if (inList) return issue.minimum === 1 ? 'is an empty list; it needs at least one' : tooShort(issue.minimum);
  return issue.inclusive === false
    ? `has to be more than ${issue.minimum}`
    : `is too small; the least is ${issue.minimum}`;
}

function tooLarge({ maximum, inclusive }: z.core.$ZodIssueTooBig): string {
  return inclusive === false ? `has to be less than ${maximum}` : `is too large; the most is ${maximum}`;
}

function tooShort(least: number | bigint): string {
  return `has too few items; the least is ${least}`;
}

function messages(issues: readonly { readonly message: string }[]): string {
  return issues.map((issue) => issue.message).join(' and ');
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of settings',
  record: 'a map of settings',
};

function kindOfType(expected: string): string {
  return kinds[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return String(value);
  return kinds[typeof value] ?? typeof value;
}

function nameOf(path: Path): string {
  const words = path.map((key, index) => (typeof key === 'number' ? `[${key + 1}]` : `${index > 0 ? '.' : ''}${key}`));
  return path.length === 0 ? 'The file' : `"${words.join('')}"`;
}
