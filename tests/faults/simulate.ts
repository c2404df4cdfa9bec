/** One simulated run: processes of the bot over model servers in virtual time, and what it came to. */

import { accountKeyOf } from '../../bot/channel.ts';
import { refuseBeyondMillis } from '../../bot/cli/clock-check.ts';
import type { Ledger } from '../../bot/ledger/ledger.ts';
import { holdLeases, type Leases, renewalMillis } from '../../bot/publish/leases.ts';
import { pass } from '../../bot/publish/pass.ts';
import type { Outlet, Ports } from '../../bot/publish/ports.ts';
import { defaultCapabilities } from '../../bot/render/capabilities.ts';
import { calendarOf } from '../../schedule/calendar.ts';
import type { Campaign } from '../../schedule/campaign.ts';
import { plusMillis } from '../../schedule/instant.ts';
import { blueskyOver } from './bluesky-line.ts';
import type { Fate } from './fates.ts';
import { mastodonOver } from './mastodon-line.ts';
import { type MastodonModel, mastodonModel } from './mastodon-model.ts';
import { ledgerInMemory } from './memory-ledger.ts';
import { type PdsModel, pdsModel } from './pds-model.ts';
import { bounded, type Process, processIn } from './process.ts';
import { type Random, randomFrom } from './random.ts';
import { type Seat, slotsIn, tinyPictures, year } from './season.ts';
import { standingOnMastodon, standingOnPds } from './standing.ts';
import { judge, type Verdict } from './verdict.ts';
import type { Tampering } from './wire.ts';
import { type World, worldAt } from './world.ts';

type Server = { readonly seat: Seat } & (
  | { readonly network: 'bluesky'; readonly model: PdsModel }
  | { readonly network: 'mastodon'; readonly model: MastodonModel }
);

/** Who disturbs the run. */
export type Troubles = {
  /** What becomes of a request; `request` is the name of the call. */
  readonly fateFor: (request: string, seat: Seat) => Fate;
  /** Whether a process is killed at a boundary. */
  readonly watch: (boundary: string, process: string) => boolean;
  /** How long a killed process stays away, in milliseconds. */
  readonly downtime: () => number;
  /** Does anything else to processes and servers, and may go on as long as the run. */
  readonly meddle?: (lab: Lab) => Promise<void>;
};

export type Lab = {
  readonly world: World;
  readonly servers: readonly Server[];
  readonly processes: () => readonly Process[];
};

/** Takes a defence away by putting another port in the place of a port. */
export type Sabotage = {
  readonly ledger?: (ledger: Ledger, process: Process) => Ledger;
  readonly outlet?: (outlet: Outlet, seat: Seat) => Outlet;
  readonly leases?: (leases: Leases, ledger: Ledger, process: Process) => Leases;
  readonly tampering?: Tampering;
};

export type Experiment = {
  readonly seed: number;
  readonly campaign: Campaign;
  readonly season?: number;
  readonly seats: readonly Seat[];
  readonly troubles: Troubles;
  /** How many processes run at the same time on the same ledger. */
  readonly processes?: number;
  readonly sabotage?: Sabotage;
  /** After this long without a settled end the run is over, in milliseconds after the last slot. */
  readonly patience?: number;
  /** Told of everything that happens, for a person who wants to follow a run. */
  readonly trace?: (line: string) => void;
};

export type Outcome = Verdict & { readonly errors: readonly string[]; readonly events: number };

const hour = 3_600_000;

