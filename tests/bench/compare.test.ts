import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compareReports, judged } from '../../bench/measure/compare.ts';
import { comparisonTable } from '../../bench/measure/comparison.ts';
import type { Report } from '../../bench/measure/report.ts';
import { figure } from '../../bench/measure/result.ts';
import type { Spread } from '../../bench/measure/spread.ts';

const around = (median: number, by = 1): Spread => ({ median, from: median - by, to: median + by });
const still = (median: number): Spread => around(median, 0);

describe('a figure beside an earlier one', () => {
  const less = { better: 'less' } as const;

  it('is worse when it moved beyond its spread, in the direction that is worse', () => {
    expect(judged(around(100), around(120), less)).toEqual({ change: 1.2, verdict: 'worse' });
    expect(judged(around(100), around(80), less).verdict).toBe('better');
    expect(judged(around(100), around(120), { better: 'more' }).verdict).toBe('better');
    expect(judged(around(100), around(80), { better: 'more' }).verdict).toBe('worse');
  });

  it('is the same while the spreads overlap, or where it moved by less than a twentieth', () => {
    expect(judged(around(100, 15), around(120, 15), less).verdict).toBe('same');
    expect(judged(still(100), still(104), less).verdict).toBe('same');
  });

  it('may be a count that was 0', () => {
    expect(judged(still(0), still(0), less)).toEqual({ change: 1, verdict: 'same' });
    expect(judged(still(0), still(1), less).verdict).toBe('worse');
  });
});

function report(wall: Spread, toBare: Spread, changes: { processor?: string; row?: string } = {}): Report {
  const columns = [
    figure('wall', 'wall ms', 0),
    figure('toBare', 'to bare', 1, { isPortable: true }),
    figure('size', 'kB', 0, { better: 'neither', isPortable: true }),
  ];
  const figures = { wall, toBare, size: wall };
  const result = { bench: 'cold', about: '', at: '2026-12-01T00:00:00Z', load: 0, seconds: 1, settings: {}, columns };
  return {
    machine: { processor: changes.processor ?? 'A', cores: 2, memory: '', system: 'linux', node: 'v24.0.0' },
    results: [{ ...result, rows: [{ name: changes.row ?? 'tick', turns: 3, figures }] }],
  };
}

describe('a run beside an earlier one', () => {
  const before = report(around(100), around(10));

  it('shows what became slower, and passes over what has no better', () => {
    const { compared } = compareReports(before, report(around(200), around(10)));
    expect(compared.map(({ column, verdict }) => [column.key, verdict])).toEqual([
      ['wall', 'worse'],
      ['toBare', 'same'],
    ]);
  });

  it('compares only ratios and counts with another machine', () => {
    const { compared, isAcrossMachines } = compareReports(before, report(around(9), around(20), { processor: 'B' }));
    expect(isAcrossMachines).toBe(true);
    expect(compared.map(({ column, verdict }) => [column.key, verdict])).toEqual([['toBare', 'worse']]);
  });

  it('names what is gone', () => {
    expect(compareReports(before, report(around(100), around(10), { row: 'tock' })).gone).toEqual(['cold: tick']);
    expect(compareReports(before, { ...before, results: [] }).gone).toEqual(['cold']);
  });

  it('says so in a table, the worst first', () => {
    const table = stripVTControlCharacters(comparisonTable(compareReports(before, report(around(200), around(30)))));
    expect(table.split('\n').slice(0, 2)).toEqual([
      'cold: tick   to bare   10.0 (9.0–11.0)   30.0 (29.0–31.0)   × 3.00   worse',
      'cold: tick   wall ms      100 (99–101)      200 (199–201)   × 2.00   worse',
    ]);
    expect(table).toContain('2 worse, 0 better, 0 as before.');
  });
});
