/** Whether a run is slower than an earlier one, beyond what chance explains. */

import type { Report } from './report.ts';
import type { Column, Result } from './result.ts';
import type { Spread } from './spread.ts';

export type Verdict = 'worse' | 'better' | 'same';

export type Compared = {
  readonly bench: string;
  readonly row: string;
  readonly column: Column;
  readonly before: Spread;
  readonly after: Spread;
  /** The later median as a multiple of the earlier; 1 where both are 0. */
  readonly change: number;
  readonly verdict: Verdict;
};

export type Comparison = {
  readonly compared: readonly Compared[];
  /** Rows and benches of the earlier run that the later one has not. */
  readonly gone: readonly string[];
  /** Whether only figures were compared that say the same on every machine. */
  readonly isAcrossMachines: boolean;
};

/** Changes of a median below this share are nobody's. */
const noise = 0.05;

/**
 * Compares every figure of both runs that has a better and a worse. One is worse, or better, when its median moved by more
 * than a twentieth and its quartiles lie wholly beyond the earlier ones. Across machines only ratios and counts are.
 */
export function compareReports(before: Report, after: Report): Comparison {
  const { machine: one } = before;
  const { machine: other } = after;
  const isAcrossMachines =
    one.processor !== other.processor || one.cores !== other.cores || one.system !== other.system;
  const pairs = before.results.map(
    (result) => [result, after.results.find(({ bench }) => bench === result.bench)] as const,
  );
  return {
    compared: pairs.flatMap(([earlier, later]) =>
      later === undefined ? [] : figuresOf(earlier, later, isAcrossMachines),
    ),
    gone: pairs.flatMap(([earlier, later]) => (later === undefined ? [earlier.bench] : rowsGone(earlier, later))),
    isAcrossMachines,
  };
}

function rowsGone(earlier: Result, later: Result): readonly string[] {
  const there = new Set(later.rows.map(({ name }) => name));
  return earlier.rows.filter(({ name }) => !there.has(name)).map(({ name }) => `${earlier.bench}: ${name}`);
}

function figuresOf(earlier: Result, later: Result, onlyPortable: boolean): readonly Compared[] {
  const columns = later.columns.filter(
    ({ better, isPortable }) => better !== 'neither' && (isPortable || !onlyPortable),
  );
  return earlier.rows.flatMap((row) =>
    columns.flatMap((column): readonly Compared[] => {
      const old = row.figures[column.key];
      const now = later.rows.find(({ name }) => name === row.name)?.figures[column.key];
      if (old === undefined || now === undefined) return [];
      return [{ bench: earlier.bench, row: row.name, column, before: old, after: now, ...judged(old, now, column) }];
    }),
  );
}

/** See `compareReports`. */
export function judged(
  before: Spread,
  after: Spread,
  { better }: Pick<Column, 'better'>,
): { readonly change: number; readonly verdict: Verdict } {
  const change = before.median === after.median ? 1 : after.median / before.median;
  const isMore = after.from > before.to && after.median > before.median * (1 + noise);
  const isLess = after.to < before.from && after.median < before.median * (1 - noise);
  if (!isMore && !isLess) return { change, verdict: 'same' };
  return { change, verdict: isMore === (better === 'more') ? 'better' : 'worse' };
}
