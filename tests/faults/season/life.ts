/** One life of a process of the bot: it does what `run` does, with fewer beats, until it is killed. */

import type { Channel } from '../../../bot/channel.ts';
import { holdsBack } from '../../../bot/host/clock/clock-check.ts';
import type { ConfiguredChannel } from '../../../bot/host/settings/channel-settings.ts';
import type { Ledger } from '../../../bot/ledger/ledger.ts';
import { networks } from '../../../bot/networks/all.ts';
import { prepareAhead } from '../../../bot/publish/carry-out/ahead.ts';
import { holdLeases, renewalMillis } from '../../../bot/publish/carry-out/leases.ts';
import { newMemory } from '../../../bot/publish/carry-out/memory.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet, Ports } from '../../../bot/publish/ports.ts';
import type { Calendar } from '../../../schedule/time/calendar.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { clockCheckOf, networkOver, type Server, settingsOf } from '../network/servers.ts';
import type { Line } from '../network/wire.ts';
import type { Diary } from './diary.ts';
import type { Sabotage, Troubles } from './experiment.ts';
import type { LedgerInMemory } from './memory-ledger.ts';
import { bounded, type Process } from './process.ts';
import type { Random } from './random.ts';
import { keyOf, tinyPictures } from './season.ts';
import type { World } from './world.ts';

/** What processes find around them. */
export type Surroundings = {
  readonly world: World;
  readonly servers: readonly Server[];
  readonly ledger: LedgerInMemory;
  readonly diary: Diary;
  readonly calendar: Calendar;
  readonly slots: readonly Slot[];
  readonly troubles: Troubles;
  readonly sabotage: Sabotage;
  readonly trace: (line: string) => void;
  /** Told of every event, and of every error that stopped a beat. */
  readonly reported: () => void;
  readonly failed: (error: unknown) => void;
};

/** Names of requests that publish. */
const publishing: ReadonlySet<string> = new Set(['post', 'putRecord', 'createRecord', 'applyWrites']);

const minute = 60_000;
const hour = 60 * minute;

/** The longest rest between two beats while anything is to be done, in milliseconds; the real bot beats every second. */
export const longestRest = 20_000;

/** It is looked for what can be made ready from this long before a slot on, in milliseconds. */
const lead = 10 * minute;

/** Each channel beats alone. `prepares`: beside that, what is due soon is made ready. */
export function live(process: Process, place: string, chance: Random, prepares: boolean, around: Surroundings): void {
  const { world, ledger, slots, servers, failed } = around;
  const clockCheck = clockCheckOf(servers, process, world, (server) => lineTo(server, process, chance, around));
  const ports = portsFor(process, chance, around);
  let [underWay, renewing] = [0, false];

  const renewMeanwhile = async (): Promise<void> => {
    renewing = true;
    for (await world.sleep(renewalMillis); underWay > 0 && process.alive(); await world.sleep(renewalMillis))
      void ports.leases.renew();
    renewing = false;
  };
  /** Undefined after an error, which is told. */
  const during = async <T>(work: Promise<T>): Promise<T | undefined> => {
    underWay += 1;
    if (!renewing) world.apart(renewMeanwhile);
    try {
      return await process.still(work);
    } catch (error) {
      failed(error);
      return undefined;
    } finally {
      underWay -= 1;
    }
  };

  const publishOn = async (outlet: Outlet, settings: ConfiguredChannel): Promise<void> => {
    const key = keyOf(outlet.channel);
    /** As a beat a second would find out. */
    const isAnythingToDo = (): boolean => {
      const { started, recorded, open } = ledger.counts(key);
      return open > 0 || started === 0 || recorded < slots.filter(({ due }) => due <= process.now()).length;
    };
    for (let idle = 0; ; ) {
      await process.still(clockCheck.look([settings]));
      if (holdsBack(clockCheck.verdictOn(settings))) {
        await process.sleep(chance.between(5_000, longestRest));
        continue;
      }
      const reported = await during(pass({ ...ports, outlets: [outlet] }));
      const busy = reported === undefined || reported.length > 0;
      idle = busy ? 0 : idle + 1;
      const rest = Math.min(longestRest, chance.between(4_000, 9_000) * 2 ** idle);
      await process.sleep(busy || isAnythingToDo() ? rest : untilDue(slots, process, world) + chance.between(0, 1_000));
    }
  };

  const makeReadyOn = async (outlet: Outlet, settings: ConfiguredChannel): Promise<void> => {
    for (;;) {
      const wait = untilDue(slots, process, world) - lead;
      if (wait <= 0 && !holdsBack(clockCheck.verdictOn(settings)))
        await during(prepareAhead(outlet, { ...ports, outlets: [outlet] }));
      await process.sleep(Math.max(0, wait) + chance.between(20_000, 90_000));
    }
  };

  for (const server of servers) {
    const settings = settingsOf(server.seat);
    const clock = clockCheck.clockOf(settings);
    const line = { ...lineTo(server, process, chance, around), ...(clock !== null && { clock }) };
    const outlet = outletOf(server, place, line, around);
    for (const work of prepares ? [publishOn, makeReadyOn] : [publishOn]) work(outlet, settings).catch(failed);
  }
}

