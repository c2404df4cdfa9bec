/** Random mixtures of everything that can go wrong: each seed is one season with its own weather. */

import type { Experiment, Lab } from './experiment.ts';
import { anyFault, type Fate, fateOf } from './fates.ts';
import { type Random, randomFrom } from './random.ts';
import { blueskySeat, mastodonSeat, modes, randomCampaign, type Seat, slotsIn, year } from './season.ts';
import { type Outcome, simulate } from './simulate.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How often things go wrong in one run. */
type Weather = {
  /** Of all requests. */
  readonly faults: number;
  /** Of all boundaries. */
  readonly kills: number;
  readonly outages: readonly Outage[];
  readonly clocks: boolean;
  readonly pauses: boolean;
  readonly processes: number;
  /** How long a killed process may stay away, in seconds. */
  readonly downtimes: [number, ...number[]];
};

/** For a while every request to a server, or to all, meets the same fate. */
type Outage = { readonly from: number; readonly until: number; readonly seat: string | null; readonly fate: Fate };

export type MixOutcome = Outcome & {
  readonly seed: number;
  /** How often a request met each fate, and how often a process was killed at each boundary. */
  readonly met: ReadonlyMap<string, number>;
};

const seats: readonly Seat[] = [blueskySeat(), ...modes.map((mode) => mastodonSeat(mode))];

/** Thirty publications: five slots on Bluesky and on each version of Mastodon, less those due before a channel’s first start. */
export async function runMix(seed: number, changes: Partial<Experiment> = {}): Promise<MixOutcome> {
  const random = randomFrom(seed, 'weather');
  const campaign = randomCampaign(randomFrom(seed, 'campaign'), 5);
  const slots = slotsIn(campaign, year);
  const [first, last] = [slots[0]?.due ?? 0, slots.at(-1)?.due ?? 0];
  const weather = weatherOf(random, first, last);
  const met = new Map<string, number>();
  const count = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
  const chance = random.branch('dice');
  let lab: Lab | null = null;
  const calmFrom = last + 30 * minute;
  const isCalm = () => lab === null || lab.world.now() >= calmFrom;

  const fateFor = (request: string, seat: Seat): Fate => {
    const now = lab?.world.now() ?? 0;
    const outage = weather.outages.find(
      (each) => now >= each.from && now < each.until && (each.seat ?? seat.id) === seat.id,
    );
    const fate =
      outage?.fate ?? (!isCalm() && chance.chance(weather.faults) ? anyFault(chance) : fateOf('undisturbed'));
    count(`${seat.network} ${request}: ${fate.name}`);
    return fate;
  };
  const watch = (boundary: string): boolean => {
    if (isCalm() || !chance.chance(weather.kills)) return false;
    count(`killed: ${boundary}`);
    return true;
  };
  const outcome = await simulate({
    seed,
    campaign,
    seats,
    processes: weather.processes,
    troubles: {
      fateFor,
      outages: ({ id }) => weather.outages.filter(({ seat }) => (seat ?? id) === id),
      watch,
      downtime: () => chance.pick(weather.downtimes) * 1_000,
      meddle: async (given) => {
        lab = given;
        await meddle(given, weather, chance.branch('hands'), calmFrom);
      },
    },
    ...changes,
  });
  return { ...outcome, seed, met };
}

function weatherOf(random: Random, first: number, last: number): Weather {
  const outages = Array.from({ length: random.pick([0, 0, 1, 2, 3]) }, (): Outage => {
    const from = random.between(first - 10 * minute, last);
    const until = from + random.pick([1, 3, 10, 40, 90]) * minute;
    return { from, until, seat: random.chance(0.3) ? null : random.pick(idsOf(seats)), fate: anyFault(random) };
  });
  return {
    faults: random.pick([0, 0.02, 0.05, 0.1, 0.2, 0.35]),
    kills: random.pick([0, 0, 0.002, 0.01, 0.03]),
    outages,
    clocks: random.chance(0.2),
    processes: random.pick([1, 1, 2, 3]),
    pauses: random.chance(0.3),
    downtimes: random.pick<Weather['downtimes']>([[1], [1, 5, 60], [1, 5, 60, 300, 1_200]]),
  };
}

/** Processes are paused, clocks set wrong and right again; servers die between a status and its key, and forget what was uploaded. */
async function meddle({ world, servers, processes }: Lab, weather: Weather, random: Random, calmFrom: number) {
  while (world.now() < calmFrom) {
    await world.sleep(random.between(1, 30) * minute);
    for (const process of processes()) {
      if (weather.pauses && random.chance(0.3)) process.pause(random.pick([20_000, 2 * minute, 20 * minute]));
      if (weather.clocks) process.setClock(random.pick([-hour, -minute, 0, 0, minute, hour]));
    }
    for (const server of servers) {
      if (random.chance(0.9) || weather.faults === 0) continue;
      if (random.chance(0.3)) server.model.forgetUploads();
      else if (server.network === 'mastodon') server.model.dieBeforeNextKey();
    }
  }
  for (const process of processes()) process.setClock(0);
}

function idsOf([first, ...rest]: readonly Seat[]): [string, ...string[]] {
  return [first?.id ?? '', ...rest.map(({ id }) => id)];
}
