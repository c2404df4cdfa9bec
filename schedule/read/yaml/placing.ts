/** Where everything stands in a YAML file that was read: plain data, and the positions it gives. */

import type { Position } from '../../model/problem.ts';

export type Path = readonly (string | number)[];

/** Where a value stands, with everything below it. */
export type Spot = {
  readonly offset: number;
  readonly keys: ReadonlyMap<string, number>;
  readonly below: ReadonlyMap<string, Spot>;
  /** The text of a `|` block, line for line as in the file. */
  readonly block: string | null;
};

/** `root` is null where the file has no value. */
export type Placing = { readonly file: string; readonly source: string; readonly root: Spot | null };

export type Positions = {
  /** Position of the character at an offset of the whole file. */
  readonly at: (offset: number) => Position;
  /** Position of the value at `path`, or of the nearest parent that is there. */
  readonly locate: (path: Path) => Position;
  /** Position of the key itself in the map at `path`. */
  readonly locateKey: (path: Path, key: string) => Position;
  /** Position of the character at `offset` of the text at `path`: exact in a `|` block, else where the text starts. */
  readonly locateInText: (path: Path, offset: number) => Position;
};

export function positionsIn({ file, source, root }: Placing): Positions {
  const lines = lineStarts(source);
  const at = (offset: number): Position => {
    const line = lineOf(offset, lines);
    return { file, line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
  const nearest = (path: Path): { readonly spot: Spot | null; readonly whole: boolean } => {
    let spot = root;
    for (const key of path) {
      const next = spot?.below.get(String(key));
      if (next === undefined) return { spot, whole: false };
      spot = next;
    }
    return { spot, whole: true };
  };
  const locate = (path: Path): Position => {
    const { spot } = nearest(path);
    return spot === null ? { file, line: 1, column: 1 } : at(spot.offset);
  };
  return {
    at,
    locate,
    locateKey: (path, key) => {
      const { spot, whole } = nearest(path);
      const offset = whole ? spot?.keys.get(key) : undefined;
      return offset === undefined ? locate(path) : at(offset);
    },
    locateInText: (path, offset) => {
      const { spot, whole } = nearest(path);
      const header = locate(path);
      if (!whole || spot === null || spot.block === null) return header;
      const before = spot.block.slice(0, offset).split('\n');
      const indent = blockIndent(source.split('\n'), header.line);
      return { file, line: header.line + before.length, column: indent + (before.at(-1)?.length ?? 0) + 1 };
    },
  };
}

/**
 * The offset of the first character of each line. The library's own counter misses the lines of a `|` block between
 * brackets.
 */
function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the line that holds a character. */
function lineOf(offset: number, starts: readonly number[]): number {
  let [line, beyond] = [0, starts.length];
  while (beyond - line > 1) {
    const middle = (line + beyond) >> 1;
    if ((starts[middle] ?? 0) <= offset) line = middle;
    else beyond = middle;
  }
  return line;
}

/** Indentation of a block scalar whose `|` stands on `header`: that of its first line with words. */
function blockIndent(sourceLines: readonly string[], header: number): number {
  const first = sourceLines.slice(header).find((line) => line.trim() !== '') ?? '';
  return first.length - first.trimStart().length;
}
