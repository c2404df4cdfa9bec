/** The parts of a sound YAML file as spans of its text, so that a change of one leaves the rest as it was written. */

import { isPair, isScalar, parseDocument, visit } from 'yaml';

export type Span = { readonly start: number; readonly end: number };
export type Leaf = Span & {
  readonly value: unknown;
  readonly isKey: boolean;
  readonly style: string;
  /** The names of the keys above it. */
  readonly keys: readonly string[];
};
/** A key with its value, or an item of a list; `column` counts from 0. */
export type Part = Span & { readonly column: number };

export type Shape = {
  readonly text: string;
  readonly leaves: readonly Leaf[];
  readonly pairs: readonly Part[];
  readonly items: readonly Part[];
};

export function shapeOf(text: string): Shape {
  const leaves: Leaf[] = [];
  const pairs: Part[] = [];
  const items: Part[] = [];
  const part = (start: number, end: number): Part => ({
    start,
    end,
    column: start - (text.lastIndexOf('\n', start - 1) + 1),
  });
  visit(parseDocument(text), {
    Scalar: (key, node, path) => {
      if (!node.range) return;
      const keys = path.flatMap((each) => (isPair(each) && isScalar(each.key) ? [String(each.key.value)] : []));
      const [start, end] = node.range;
      leaves.push({ start, end, value: node.value, isKey: key === 'key', style: node.type ?? 'PLAIN', keys });
    },
    Pair: (_, { key, value }) => {
      const [from, to] = [rangeOf(key), rangeOf(value)];
      if (from !== null) pairs.push(part(from[0], Math.max(from[1], to?.[1] ?? 0)));
    },
    Seq: (_, node) => {
      for (const item of node.items) {
        const range = rangeOf(item);
        if (range !== null) items.push(part(range[0], range[1]));
      }
    },
  });
  return { text, leaves, pairs, items };
}

function rangeOf(node: unknown): readonly [number, number] | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start, end] = node.range as number[];
  return start === undefined || end === undefined ? null : [start, end];
}
