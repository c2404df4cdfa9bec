/** A Problem is the author's: where it is, what is wrong, and what to do about it. */

/** A place in a file: 1-based line and column, as editors count them. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

export type Problem = Position & {
  /** Stable kebab-case name of the rule that was broken, e.g. `unknown-placeholder`. */
  readonly rule: string;
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string;
};

/** A value, or every Problem found on the way to it: never both, never neither. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] };

export function sound<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** `value` when there are no problems; otherwise the problems, in file order. */
export function checked<T>(problems: readonly Problem[], value: () => T): Checked<T> {
  const [first, ...rest] = [...problems].sort(inFileOrder);
  return first === undefined ? sound(value()) : { ok: false, problems: [first, ...rest] };
}

export function inFileOrder(a: Problem, b: Problem): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}

/** One line a person or an editor can follow: `file:line:col  message [rule]`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.message} [${problem.rule}]`;
}
