/** Makes plain data of the nodes of a YAML document, keeps where everything stood, and reads past nothing. */

import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import {
  type CharacterFault,
  characterName,
  invisibleIn,
  unbalancedDirections,
  unfitCharacters,
  visible,
} from './characters.ts';
import { entitiesIn } from './entities.ts';
import type { Path, Spot } from './placing.ts';
import { deepFault, type Fault, maxDepth } from './tokens.ts';

/** An unquoted value that YAML does not read as it is written, or that a comment follows on its line. */
export type Unquoted = {
  readonly path: Path;
  readonly value: unknown;
  /** As it is written, without the comment. */
  readonly written: string;
  readonly comment: { readonly offset: number; readonly text: string } | null;
};

export type Values = {
  readonly data: unknown;
  readonly spot: Spot | null;
  readonly unquoted: readonly Unquoted[];
  readonly faults: readonly Fault[];
};

/** More references than anybody writes by hand, those within what they refer to included: few can unfold into billions. */
export const maxAliases = 100;

/** So many values may be read through references: a hundred to the same long list are a file of another size. */
const maxUnfolded = 10_000;

/** Strings come out in Unicode normal form C, as the networks' servers compare them. */
export function valuesOf(document: Document.Parsed, source: string): Values {
  const reading: Reading = {
    source,
    anchors: new Map(),
    unfolding: [],
    aliases: 0,
    unfolded: 0,
    unquoted: [],
    faults: [],
  };
  const { data, spot } = read(document.contents, [], null, reading);
  return { data, spot, unquoted: reading.unquoted, faults: reading.faults };
}

type Reading = {
  readonly source: string;
  readonly anchors: Map<string, Node>;
  /** The anchors whose values are being unfolded. */
  readonly unfolding: string[];
  aliases: number;
  unfolded: number;
  readonly unquoted: Unquoted[];
  readonly faults: Fault[];
};

type Read = { readonly data: unknown; readonly spot: Spot | null };

/** `alias`: the offset of the reference through which a value is read; everything in it stands there. */
function read(node: unknown, path: Path, alias: number | null, reading: Reading): Read {
  if (path.length > maxDepth) return withFault(deepFault(alias ?? offsetOf(node)), reading);
  if (isAlias(node)) return readAlias(node.source, path, alias ?? offsetOf(node), reading);
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined && alias === null) {
    reading.anchors.set(node.anchor, node);
  }
  const offset = alias ?? offsetOf(node);
  if (alias !== null) {
    reading.unfolded += 1;
    if (reading.unfolded > maxUnfolded) return tooMany(offset, reading.unfolded === maxUnfolded + 1, reading);
  }
  if (isScalar(node)) return readScalar(node, path, alias, reading);
  if (isMap(node)) return readMap(node, path, alias, reading);
  if (!isSeq(node)) return { data: null, spot: null };
  const items = node.items.map((item, index) => read(item, [...path, index], alias, reading));
  const below = items.flatMap(({ spot }, index): [string, Spot][] => (spot === null ? [] : [[String(index), spot]]));
  return { data: items.map(({ data }) => data), spot: { ...leaf(offset), below: new Map(below) } };
}

function readAlias(name: string, path: Path, offset: number, reading: Reading): Read {
  const target = reading.anchors.get(name);
  const fault = (message: string) => withFault({ offset, rule: 'alias', message }, reading);
  if (target === undefined) {
    const message = `YAML reads "*${visible(name)}" as a reference, and nothing before it is named "&${visible(name)}"; put the text in quotes.`;
    return fault(message);
  }
  if (reading.unfolding.includes(name)) {
    return fault(`"*${name}" refers to what it is part of; write out what is meant.`);
  }
  reading.aliases += 1;
  if (reading.unfolded > maxUnfolded) return { data: null, spot: null };
  if (reading.aliases > maxAliases) return tooMany(offset, reading.aliases === maxAliases + 1, reading);
  reading.unfolding.push(name);
  const found = read(target, path, offset, reading);
  reading.unfolding.pop();
  return found;
}

/** Said once, at the first reference too many. */
function tooMany(offset: number, first: boolean, reading: Reading): Read {
  const message = `The references of this file unfold into more than ${maxAliases} others or ${maxUnfolded} values; write out what is meant.`;
  return first ? withFault({ offset, rule: 'alias', message }, reading) : { data: null, spot: null };
}

