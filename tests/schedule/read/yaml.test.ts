import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatProblem, mostOfFile } from '../../../schedule/model/problem.ts';
import { rightsSchema } from '../../../schedule/read/schema/photograph.ts';
import { text } from '../../../schedule/read/schema/values.ts';
import { parseAs } from '../../../schedule/read/yaml/schema-problems.ts';
import { maxDepth } from '../../../schedule/read/yaml/tokens.ts';
import { maxAliases } from '../../../schedule/read/yaml/values.ts';
import { parseYaml } from '../../../schedule/read/yaml/yaml-file.ts';
import { soundRights } from '../../support/photographs.ts';

/** The data of a file, or its Problems as lines. */
function read<S extends z.ZodType>(source: string, schema: S): z.output<S> | readonly string[] {
  const yaml = parseYaml('f', source);
  const parsed = yaml.ok ? parseAs(schema, yaml.value) : yaml;
  return parsed.ok ? parsed.value : parsed.problems.map(formatProblem);
}

const anything = z.unknown();
const textAt = z.strictObject({ a: text });

describe('a text is as it was written', () => {
  it.each([
    '0012345',
    '1e5',
    '0x1F',
    '0o17',
    '.inf',
    '-.5',
    '12345678901234567890',
    '1.50',
    '+7',
    'true',
    'False',
    '.nan',
  ])('%s is no number where a text belongs', (written) => {
    expect(read(`a: ${written}\n`, textAt)).toEqual({ a: written });
    expect(read(`a: &x ${written}\n`, textAt)).not.toEqual({ a: written });
    expect(read(`- &x ${written}\n- *x`, z.array(text))).toEqual([written, written]);
  });

  it.each(['1_000', 'yes', 'no', 'on', '1956-10-23', '08:07', '12:30:45', '=', '<', 'NULLA'])(
    '%s is a text in every place',
    (written) => {
      expect(read(`a: ${written}\n`, anything)).toEqual({ a: written });
    },
  );

  it('holds for the number that an archive gave a photograph, and for a year', () => {
    const record = Object.entries({ ...soundRights, number: undefined, date: undefined })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    expect(read(`${record.join('')}number: 0012345\ndate: 1956\n`, rightsSchema)).toMatchObject({
      number: '0012345',
      date: '1956',
    });
  });

  it('holds for names of settings', () => {
    expect(read('0012: x\n1e2: y\n', z.record(z.string(), z.string()))).toEqual({ '0012': 'x', '1e2': 'y' });
  });

  it.each(['null', '~', 'Null'])('%s is no text and says so', (written) => {
    expect(read(`a: ${written}\n`, textAt)).toEqual([
      `f:1:4  YAML reads ${written} as nothing; put it in quotes if it is a text, else remove the line. [wrong-type]`,
    ]);
  });

  it('comes out in normal form C, and two names that are one then are a Problem', () => {
    expect(read('a: o\u0308\n', textAt)).toEqual({ a: 'ö' });
    expect(read('"\\u00f6": 1\n"o\\u0308": 2\n', anything)).toEqual([
      'f:2:1  "ö" stands here twice; put the two together, or remove one. [yaml]',
    ]);
  });
});

describe('a number', () => {
  const number = z.strictObject({ a: z.number() });

  it.each([
    ['1956', 1956],
    ['-47.5', -47.5],
    ['0', 0],
    ['47.50', 47.5],
  ])('%s is read as it is written', (written, value) => {
    expect(read(`a: ${written}\n`, number)).toEqual({ a: value });
  });

  it.each(['0012', '0x7A4', '0o17', '1e3', '.inf', '-.inf', '.nan', '.5'])('%s is a Problem', (written) => {
    expect(read(`a: ${written}\n`, number)).toEqual([
      expect.stringMatching(/^f:1:4 {2}Here stands .* write a number in plain digits.* \[number-not-plain\]$/),
    ]);
  });
});

