import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { benches } from '../../bench/benches.ts';
import type { Report } from '../../bench/measure/report.ts';
import { figure } from '../../bench/measure/result.ts';
import { withTables } from '../../bench/page.ts';

const page = readFileSync('docs/bench.md', 'utf8');

function report(bench: string, wall: number): Report {
  return {
    machine: { processor: 'A', cores: 2, memory: '4 GiB', system: 'linux', node: 'v24.0.0' },
    results: [
      {
        bench,
        about: 'whole processes',
        at: '2026-12-01T00:00:00Z',
        load: 0.1,
        seconds: 5,
        settings: { sharp: '1' },
        columns: [figure('wall', 'wall ms', 0)],
        rows: [{ name: 'tick', turns: 3, figures: { wall: { median: wall, from: wall, to: wall + 1 } } }],
      },
    ],
  };
}

it.each(benches.map(({ name }) => name))('the page has a place for %s, which a later run takes', (name) => {
  const once = withTables(page, [report(name, 7)]);
  expect(once).toContain('| tick | 7 (7–8) |');
  const again = withTables(once, [report(name, 9)]);
  expect(again).not.toContain('| tick | 7 (7–8) |');
  expect(again).toContain('| tick | 9 (9–10) |');
  expect(again).toContain(`npm run bench -- ${name} --seconds 5`);
  expect(withTables(again, [report(name, 7)])).toBe(once);
});

it('a bench without a place is an error', () => {
  expect(() => withTables(page, [report('nothing', 7)])).toThrow('docs/bench.md has no place for nothing');
});