function readMap(map: YAMLMap, path: Path, alias: number | null, reading: Reading): Read {
  const entries = new Map<string, unknown>();
  const keys = new Map<string, number>();
  const below = new Map<string, Spot>();
  for (const { key: keyNode, value } of map.items) {
    const key = isScalar(keyNode) ? wordOf(keyNode).normalize('NFC') : null;
    const offset = alias ?? offsetOf(keyNode);
    const wrong = keyFault(keyNode, key, entries);
    if (key === null || wrong !== null) {
      if (alias === null) reading.faults.push({ offset, rule: 'yaml', message: wrong ?? noName });
      continue;
    }
    const inner = read(value, [...path, key], alias, reading);
    entries.set(key, inner.data);
    keys.set(key, offset);
    below.set(key, inner.spot ?? leaf(offset));
  }
  const spot = { offset: alias ?? offsetOf(map), keys, below, block: null };
  return { data: Object.fromEntries(entries), spot };
}

/** The name of a setting as it is written: 0012 is no 12. */
function wordOf({ type, source, value }: Scalar): string {
  return type === 'PLAIN' ? (source ?? '') : String(value);
}

const noName = 'The name of a setting has to be a word; write one before the ":".';

/** What is wrong with the name of a setting, whatever the settings are. */
function keyFault(node: unknown, key: string | null, before: ReadonlyMap<string, unknown>): string | null {
  if (isAlias(node)) return `YAML reads "*${node.source}" as a reference; put the name in quotes.`;
  if (key === null || key === '') return noName;
  if (key === '<<') return 'YAML would merge settings in here, which is not done; write them out instead of `<<`.';
  if (key === '__proto__') return 'No setting can be named "__proto__"; choose another name.';
  const hidden = invisibleIn(key);
  if (hidden !== null) {
    return `The name "${visible(key)}" holds ${characterName(hidden)}; write an ordinary space, or delete it.`;
  }
  return before.has(key) ? `"${key}" stands here twice; put the two together, or remove one.` : null;
}

function readScalar(node: Scalar, path: Path, alias: number | null, reading: Reading): Read {
  const { value, type } = node;
  if (type === 'PLAIN') noteUnquoted(node, path, reading);
  if (typeof value === 'string' && alias === null) reading.faults.push(...textFaults(value, node, reading.source));
  const data = typeof value === 'string' ? value.normalize('NFC') : value;
  const block = type === 'BLOCK_LITERAL' && typeof value === 'string' && alias === null ? value : null;
  return { data, spot: { ...leaf(alias ?? offsetOf(node)), block } };
}

function noteUnquoted(node: Scalar, path: Path, { source, unquoted }: Reading): void {
  const { value, range } = node;
  if (!range) return;
  const written = source.slice(range[0], range[1]);
  const behind = /[ \t]+(?=#)|(?<=[ \t])(?=#)/uy;
  behind.lastIndex = range[1];
  const found = behind.exec(source);
  const from = range[1] + (found?.[0].length ?? 0);
  const comment = found === null ? null : { offset: from, text: source.slice(from).split(/\r?\n/u, 1)[0] ?? '' };
  if (comment === null && typeof value === 'string') return;
  unquoted.push({ path, value: typeof value === 'string' ? value.normalize('NFC') : value, written, comment });
}

/**
 * Entities, directions left open, and characters that only an escape brings in: others are found in the file itself. Each
 * is said once of a text, where it first stands in the file, or at the start of the text where an escape hides it.
 */
function textFaults(text: string, node: Scalar, source: string): readonly Fault[] {
  const start = offsetOf(node);
  const written = source.slice(start, node.range?.[1]);
  const once = (rule: string, find: (text: string) => readonly CharacterFault[]) => {
    const inText = firstOf(find(text));
    const inFile = inText.size === 0 ? inText : firstOf(find(written));
    return [...inText.keys()].map((message) => ({ offset: start + (inFile.get(message) ?? 0), rule, message }));
  };
  const unfit = once('character', unfitCharacters).filter(({ offset }) => offset === start);
  return [...unfit, ...once('character', unbalancedDirections), ...once('entity', entitiesIn)];
}

/** Where each message is first said. */
function firstOf(faults: readonly CharacterFault[]): ReadonlyMap<string, number> {
  return new Map(faults.toReversed().map(({ message, offset }) => [message, offset]));
}

function withFault(fault: Fault, { faults }: Reading): Read {
  faults.push(fault);
  return { data: null, spot: leaf(fault.offset) };
}

function leaf(offset: number): Spot {
  return { offset, keys: new Map(), below: new Map(), block: null };
}

function offsetOf(node: unknown): number {
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return known ? (node.range?.[0] ?? 0) : 0;
}
