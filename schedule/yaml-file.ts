/** One YAML file: its data, and the position of everything in it. */

import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Position, Problem } from './problem.ts';

export type Path = readonly (string | number)[];

export type YamlFile = {
  readonly file: string;
  readonly data: unknown;
  /** Position of the value at `path`, or of the nearest parent that is there. */
  readonly locate: (path: Path) => Position;
  /** Position of the key itself in the map at `path`. */
  readonly locateKey: (path: Path, key: string) => Position;
  /** Position of the character at `offset` of the text at `path`: exact in a `|` block, else where the text starts. */
  readonly locateInText: (path: Path, offset: number) => Position;
};

/** Parses one document of YAML 1.2. Strings come out in Unicode normal form C, as the networks' servers compare them. */
export function parseYaml(file: string, source: string): { yaml: YamlFile; problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    rule: 'yaml',
    message: `This cannot be read as YAML; correct it here or just before: ${sentence(error.message)}`,
  }));
  return { yaml: yamlFile(file, document, source.split('\n'), at), problems };
}

function yamlFile(
  file: string,
  document: Document.Parsed,
  sourceLines: readonly string[],
  at: (offset: number) => Position,
): YamlFile {
  const start: Position = { file, line: 1, column: 1 };
  const locate = (path: Path): Position => {
    const node = nearest(document, path);
    return node?.range ? at(node.range[0]) : start;
  };
  return {
    file,
    data: normalised(document.errors.length > 0 ? null : document.toJS()),
    locate,
    locateKey: (path, key) => {
      const map = path.length === 0 ? document.contents : document.getIn(path, true);
      const pair = isMap(map)
        ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      return pair && isPair(pair) && isNode(pair.key) && pair.key.range ? at(pair.key.range[0]) : locate(path);
    },
    locateInText: (path, offset) => {
      const node = document.getIn(path, true);
      if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string') return locate(path);
      const before = node.value.slice(0, offset).split('\n');
      const header = locate(path);
      const indent = blockIndent(sourceLines, header.line);
      return { file, line: header.line + before.length, column: indent + (before.at(-1)?.length ?? 0) + 1 };
    },
  };
}

function nearest(document: Document.Parsed, path: Path): Node | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node;
  }
  return document.contents;
}

/** Indentation of a block scalar whose `|` stands on `header`: that of its first line with words. */
function blockIndent(sourceLines: readonly string[], header: number): number {
  const first = sourceLines.slice(header).find((line) => line.trim() !== '') ?? '';
  return first.length - first.trimStart().length;
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalised);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalised(inner)]));
}

function sentence(message: string): string {
  const text = message.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
