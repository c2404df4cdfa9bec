/** One YAML file: its data, and the position of everything in it. */

import { Composer, type Document } from 'yaml';
import { type Checked, checked, firstOf, type Position, refused } from '../../model/problem.ts';
import { unfitCharacters } from './characters.ts';
import { parserFaults } from './errors.ts';
import { type Fault, inspectTokens, tokensOf } from './tokens.ts';
import { type Path, type Spot, type Unquoted, valuesOf } from './values.ts';

export type { Path, Unquoted } from './values.ts';

export type YamlFile = {
  readonly file: string;
  readonly data: unknown;
  /** The file as the YAML library has it, for those who count what is in it; null where it is empty. */
  readonly document: Document.Parsed | null;
  readonly unquoted: readonly Unquoted[];
  /** Position of the character at an offset of the whole file. */
  readonly at: (offset: number) => Position;
  /** Position of the value at `path`, or of the nearest parent that is there. */
  readonly locate: (path: Path) => Position;
  /** Position of the key itself in the map at `path`. */
  readonly locateKey: (path: Path, key: string) => Position;
  /** Position of the character at `offset` of the text at `path`: exact in a `|` block, else where the text starts. */
  readonly locateInText: (path: Path, offset: number) => Position;
};

/** Parses the one document of YAML 1.2 in a file, or gives every Problem in it. Strings come out in Unicode normal form C. */
export function parseYaml(file: string, source: string): Checked<YamlFile> {
  const tokens = tokensOf(source);
  const lines = lineStarts(source);
  const at = (offset: number): Position => {
    const line = lineOf(offset, lines);
    return { file, line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
  const problems = (faults: readonly Fault[]) =>
    firstOf(faults.values().map(({ offset, rule, message }) => ({ ...at(offset), rule, message })));
  if ('message' in tokens) return refused([{ ...at(tokens.offset), rule: tokens.rule, message: tokens.message }]);
  const inspected = inspectTokens(tokens);
  const raw = [...rawFaults(source), ...inspected.faults];
  if (inspected.tooDeep) return checked(problems(raw), () => emptyFile(file, at));
  const [document] = new Composer({ uniqueKeys: false, stringKeys: false, prettyErrors: false }).compose(tokens);
  if (document === undefined) return checked(problems(raw), () => emptyFile(file, at));
  const errors = [...document.errors, ...document.warnings].filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
  const stumbles = parserFaults(errors, source, inspected.quoteStarts);
  if (stumbles.length > 0) return checked(problems(raw.length > 0 ? raw : stumbles), () => emptyFile(file, at));
  const { data, spot, unquoted, faults } = valuesOf(document, source);
  return checked(problems([...raw, ...faults]), () => ({
    ...locating(file, spot, source.split('\n'), at),
    data,
    document,
    unquoted,
  }));
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

/** A file without any value: the schema says that it is empty. */
function emptyFile(file: string, at: YamlFile['at']): YamlFile {
  return { ...locating(file, null, [], at), data: null, document: null, unquoted: [] };
}

function rawFaults(source: string): readonly Fault[] {
  return unfitCharacters(source)
    .filter(({ offset }) => source.slice(offset, offset + 2) !== '\r\n')
    .map((fault) => ({ ...fault, rule: 'character' }));
}

function locating(
  file: string,
  root: Spot | null,
  sourceLines: readonly string[],
  at: YamlFile['at'],
): Pick<YamlFile, 'file' | 'at' | 'locate' | 'locateKey' | 'locateInText'> {
  const start: Position = { file, line: 1, column: 1 };
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
    return spot === null ? start : at(spot.offset);
  };
  return {
    file,
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
      const indent = blockIndent(sourceLines, header.line);
      return { file, line: header.line + before.length, column: indent + (before.at(-1)?.length ?? 0) + 1 };
    },
  };
}

/** Indentation of a block scalar whose `|` stands on `header`: that of its first line with words. */
function blockIndent(sourceLines: readonly string[], header: number): number {
  const first = sourceLines.slice(header).find((line) => line.trim() !== '') ?? '';
  return first.length - first.trimStart().length;
}
