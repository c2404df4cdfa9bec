/** Changes of the structure of a YAML file: what editors do to keys, values, lists and lines. */

import type { Random } from '../faults/season/random.ts';
import { type Change, pickFrom, type TextChange } from './change.ts';
import type { Leaf, Part, Shape, Span } from './shape.ts';
import { misplacedValues, misspelled, strangeCharacters, strangeDates, strangeTimes, strangeValues } from './values.ts';

const one = (name: string, start: number, end: number, text: string): Change => ({
  name: `${name} at ${start}`,
  splices: [{ start, end, text }],
});
const ofPart =
  (
    name: string,
    of: 'pairs' | 'items',
    change: (part: Part, shape: Shape, random: Random) => Change | null,
  ): TextChange =>
  (shape, random) => {
    const part = pickFrom(random, shape[of]);
    return part === null ? null : change(part, shape, random.branch(name));
  };
const ofLeaf =
  (fits: (leaf: Leaf) => boolean, change: (leaf: Leaf, shape: Shape, random: Random) => Change | null): TextChange =>
  (shape, random) => {
    const leaf = pickFrom(random, shape.leaves.filter(fits));
    return leaf === null ? null : change(leaf, shape, random.branch('leaf'));
  };
const isValue = ({ isKey }: Leaf) => !isKey;
const onOneLine = ({ style }: Leaf) => style === 'PLAIN' || style.startsWith('QUOTE');
const told = ['text', 'headline', 'caption', 'description', 'quotation'];
const isText = (leaf: Leaf) => isValue(leaf) && leaf.keys.some((key) => told.includes(key));
const replaced = (name: string, values: readonly string[], fits: (leaf: Leaf) => boolean): TextChange =>
  ofLeaf(fits, ({ start, end }, _, random) => one(name, start, end, pickFrom(random, values) ?? ''));
const written = ({ start, end }: Leaf, { text }: Shape) => text.slice(start, end);

function swapped(name: string, from: (shape: Shape) => readonly Span[]): TextChange {
  return (shape, random) => {
    const [a, b] = [pickFrom(random, from(shape)), pickFrom(random, from(shape))];
    if (a === null || b === null || a === b) return null;
    const splices = [
      { start: a.start, end: a.end, text: shape.text.slice(b.start, b.end) },
      { start: b.start, end: b.end, text: shape.text.slice(a.start, a.end) },
    ];
    return a.end <= b.start || b.end <= a.start ? { name: `${name} at ${a.start} and ${b.start}`, splices } : null;
  };
}

function ofLine(name: string, change: (line: string, random: Random) => string): TextChange {
  return ({ text }, random) => {
    const lines = text.split('\n');
    const at = random.between(0, lines.length - 1);
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    const line = lines[at] ?? '';
    return one(name, start, start + line.length, change(line, random));
  };
}

const nested = (depth: number, [open, close]: readonly [string, string]) => open.repeat(depth) + close.repeat(depth);

