/** What the laboratory has found so far, as plain JSON that can be added up, stored and gone on with. */

/** Counts by name. */
export type Counts = Record<string, number>;

/** A broken promise, and what replays it. */
export type Breach = { readonly replay: string; readonly troubles: readonly string[] };

/** A number of tries of one kind, by how they ended. */
export type Cells = Record<string, Record<string, Counts>>;

/** What was tried once: one fault at one place. */
export type Tried = {
  readonly row: string;
  readonly column: string;
  /** Which boundary or request. */
  readonly place: string;
  readonly ending: string;
  readonly broken: readonly string[];
};

export type Mixes = {
  runs: number;
  publications: number;
  /** Of publications in one run; null before the first. */
  fewest: number | null;
  /** By channel, then by ending. */
  readonly endings: Record<string, Counts>;
  /** What kept each missed slot from being sent. */
  readonly missed: Counts;
  /** Why pairs of publications on one account stand the other way round. */
  readonly excused: Counts;
  /** How often each fate was met, and each boundary killed at. */
  readonly met: Counts;
  readonly breaches: Breach[];
};

/** One run of a mixture, told in short. */
export type MixFinding = {
  readonly seed: number;
  readonly settled: readonly { readonly seat: string; readonly ending: string }[];
  readonly missed: readonly string[];
  readonly excused: readonly string[];
  readonly met: ReadonlyMap<string, number>;
  readonly troubles: readonly string[];
};

/** How many trials were made of those there are. */
export type Made = { readonly trials: number; readonly of: number };

/** Everything found so far; kept in a file, so that an interrupted run can be gone on with. */
export type Findings = {
  /** Of the first simulated run; the next ones count up from it. */
  readonly seed: number;
  readonly runs: number;
  readonly real: number;
  readonly simulated: { readonly cells: Cells; readonly mixes: Mixes; readonly rehearsals: Rehearsed[] };
  readonly servers: { readonly cells: Cells; made: Made };
  readonly breaches: Breach[];
  /** Names of what is finished. */
  readonly done: string[];
};

/** A season of the real campaign. */
export type Rehearsed = {
  readonly season: number;
  readonly seed: number;
  /** How many publications ended in which way. */
  readonly endings: Counts;
  /** Why pairs of publications on one account stand the other way round. */
  readonly excused: Counts;
  /** How often which trouble was made, and how many requests met one. */
  readonly troubles: Counts;
  readonly requestsMet: number;
  readonly broken: readonly string[];
};

export function noMixes(): Mixes {
  return { runs: 0, publications: 0, fewest: null, endings: {}, missed: {}, excused: {}, met: {}, breaches: [] };
}

export function addMix(mixes: Mixes, { seed, settled, missed, excused, met, troubles }: MixFinding): void {
  mixes.runs += 1;
  mixes.fewest = fewerOf(mixes.fewest, settled.length);
  for (const { seat, ending } of settled) {
    mixes.publications += 1;
    count(within(mixes.endings, seat), ending);
  }
  for (const why of missed) count(mixes.missed, why);
  for (const why of excused) count(mixes.excused, why);
  for (const [what, times] of met) count(mixes.met, what, times);
  if (troubles.length > 0) mixes.breaches.push({ replay: `seed ${seed}`, troubles });
}

export function addMixes(into: Mixes, more: Mixes): void {
  into.runs += more.runs;
  into.publications += more.publications;
  into.fewest = fewerOf(into.fewest, more.fewest);
  for (const [seat, endings] of Object.entries(more.endings)) addCounts(within(into.endings, seat), endings);
  addCounts(into.missed, more.missed);
  addCounts(into.excused, more.excused);
  addCounts(into.met, more.met);
  into.breaches.push(...more.breaches);
}

/** Adds tries to their cells; gives the broken promises among them. `name` replays them all. */
export function addTried(cells: Cells, tried: readonly Tried[], name?: string): readonly Breach[] {
  return tried.flatMap(({ row, column, place, ending, broken }) => {
    cells[row] ??= {};
    count(within(cells[row], column), broken.length > 0 ? 'broken' : ending);
    return broken.length > 0 ? [{ replay: name ?? `${row}; ${column}; ${place}`, troubles: broken }] : [];
  });
}

function fewerOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function within(all: Record<string, Counts>, name: string): Counts {
  all[name] ??= {};
  return all[name];
}

function addCounts(into: Counts, more: Counts): void {
  for (const [what, times] of Object.entries(more)) count(into, what, times);
}

export function count(counts: Counts, what: string, times = 1): void {
  counts[what] = (counts[what] ?? 0) + times;
}
