/** The simulated matrix: every fault at every request, and a kill at every boundary, for each kind of publication and server. */

import type { Tried } from './findings.ts';
import type { Experiment, Lab, Troubles } from './season/experiment.ts';
import { type FateName, fateNames, fateOf, overdue } from './season/fates.ts';
import {
  blueskySeat,
  campaignOf,
  entryOf,
  mastodonSeat,
  modes,
  type Seat,
  type Shape,
  shapes,
  titleOf,
} from './season/season.ts';
import { type Outcome, simulate } from './season/simulate.ts';

type Column = {
  readonly name: string;
  readonly seat: Seat;
  readonly shape: Shape;
  /** Made ready ahead of time, so that pictures are uploaded before it is due. */
  readonly prepares: boolean;
};

const hour = 3_600_000;

export const columns: readonly Column[] = [
  ...columnsOf('Bluesky', blueskySeat()),
  ...modes.flatMap((mode) => columnsOf(titleOf(mode), mastodonSeat(mode))),
];

function columnsOf(server: string, seat: Seat): readonly Column[] {
  const column = (kind: string, shape: Shape): Column => ({ name: `${server}: ${kind}`, seat, shape, prepares: false });
  return Object.entries(shapes).flatMap(([kind, shape]) => [
    column(kind, shape),
    ...(shape.pictures > 0 ? [{ ...column(`${kind}, made ready`, shape), prepares: true }] : []),
  ]);
}

const campaignFor = (shape: Shape) => campaignOf([entryOf('entry', '15:00', shape, { graceMinutes: 180 })]);

/** Nothing goes wrong. */
export const quiet: Troubles = {
  fateFor: () => fateOf('undisturbed'),
  watch: () => false,
  downtime: () => 5_000,
};

/** Everything of one column, or only some of its rows. `changes` may take a defence away. */
export async function tryColumn(
  column: Column,
  changes: Partial<Experiment> = {},
  wanted: (row: string) => boolean = () => true,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const note = async (row: string, place: string, troubles: Troubles, more: Partial<Experiment> = {}) => {
    const outcome = await attempt(column, { ...more, ...changes }, troubles);
    const broken = [...outcome.broken, ...outcome.errors];
    tried.push({ row, column: column.name, place, ending: outcome.settled[0]?.ending ?? 'none', broken });
  };
  const { boundaries, requests } = await enumerated(column);
  if (wanted(rows.killed)) {
    for (const [index, boundary] of boundaries.entries())
      for (const downtime of [1_000, 120_000])
        await note(rows.killed, boundary, { ...quiet, watch: onlyAt(index), downtime: () => downtime });
  }
  for (const name of [...fateNames.slice(1), overdue] as const) {
    if (!wanted(name)) continue;
    for (const [index, request] of requests.entries())
      for (const times of [1, 2]) await note(name, request, withFate(name, index, times));
  }
  for (const [row, offset] of [
    [rows.ahead, hour],
    [rows.behind, -hour],
  ] as const) {
    if (!wanted(row)) continue;
    // Before its first request, which asks for the time, a channel has not started, and nothing is due on it.
    for (const index of [...requests.keys()].slice(1))
      await note(row, `from request ${index} on`, withClock(offset, index));
  }
  if (wanted(rows.two)) {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) await note(rows.two, `seed ${seed}`, quiet, { seed, processes: 2 });
  }
  if (wanted(rows.paused)) {
    for (const [index, boundary] of boundaries.entries())
      await note(rows.paused, boundary, withPause(index), { processes: 2 });
  }
  return tried;
}

export const rows = {
  killed: 'killed at every boundary',
  ahead: 'clock an hour ahead',
  behind: 'clock an hour behind',
  two: 'two processes at once',
  paused: 'paused for three minutes at every boundary, beside another process',
} as const;

/** What a run without any trouble passes. */
async function enumerated(column: Column) {
  const boundaries: string[] = [];
  const requests: string[] = [];
  await attempt(
    column,
    {},
    {
      ...quiet,
      watch: (boundary) => {
        boundaries.push(boundary);
        return false;
      },
      fateFor: (request) => {
        requests.push(request);
        return fateOf('undisturbed');
      },
    },
  );
  return { boundaries, requests };
}

function attempt(
  { seat, shape, prepares }: Column,
  changes: Partial<Experiment>,
  troubles: Troubles,
): Promise<Outcome> {
  return simulate({ seed: 1, campaign: campaignFor(shape), seats: [seat], prepares, troubles, ...changes });
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

/** The first process to come so far stands still there. */
function withPause(index: number): Troubles {
  const passed = new Map<string, number>();
  let lab: Lab | null = null;
  let paused = false;
  return {
    ...quiet,
    watch: (_, name) => {
      const count = (passed.get(name) ?? -1) + 1;
      passed.set(name, count);
      if (count < index || paused) return false;
      paused = true;
      lab
        ?.processes()
        .find((process) => process.name === name)
        ?.pause(180_000);
      return false;
    },
    meddle: async (given) => {
      lab = given;
    },
  };
}

/** At a request, whose answer is lost, the clock jumps; two hours after the slot was due it is set right. */
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
      await given.world.sleep(3 * hour);
      for (const process of given.processes()) process.setClock(0);
    },
  };
}
