/** The simulated matrix: every fault at every request, and a kill at every boundary, for each kind of publication and server. */

import { type FateName, fateNames, fateOf } from './fates.ts';
import { blueskySeat, campaignOf, entryOf, mastodonSeat, modes, type Seat, type Shape, shapes } from './season.ts';
import { type Experiment, type Lab, type Outcome, simulate, type Troubles } from './simulate.ts';
import type { Ending } from './verdict.ts';

/** What was tried once: one fault at one place. */
export type Tried = {
  readonly row: string;
  readonly column: string;
  /** Which boundary or request. */
  readonly place: string;
  readonly ending: Ending | 'none';
  readonly broken: readonly string[];
};

type Column = { readonly name: string; readonly seat: Seat; readonly shape: Shape };

const hour = 3_600_000;

export const columns: readonly Column[] = [
  ...columnsOf('Bluesky', blueskySeat()),
  ...modes.flatMap((mode) => columnsOf(mode === 'none' ? 'no keys' : `Mastodon ${mode}`, mastodonSeat(mode))),
];

function columnsOf(server: string, seat: Seat): readonly Column[] {
  return Object.entries(shapes).map(([kind, shape]) => ({ name: `${server}: ${kind}`, seat, shape }));
}

const campaignFor = (shape: Shape) => campaignOf([entryOf('entry', '15:00', shape, { graceMinutes: 180 })]);

const quiet: Troubles = {
  fateFor: () => fateOf('undisturbed'),
  watch: () => false,
  downtime: () => 5_000,
};

/** Everything of one column. `changes` may take a defence away. */
export async function tryColumn(column: Column, changes: Partial<Experiment> = {}): Promise<readonly Tried[]> {
  const boundaries: string[] = [];
  const requests: string[] = [];
  await attempt(column, changes, {
    ...quiet,
    watch: (boundary) => {
      boundaries.push(boundary);
      return false;
    },
    fateFor: (request) => {
      requests.push(request);
      return fateOf('undisturbed');
    },
  });
  const tried: Tried[] = [];
  const note = (row: string, place: string, outcome: Outcome) => {
    const broken = [...outcome.broken, ...outcome.errors];
    tried.push({ row, column: column.name, place, ending: outcome.settled[0]?.ending ?? 'none', broken });
  };
  for (const [index, boundary] of boundaries.entries()) {
    for (const downtime of [1_000, 120_000]) {
      const troubles = { ...quiet, watch: onlyAt(index), downtime: () => downtime };
      note('killed at every boundary', boundary, await attempt(column, changes, troubles));
    }
  }
  for (const name of fateNames.slice(1)) {
    for (const [index, request] of requests.entries()) {
      for (const times of [1, 2]) note(name, request, await attempt(column, changes, withFate(name, index, times)));
    }
  }
  for (const [row, offset] of [
    ['clock an hour ahead', hour],
    ['clock an hour behind', -hour],
  ] as const) {
    for (const index of [0, ...requests.keys()]) {
      note(row, `from request ${index} on`, await attempt(column, changes, withClock(offset, index)));
    }
  }
  return tried;
}

function attempt({ seat, shape }: Column, changes: Partial<Experiment>, troubles: Troubles): Promise<Outcome> {
  return simulate({ seed: 1, campaign: campaignFor(shape), seats: [seat], troubles, ...changes });
}

function onlyAt(index: number): Troubles['watch'] {
  let passed = -1;
  return () => {
    passed += 1;
    return passed === index;
  };
}

/** A request and perhaps the next one meet a fate. */
function withFate(name: FateName, index: number, times: number): Troubles {
  let asked = -1;
  return {
    ...quiet,
    fateFor: () => {
      asked += 1;
      return fateOf(asked >= index && asked < index + times ? name : 'undisturbed');
    },
  };
}

/** At a request, whose answer is lost, the clock jumps; two hours later it is set right. */
function withClock(offset: number, index: number): Troubles {
  let asked = -1;
  let lab: Lab | null = null;
  return {
    ...quiet,
    fateFor: () => {
      asked += 1;
      if (asked !== index) return fateOf('undisturbed');
      for (const process of lab?.processes() ?? []) process.setClock(offset);
      return fateOf('lost response');
    },
    meddle: async (given) => {
      lab = given;
      await given.world.sleep(4 * hour);
      for (const process of given.processes()) process.setClock(0);
    },
  };
}