function lineTo({ seat }: Server, process: Process, random: Random, around: Surroundings): Line {
  const { world, troubles, sabotage, trace, diary } = around;
  return {
    world,
    process,
    random,
    ...(sabotage.tampering !== undefined && { tampering: sabotage.tampering }),
    disturbed: (from) => diary.disturbed(keyOf(seat), process.name, from),
    fateFor: (request) => {
      if (publishing.has(request)) diary.sends(keyOf(seat), process.name, process.now());
      const fate = troubles.fateFor(request, seat);
      trace(`${process.name} ${seat.id} ${request}: ${fate.name}`);
      return fate;
    },
  };
}

function outletOf(server: Server, place: string, line: Line, { sabotage }: Surroundings): Outlet {
  const { seat } = server;
  const channel: Channel = { ...seat, campaigns: null, destination: 'account' };
  const outlet: Outlet = {
    channel,
    network: networkOver(server, place, line),
    rules: networks[seat.network].rules,
    capabilities: networks[seat.network].rules.defaults,
  };
  return sabotage.outlet?.(outlet, seat) ?? outlet;
}

function portsFor(process: Process, chance: Random, around: Surroundings): Omit<Ports, 'outlets'> {
  const { ledger, calendar, sabotage, diary, trace, reported } = around;
  const pause = () => chance.between(0, 8);
  const bare = bounded<Ledger>(ledger, 'ledger', process, pause);
  const kept = sabotage.ledger?.(bare, process) ?? bare;
  const leases = holdLeases({
    book: kept,
    holder: { host: 'lab', pid: Number(process.name.replace(/\D/g, '')), nonce: process.name },
    isGone: ({ nonce }) => diary.isKnownDead(nonce),
    now: process.now,
    report: ({ kind, channel }) => trace(`${process.name} is ${kind} on ${channel.id}`),
  });
  return {
    ledger: kept,
    memory: newMemory(),
    leases: sabotage.leases?.(leases, kept, process) ?? leases,
    pictures: bounded(tinyPictures, 'pictures', process, pause),
    calendar,
    now: process.now,
    report: (event) => {
      reported();
      trace(`${event.kind} ${event.slot} ${event.channel.id} ${'failure' in event ? event.failure.message : ''}`);
    },
  };
}

/**
 * Until the next slot by the process's clock or by the true time, whichever comes first, but not longer than an hour; and
 * only for a short while where the two differ.
 */
function untilDue(slots: readonly Slot[], process: Process, world: World): number {
  const waits = slots.flatMap(({ due }) => [due - process.now(), due - world.now()]);
  return Math.min(process.offset() === 0 ? hour : longestRest, ...waits.filter((wait) => wait > 0));
}