describe('a comment', () => {
  const card = z.strictObject({ kind: z.enum(['clock', 'map']), a: text.optional(), day: z.iso.date().optional() });

  it.each([
    ['behind a choice', 'kind: clock # or map\n'],
    ['behind a day', 'kind: map\nday: 1956-10-23 #Tuesday\n'],
    ['behind a quoted text', 'kind: map\na: "words" # said so\n'],
    ['on a line of its own', '#Budapest\nkind: map\n# more\na: words\n  # and more\n'],
    ['behind a block', 'kind: map\na: |- # as it was\n  words #Budapest\n'],
  ])('%s takes nothing away', (_, source) => {
    expect(read(source, card)).toMatchObject({ kind: expect.any(String) });
  });

  it.each([
    ['kind: map\na: words #Budapest\n', '2:10'],
    ['kind: map\na: Budapest # 1956\n', '2:13'],
    ['kind: map\na: two lines\n  of words #Budapest\n', '3:12'],
    ['kind: map\na: #Budapest\n', '2:4'],
    ['kind: map\na: 12 # figures\n', '2:7'],
    ['{ kind: map, a: words #Budapest\n}\n', '1:23'],
    ['kind: map\na: &x words #Budapest\n# *x\n', '2:4'],
  ])('is a Problem where it may have been part of the text: %j', (source, place) => {
    expect(read(source, card)).toEqual([expect.stringContaining(`f:${place} `)]);
  });
});

describe('references', () => {
  it('within a file are followed, a hundred of them', () => {
    const list = (count: number) => `- &x { a: 1 }\n${'- *x\n'.repeat(count)}`;
    expect(read(list(maxAliases), anything)).toHaveLength(maxAliases + 1);
    expect(read(list(maxAliases + 1), anything)).toEqual([expect.stringMatching(/^f:102:3 .*\[alias\]$/)]);
  });

  it.each([
    ['to nothing', '- *x\n', 'put the text in quotes'],
    ['to what comes later', '- *x\n- &x a\n', 'nothing before it is named "&x"'],
    ['to what they are part of', '&x [*x]\n', 'refers to what it is part of'],
    ['in the place of a name', '- &x a\n- { *x : b }\n', 'put the name in quotes'],
    [
      'to ever more references',
      '- &a [x]\n- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n- [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n',
      'unfold',
    ],
    ['to a list that is long', `- &a [${'x,'.repeat(2000)}]\n- [*a,*a,*a,*a,*a,*a]\n`, 'unfold'],
    ['that nest deep', `- &a ${'['.repeat(40)}${']'.repeat(40)}\n- ${'['.repeat(30)}*a${']'.repeat(30)}\n`, 'deeper'],
  ])('%s are a Problem', (_, source, words) => {
    expect(read(source, anything)).toContainEqual(expect.stringContaining(words));
  });
});

describe('nesting', () => {
  it('is followed down to a depth that no campaign file has', () => {
    expect(read(`${'['.repeat(maxDepth)}${']'.repeat(maxDepth)}`, anything)).toHaveLength(1);
  });

  it.each(['[', '{', '- ', '? ', '{a: ', '- - {b: [', 'a: '])('of 100,000 times %j is a Problem', (piece) => {
    expect(read(piece.repeat(100_000), anything)).toEqual([
      expect.stringMatching(/nests deeper than 64.*\[too-deep\]$/),
    ]);
  });
});

