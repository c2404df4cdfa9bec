/** What a bench found, as it is printed, kept as JSON and compared: rows of figures, each with its spread. */

import { type Spread, spreadOf } from './spread.ts';
import type { Measured, Readings } from './turns.ts';

export type Column = {
  readonly key: string;
  /** With its unit. */
  readonly title: string;
  readonly digits: number;
  readonly better: 'less' | 'more' | 'neither';
  /** Whether the figure says the same on another machine, as ratios and counts do. */
  readonly isPortable: boolean;
};

export type Row = {
  readonly name: string;
  readonly turns: number;
  /** By the key of a column; what was not measured is left out. */
  readonly figures: Readonly<Record<string, Spread>>;
};

export type Result = {
  readonly bench: string;
  /** What was measured, in a sentence. */
  readonly about: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the machine over the last minute when it began: above 0.5 others were at work. */
  readonly load: number;
  /** As asked for. */
  readonly seconds: number;
  /** Beside the columns: sizes, versions of rivals. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
};

/** How a column comes to its figure in a round; `of` gives another contender's readings of the same round. */
export type Figure = Column & {
  readonly read?: (own: Readings, of: (name: string) => Readings | undefined) => number | undefined;
};

/** Absolute figures: the reading of the same key. */
export function figure(
  key: string,
  title: string,
  digits: number,
  more: Partial<Pick<Column, 'better' | 'isPortable'>> = {},
): Figure {
  return { key, title, digits, better: 'less', isPortable: false, ...more };
}

/** How many times the reading `of` is that of `to` in the same round. */
export function ratio(
  key: string,
  title: string,
  { of, to, better = 'less', digits = 2 }: { of: string; to: string; better?: Column['better']; digits?: number },
): Figure {
  const read: Figure['read'] = (own, other) => {
    const [above, below] = [own[of], other(to)?.[of]];
    return above === undefined || below === undefined || below === 0 ? undefined : above / below;
  };
  return { key, title, digits, better, isPortable: true, read };
}

/** One row for each contender. */
export function rowsOf(measured: readonly Measured[], figures: readonly Figure[]): readonly Row[] {
  return measured.map(({ name, turns }) => {
    const spreads = figures.flatMap(({ key, read = (own: Readings) => own[key] }): readonly [string, Spread][] => {
      const values = turns.flatMap((own, round) => {
        const value = read(own, (other) => measured.find((each) => each.name === other)?.turns[round]);
        return value === undefined ? [] : [value];
      });
      return values.length === 0 ? [] : [[key, spreadOf(values)]];
    });
    return { name, turns: turns.length, figures: Object.fromEntries(spreads) };
  });
}

/** The columns of figures, without how they are read. */
export function columnsOf(figures: readonly Figure[]): readonly Column[] {
  return figures.map(({ read: _, ...column }) => column);
}