export const structuralChanges: readonly TextChange[] = [
  ofPart('a key deleted', 'pairs', ({ start, end }) => one('a key deleted', start, end, '')),
  ofPart('an item deleted', 'items', ({ start, end }) => one('an item deleted', start, end, '')),
  ofPart('a key twice', 'pairs', ({ start, end, column }, { text }) =>
    one('a key twice', end, end, `\n${' '.repeat(column)}${text.slice(start, end)}`),
  ),
  ofPart('an item twice', 'items', ({ start, end, column }, { text }) =>
    one('an item twice', end, end, `\n${' '.repeat(Math.max(0, column - 2))}- ${text.slice(start, end)}`),
  ),
  ofLeaf(
    ({ isKey }) => isKey,
    (leaf, shape, random) => one('a key misspelled', leaf.start, leaf.end, misspelled(written(leaf, shape), random)),
  ),
  ofLeaf(
    ({ isKey }) => isKey,
    ({ start, end }, _, random) =>
      one(
        'a strange key',
        start,
        end,
        pickFrom(random, ['<<', '__proto__', '""', '? ', '~', '1', 'constructor', '[a]', '*a']) ?? '',
      ),
  ),
  ofLeaf(
    (leaf) => isValue(leaf) && onOneLine(leaf),
    (leaf, shape, random) => one('a value misspelled', leaf.start, leaf.end, misspelled(written(leaf, shape), random)),
  ),
  ofLeaf(
    ({ isKey, keys }) => !isKey && keys.at(-1) === 'kind',
    ({ start, end, value }) => ({
      ...one('a kind that there is not', start, end, `${String(value)}x`),
      mustBeTold: true,
    }),
  ),
  ofLeaf(
    (leaf) => isText(leaf) && leaf.style === 'PLAIN',
    ({ end }) => ({ ...one('a comment behind a text', end, end, ' #Budapest'), mustBeTold: true }),
  ),
  ofLeaf(
    (leaf) => isText(leaf) && onOneLine(leaf),
    ({ start }, _, random) => ({
      ...one('an anchor or a tag before a text', start, start, pickFrom(random, ['&x ', '! ', '!own ']) ?? ''),
      mustBeTold: true,
    }),
  ),
  ofLeaf(isText, ({ start, end }, _, random) => {
    const at = random.between(start + 1, end - 1);
    const character = pickFrom(random, ['\u0007', '\u001b[31m', '\u0001', '\u009b']) ?? '';
    return { ...one('a control character in a text', at, at, character), mustBeTold: true };
  }),
  replaced('a strange value', strangeValues, isValue),
  replaced('a misplaced value', misplacedValues, isValue),
  replaced('a strange date', strangeDates, ({ value }) => /^\d{4}-\d\d-\d\d$/u.test(String(value))),
  replaced('a strange time', strangeTimes, ({ value }) => /^\d\d:\d\d$/u.test(String(value))),
  ofLeaf(isValue, ({ start, end }, _, random) => {
    const brackets = random.pick<readonly [string, string]>([
      ['[', ']'],
      ['{a: ', '}'],
      ['- ', ''],
    ]);
    return one('deep nesting', start, end, nested(random.pick([5, 60, 900, 12_000]), brackets));
  }),
  ofLeaf(isValue, ({ start, end }, _, random) =>
    one(
      'a long text',
      start,
      end,
      pickFrom(random, ['szó ', 'x', '🙂', '#a '])?.repeat(random.pick([300, 3000, 30_000])) ?? '',
    ),
  ),
  ofLeaf(
    ({ style }) => style.startsWith('QUOTE'),
    (leaf, shape) => one('quotes taken away', leaf.start, leaf.end, written(leaf, shape).slice(1, -1)),
  ),
  ofLeaf(
    ({ style }) => style === 'PLAIN',
    (leaf, shape, random) => {
      const [open, close] = random.pick<readonly [string, string]>([
        ['"', '"'],
        ["'", "'"],
        ['“', '”'],
        ['"', ''],
        ['', "'"],
      ]);
      return one('quotes added', leaf.start, leaf.end, open + written(leaf, shape) + close);
    },
  ),
  ofLeaf(
    () => true,
    ({ start, end }, _, random) => {
      const at = random.between(start, end);
      return one('a strange character', at, at, pickFrom(random, strangeCharacters) ?? '');
    },
  ),
  ofLeaf(isValue, ({ start, end }, shape, random) => {
    const times = random.pick([2, 99, 101, 400]);
    const anchored = `&many ${shape.text.slice(start, end)}`;
    return {
      name: `an anchor with ${times} aliases`,
      splices: [
        { start, end, text: anchored },
        {
          start: shape.text.length,
          end: shape.text.length,
          text: `\nmany: [${Array(times).fill('*many').join(', ')}]\n`,
        },
      ],
    };
  }),
  swapped('values swapped', ({ leaves }) => leaves.filter(isValue)),
  swapped('keys swapped', ({ leaves }) => leaves.filter(({ isKey }) => isKey)),
  swapped('settings swapped', ({ pairs }) => pairs),
  swapped('items swapped', ({ items }) => items),
  ofLine('a line deleted', () => ''),
  ofLine('a line twice', (line) => `${line}\n${line}`),
  ofLine(
    'a line moved in',
    (line, random) => pickFrom(random, [' ', '  ', '\t', '\u00a0', '    '])?.concat(line) ?? '',
  ),
  ofLine('a line moved out', (line, random) => line.slice(random.between(1, 3))),
  ofLine('a line commented out', (line) => `#${line}`),
  ofLine('blanks at its end', (line, random) => line + (pickFrom(random, [' ', '\t', '\u00a0', '\\', '\u2028']) ?? '')),
  ofLine(
    'a document begins',
    (line, random) => `${pickFrom(random, ['---', '...', '%YAML 1.3\n---', '--- !own', '--- |']) ?? ''}\n${line}`,
  ),
  ({ text }) => ({
    name: 'the file as a second document',
    splices: [{ start: text.length, end: text.length, text: `---\n${text}` }],
    mustBeTold: true,
  }),
];