describe('characters', () => {
  it.each([
    'a\u00A0b',
    'a\u202Fb',
    '10\u2007000',
    'a\u200E.',
    '\u05D0\u200F',
    '\u2067\u05D0\u2069',
    '\u202Aa\u202C',
    '👩\u200D🚒',
    'می\u200Cخواهم',
    'a\u00ADb',
    'a\tb',
    '\u2066a\u2067b\u2069\u2069',
  ])('of good typography stay as they are: %j', (words) => {
    expect(read(`a: "${words}"\n`, textAt)).toEqual({ a: words });
  });

  it('that no text may hold are a Problem, written or escaped, in a text, a name or a comment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...'\0\u0001\u0007\b\v\f\u001B\u007F\u0080\u009B\u2028\u2029\uFEFF\uFFFE\uFFFF\uFFFD\u{1FFFE}'),
        fc.constantFrom('a: "x%y"', 'a: x%y', 'a: |-\n  x%y', 'a%: x', '# x%y\na: x', "a: 'x%y'"),
        (character, place) => {
          const hex = (character.codePointAt(0) ?? 0).toString(16);
          const escaped = `\\U${hex.padStart(8, '0')}`;
          const name = `U+${hex.toUpperCase().padStart(4, '0')}`;
          expect(String(read(`${place.replace('%', character)}\n`, anything))).toContain(name);
          if (place.includes('"')) expect(String(read(`${place.replace('%', escaped)}\n`, anything))).toContain(name);
        },
      ),
    );
  });

  it.each(['\\ud800', '\\udfff', '\\ud83d \\ude00', '\\r'])(
    'that only an escape can bring in are a Problem: %s',
    (written) => {
      expect(read(`a: "x${written}"\n`, textAt)).toContainEqual(
        expect.stringMatching(/^f:1:4 {2}Here stands .*\[character\]$/),
      );
    },
  );

  it.each(['\u202Ea', '\u202Da\u202C', '\u202Aa', '\u2067a\\n\u2069', 'a\u2069', '\u2066a\u202C'])(
    'that turn the direction of reading and are left open are a Problem: %j',
    (words) => {
      expect(read(`a: "${words}"\n`, textAt)).toContainEqual(expect.stringMatching(/direction|reading|closed|closes/));
    },
  );

  it.each([
    ['&lt;b&gt;', ['"&lt;" stands for "<"', '"&gt;" stands for ">"']],
    ['&#337;&#x171;', ['"&#337;" stands for "ő"', '"&#x171;" stands for "ű"']],
    ['&odblac;', ['"&odblac;" stands for "ő"']],
    ['a&#8203;b', ['"&#8203;" stands for a zero-width space (U+200B); write that instead.']],
    ['Q&A; AT&T; R&D', []],
    ['&#99999999;', []],
  ])('written as entities are a Problem: %s', (words, messages) => {
    const found = read(`a: "${words}"\n`, textAt);
    expect(messages.length === 0 ? found : [found].flat()).toEqual(
      messages.length === 0 ? { a: words } : messages.map((message) => expect.stringContaining(message)),
    );
  });
});

describe('a file with more Problems than anybody reads', () => {
  it.each([
    ['of the file', '- &a x\n'.repeat(300), z.array(text)],
    ['of its schema', '- {}\n'.repeat(300), z.array(text)],
    ['of its settings', Array.from({ length: 300 }, (_, index) => `k${index}: 1\n`).join(''), z.strictObject({})],
    ['of its comments', '- x #y\n'.repeat(300), z.array(text)],
  ])('gives the first of them and says that there are more: %s', (_, source, schema) => {
    const problems = [read<z.ZodType>(source, schema)].flat();
    expect(problems).toHaveLength(mostOfFile + 1);
    expect(problems.filter((problem) => String(problem).endsWith('[more]'))).toHaveLength(1);
  });
});

describe('anything at all', () => {
  it('is data or a located Problem, and never thrown', () => {
    const pieces = [
      'a',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '\n',
      '  ',
      '&x ',
      '*x',
      '!t ',
      '"',
      "'",
      '|\n',
      '#',
      '%',
      '---\n',
      '<<',
      '? ',
      '\t',
      '\u00A0',
      ',',
      '@',
      '`',
      '\\',
      '1',
      '~',
      '...\n',
      '\0',
      '>-\n',
      '\uFEFF',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const yaml = parseYaml('f', parts.join(''));
        if (yaml.ok) return;
        for (const { line, column, message } of yaml.problems) {
          expect(line > 0 && column > 0 && message.length > 0).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
