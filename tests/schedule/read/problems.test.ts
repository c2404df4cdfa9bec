import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refused } from '../../../schedule/model/problem.ts';
import { parseYaml } from '../../../schedule/read/yaml/yaml-file.ts';

const blockBetweenBrackets = `places:
  pins: [text:
      hu: |-
        Az első lépések.
      en: |-
        The first steps.
    card:
      kind: map
  - id: another
    kind: event
`;

function isInside(source: string): void {
  const parsed = parseYaml('day.yaml', source);
  if (parsed.ok) return;
  const lines = source.split('\n');
  for (const { line, column, message } of parsed.problems) {
    expect(lines.length, message).toBeGreaterThanOrEqual(line);
    expect((lines[line - 1]?.length ?? 0) + 1, message).toBeGreaterThanOrEqual(column);
  }
}

it('no Problem stands outside of its file', () => {
  const line = fc.constantFrom(
    ...blockBetweenBrackets.split('\n'),
    '- [',
    ']',
    '  a: >',
    '"',
    '---',
    '# x',
    '\t- y',
    '? z',
    '&a b',
    '*a',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), (lines) => isInside(lines.join('\n'))),
    { numRuns: 300 },
  );
});

it('a message that quotes a long value keeps its beginning and its advice', () => {
  const problem = {
    file: 'day.yaml',
    line: 1,
    column: 1,
    rule: 'any',
    message: `It cannot be "${'🙂'.repeat(9000)}". Write x.`,
  };
  const [{ message }] = refused([problem]).problems;
  expect(message).toMatch(/^It cannot be "🙂+ … 🙂+". Write x\.$/u);
  expect(message.length).toBeLessThan(1300);
});

it.each(['\u0007', '\u0001', '\u009b', '\u202e'])(
  'a name of a reference with %j in it is shown escaped',
  (character) => {
    const parsed = parseYaml('day.yaml', `a: *x${character}y\n`);
    if (parsed.ok) throw new Error('nobody is told of it');
    for (const { message } of parsed.problems) expect(message).not.toContain(character);
  },
);

it('a character that nobody sees is spelled out in what YAML does not expect', () => {
  const parsed = parseYaml('day.yaml', 'a: "b" \u2066c\n');
  expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message).join()).toContain('\\u{2066}');
});

it('quotes no character that a terminal would obey, wherever a message comes from', () => {
  const anchor = parseYaml('day.yaml', 'a: &man\u0000 b\n');
  const own = refused([{ file: 'day.yaml', line: 1, column: 1, rule: 'any', message: 'It holds \u0007 and \t.' }]);
  const messages = [anchor, own].flatMap((each) => (each.ok ? [] : each.problems.map(({ message }) => message)));
  expect(messages).toContain('It holds \\u{7} and \\u{9}.');
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.filter((message) => /\p{Cc}/u.test(message))).toEqual([]);
});