export async function simulate(experiment: Experiment): Promise<Outcome> {
  const { seed, campaign, season = year, seats, troubles, processes: crew = 1, sabotage = {} } = experiment;
  const slots = slotsIn(campaign, season);
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a season without a slot');
  const random = randomFrom(seed);
  const world = worldAt(plusMillis(first.due, -hour));
  const end = last.due + (experiment.patience ?? 12 * hour);
  const servers = seats.map((seat) => serverFor(seat, world, random.branch(seat.id)));
  const ledger = await ledgerInMemory();
  const calendar = calendarOf([campaign]);
  const running: Process[] = [];
  /** Those that others can know to be dead. */
  const gone = new Set<string>();
  const errors: string[] = [];
  let events = 0;
  const trace = (line: string): void => experiment.trace?.(`${new Date(world.now()).toISOString()} ${line}`);

  const portsFor = (place: string, process: Process, chance: Random): Ports => {
    const pause = () => chance.between(0, 8);
    const outlets = servers.map((server): Outlet => {
      const { seat } = server;
      const line = {
        world,
        process,
        random: chance,
        ...(sabotage.tampering !== undefined && { tampering: sabotage.tampering }),
        fateFor: (request: string) => {
          const fate = troubles.fateFor(request, seat);
          trace(`${process.name} ${seat.id} ${request}: ${fate.name}`);
          return fate;
        },
      };
      const network =
        server.seat.network === 'bluesky'
          ? blueskyOver(pdsOf(server), server.seat.account.did, place, line)
          : mastodonOver(mastodonOf(server), server.seat.account, line);
      const channel = { ...seat, campaigns: null, destination: 'account' as const };
      const outlet: Outlet = { channel, network, capabilities: defaultCapabilities(seat.network) };
      return sabotage.outlet?.(outlet, seat) ?? outlet;
    });
    const bare = bounded<Ledger>(ledger, 'ledger', process, pause);
    const kept = sabotage.ledger?.(bare, process) ?? bare;
    const leases = holdLeases({
      book: kept,
      holder: { host: 'lab', pid: Number(process.name.replace(/\D/g, '')), nonce: process.name },
      isGone: ({ nonce }) => gone.has(nonce),
      now: process.now,
      report: ({ kind, channel }) => trace(`${process.name} is ${kind} on ${channel.id}`),
    });
    return {
      outlets,
      ledger: kept,
      leases: sabotage.leases?.(leases, kept, process) ?? leases,
      pictures: bounded(tinyPictures, 'pictures', process, pause),
      calendar,
      now: process.now,
      report: (event) => {
        events += 1;
        trace(`${event.kind} ${event.slot} ${event.channel.id} ${'failure' in event ? event.failure.message : ''}`);
      },
    };
  };

  /** As a beat a second would find out. */
  const anythingToDo = (process: Process): boolean => {
    const { started, recorded, open } = ledger.counts();
    const due = slots.filter((slot) => slot.due <= process.now()).length;
    return open > 0 || started < seats.length || recorded < due * seats.length;
  };

  const live = async (place: string, process: Process, chance: Random): Promise<void> => {
    const ports = portsFor(place, process, chance);
    let idle = 0;
    for (;;) {
      // As the program's comparison with the servers' clocks does.
      while (Math.abs(process.offset()) > refuseBeyondMillis) await process.sleep(60_000);
      let passing = true;
      world.apart(async () => {
        await world.sleep(renewalMillis);
        for (; passing && process.alive(); await world.sleep(renewalMillis)) void ports.leases.renew();
      });
      const busy = await process.still(
        pass(ports).then(
          (reported) => reported.length > 0,
          (error: unknown) => {
            errors.push(wordsOf(error));
            return true;
          },
        ),
      );
      passing = false;
      idle = busy ? 0 : idle + 1;
      if (busy || anythingToDo(process))
        await process.sleep(Math.min(120_000, chance.between(4_000, 9_000) * 2 ** idle));
      else
        await process.sleep(
          pauseBefore(
            slots.map(({ due }) => due - process.now()),
            chance,
          ),
        );
    }
  };

  const crewMember = async (place: number): Promise<void> => {
    for (let life = 0; world.now() < end; life += 1) {
      const name = `process ${place}.${life}`;
      const process = processIn(world, name, (boundary) => {
        const killed = troubles.watch(boundary, name);
        if (killed) trace(`${name} is killed: ${boundary}`);
        return killed;
      });
      running[place] = process;
      live(`place ${place}`, process, random.branch(name)).catch((error: unknown) => errors.push(wordsOf(error)));
      await process.killed;
      if (random.chance(0.5)) gone.add(name);
      await world.sleep(troubles.downtime());
    }
  };

  const over = (): boolean => {
    const { recorded, open } = ledger.counts();
    return world.now() > last.due + 5 * 60_000 && open === 0 && recorded >= seats.length * slots.length;
  };
  let finished = false;
  world.apart(async () => {
    while (world.now() < end && !finished) {
      await world.sleep(60_000);
      finished = over();
    }
    finished = true;
  });
  for (let place = 0; place < crew; place += 1) world.apart(() => crewMember(place));
  if (troubles.meddle !== undefined) {
    const { meddle } = troubles;
    world.apart(() => meddle({ world, servers, processes: () => running }));
  }
  try {
    await world.run(() => finished);
    for (const process of running) process.kill();
    const verdicts = await Promise.all(
      servers.map(async (server) => {
        const { account, language } = server.seat;
        const start = (await ledger.startOf(accountKeyOf(account), language)) ?? world.now();
        const ours = slots.filter(({ due }) => due >= start);
        return judge(server.seat, ours, standingOn(server), ledger);
      }),
    );
    return {
      settled: verdicts.flatMap(({ settled }) => settled),
      broken: verdicts.flatMap(({ broken }) => broken),
      inversions: verdicts.reduce((sum, { inversions }) => sum + inversions, 0),
      errors,
      events,
    };
  } finally {
    await ledger.close();
  }
}

function serverFor(seat: Seat, world: World, random: Random): Server {
  return seat.network === 'bluesky'
    ? { seat, network: 'bluesky', model: pdsModel(seat.account.did) }
    : { seat, network: 'mastodon', model: mastodonModel(seat.mode, world, random) };
}

function standingOn(server: Server) {
  return server.network === 'bluesky' ? standingOnPds(server.model) : standingOnMastodon(server.model);
}

function pdsOf(server: Server): PdsModel {
  if (server.network === 'bluesky') return server.model;
  throw new Error(`${server.seat.id} is no Bluesky server`);
}

function mastodonOf(server: Server): MastodonModel {
  if (server.network === 'mastodon') return server.model;
  throw new Error(`${server.seat.id} is no Mastodon server`);
}

/** Until just after the next slot, but not longer than an hour. */
function pauseBefore(waits: readonly number[], chance: Random): number {
  const next = Math.min(hour, ...waits.filter((wait) => wait > 0));
  return next + chance.between(0, 1_000);
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
