/** A Problem is the author's: where it is, what is wrong, and what to do about it. */

import { isNonEmpty, type NonEmpty } from './language.ts';

/** A place in a file: 1-based line and column, as editors count them. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

export type Problem = Position & {
  /** Stable kebab-case name of the rule that was broken, e.g. `unknown-placeholder`. */
  readonly rule: string;
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string;
};

export type Problems = NonEmpty<Problem>;

/** What is not to be had, and why. */
export type Refused = { readonly ok: false; readonly problems: Problems };

/** A value, or every Problem found on the way to it: never both, never neither. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Refused;

export function sound<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** So many characters a message has at most: one that quotes a value of any length is cut in its middle. */
const longest = 800;

/** A value is quoted as it can be read: what a terminal would obey is written as `\u{9}`. */
function readable({ message, ...place }: Problem): Problem {
  const spelled = message.replace(
    /(?!\n)\p{Cc}/gu,
    (control) => `\\u{${control.charCodeAt(0).toString(16).toUpperCase()}}`,
  );
  const problem = { ...place, message: spelled };
  const characters = [...spelled];
  if (characters.length <= longest) return problem;
  return {
    ...place,
    message: `${characters.slice(0, longest / 2).join('')} … ${characters.slice(-longest / 4).join('')}`,
  };
}

/** At least one Problem instead of a value, in file order; what is said twice of one place is said once. */
export function refused(problems: Problems): Refused {
  const said = new Set<string>();
  const [head, ...others] = problems;
  const once = [readable(head), ...others.map(readable)].filter((problem) => {
    const known = said.has(formatProblem(problem));
    said.add(formatProblem(problem));
    return !known;
  });
  const [first = readable(head), ...rest] = once.sort(inFileOrder);
  return { ok: false, problems: [first, ...rest] };
}

/** `value` when there are no problems; otherwise the problems, in file order. */
export function checked<T>(problems: readonly Problem[], value: () => T): Checked<T> {
  return isNonEmpty(problems) ? refused(problems) : sound(value());
}

/** So many Problems of one file are said one by one: nobody reads more, and a file of another kind may have a million. */
export const mostOfFile = 200;

/** The first Problems of a file, and one that says so where there are more; those are not even made. */
export function firstOf(found: Iterable<Problem>): readonly Problem[] {
  const first: Problem[] = [];
  for (const problem of found) {
    if (first.length === mostOfFile) {
      return [
        ...first,
        { ...problem, rule: 'more', message: 'Here and elsewhere in this file is more; correct the rest first.' },
      ];
    }
    first.push(problem);
  }
  return first;
}

/** The Problems of several results together; none where all are sound. */
export function problemsOf(results: readonly Checked<unknown>[]): readonly Problem[] {
  return results.flatMap((result) => (result.ok ? [] : result.problems));
}

/** The values of those results that have one. */
export function valuesOf<T>(results: readonly Checked<T>[]): readonly T[] {
  return results.flatMap((result) => (result.ok ? [result.value] : []));
}

export function inFileOrder(a: Problem, b: Problem): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}

/** One line a person or an editor can follow: `file:line:col  message [rule]`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.message} [${problem.rule}]`;
}
