import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { visible, visibleJson } from '../../bot/render/visible.ts';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

/** What no terminal may be given, but line ends and the colours that are ours. */
const working = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const obeyed = (output: string, colours: RegExp | null = null) =>
  working.test((colours === null ? output : output.replaceAll(colours, '')).replaceAll('\n', ''));
const esc = '\u001b';
const ours = new RegExp(`${esc}\\[(?:1|2|22|3[1-6]|39)m`, 'g');

const title = 'A \u2067day\u2069 of\u00a0liberty';
const hostile = 'x\u001b]0;owned\u0007\u001b[2J\u009b31m\u202etxt';
const spelled = String.raw`x\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}txt`;

/** A campaign whose title has good typography in it that a terminal would hide. */
function campaigns(): string {
  const folder = newFolder();
  cpSync(fileURLToPath(new URL('../fixtures/sound', import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'liberty-2000/campaign.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^title:.*$/m, `title: { hu: "${title}", en: "${title}" }`));
  return folder;
}

describe('words for a person', () => {
  test.each([
    ['what a caller says', ['sources', '--language', hostile]],
    ['an option that is unknown', ['plan', `--${hostile}`]],
    ['a command that is unknown', [hostile]],
    ['a channel that is unknown', ['plan', '--channel', hostile]],
  ])('spell out what a terminal would obey in %s', async (_what, args) => {
    const env = { NO_COLOR: '', FORCE_COLOR: '1' };
    const { stderr, stdout, code } = await runHere(args, { cwd: newFolder(), env });
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain(spelled);
    expect(obeyed(stderr, ours)).toBe(false);
  });

  it('keep our own colours', async () => {
    const { stdout } = await runHere(['check', '--campaigns', campaigns()], {
      cwd: newFolder(),
      env: { NO_COLOR: '', FORCE_COLOR: '1' },
    });
    expect(stdout.split('\n')[0]).toBe('\u001b[32mNo problems in the campaign files.\u001b[39m');
  });

  test.each([['preview', '--no-images'], ['plan'], ['status']])(
    'of %s hold nothing that a terminal would obey or hide',
    async (...args) => {
      const { stdout, stderr } = await runHere([...args, '--campaigns', campaigns()], { cwd: newFolder() });
      expect(stdout.length).toBeGreaterThan(0);
      expect(obeyed(stdout + stderr)).toBe(false);
    },
  );
});

it('a document into a file keeps its typography', async () => {
  const { stdout } = await runHere(['sources', '--campaigns', campaigns()], { cwd: newFolder() });
  expect(stdout).toContain(`# ${title}: sources\n`);
});

it('JSON means what it meant', async () => {
  const { stdout } = await runHere(['sources', '--json', '--campaigns', campaigns()], { cwd: newFolder() });
  expect(obeyed(stdout)).toBe(false);
  expect(JSON.stringify(JSON.parse(stdout))).toContain(title);
});

test('nothing that a terminal would obey or hide is left in any text, and JSON means the same', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200d',
        '\u200b',
        '\ufeff',
        '\u00ad',
        '\u2028',
        '\u0085',
        '\u{e0041}',
        '\ud800',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(text, (written) => {
      expect(obeyed(visible(written))).toBe(false);
      const json = visibleJson(JSON.stringify({ written }, null, 2));
      expect(obeyed(json)).toBe(false);
      expect(JSON.parse(json)).toEqual({ written });
    }),
  );
  expect(visible('„Előre!” 1️⃣\n')).toBe('„Előre!” 1️⃣\n');
});
