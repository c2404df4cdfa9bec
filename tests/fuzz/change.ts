/** One change of a file: of spans of its text, of all its text, or of its bytes. */

import type { Random } from '../faults/season/random.ts';
import type { Shape, Span } from './shape.ts';

export type Splice = Span & { readonly text: string };

export type Change = {
  /** What was done, for a person. */
  readonly name: string;
  readonly splices: readonly Splice[];
  /** Whether the author has to be told of it whatever else the file says. */
  readonly mustBeTold?: true;
};

/** Null where there is nothing to change in this way. */
export type TextChange = (shape: Shape, random: Random) => Change | null;

export type ByteChange = { readonly name: string; readonly apply: (bytes: Buffer, random: Random) => Buffer };

export function pickFrom<T>(random: Random, from: readonly T[]): T | null {
  return from[random.between(0, Math.max(0, from.length - 1))] ?? null;
}

/** The text with all splices that do not overlap an earlier one. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const kept: Splice[] = [];
  for (const splice of splices) {
    if (kept.every(({ start, end }) => splice.end <= start || splice.start >= end)) kept.push(splice);
  }
  return kept
    .sort((a, b) => b.start - a.start)
    .reduce((changed, { start, end, text: put }) => changed.slice(0, start) + put + changed.slice(end), text);
}
