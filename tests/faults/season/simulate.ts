/** One simulated run: processes of the bot over model servers in virtual time, and what it came to. */

import { calendarOf } from '../../../schedule/time/calendar.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import type { SlotId } from '../../../schedule/time/slots.ts';
import { judgeMisses } from '../judge/liveness.ts';
import type { Why } from '../judge/obstacles.ts';
import { type Excuse, judgeOrder } from '../judge/order.ts';
import { judgeSilences } from '../judge/silence.ts';
import { judge, type Verdict } from '../judge/verdict.ts';
import { serverFor, standingOn } from '../network/servers.ts';
import { keepDiary } from './diary.ts';
import type { Experiment } from './experiment.ts';
import { live, type Surroundings } from './life.ts';
import { ledgerInMemory } from './memory-ledger.ts';
import { type Process, processIn } from './process.ts';
import { randomFrom } from './random.ts';
import { keyOf, slotsIn, year } from './season.ts';
import { worldAt } from './world.ts';

export type Outcome = Omit<Verdict, 'inversions'> & {
  /** One for each pair of publications that stand the other way round because they had to. */
  readonly excused: readonly Excuse[];
  /** What kept each missed slot from being sent. */
  readonly missed: readonly Why[];
  readonly errors: readonly string[];
  readonly events: number;
};

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
  const diary = keepDiary(world);
  const ledger = diary.beside(await ledgerInMemory());
  const running: Process[] = [];
  const errors: string[] = [];
  let events = 0;
  const trace = (line: string): void => experiment.trace?.(`${new Date(world.now()).toISOString()} ${line}`);
  const around: Surroundings = {
    world,
    servers,
    ledger,
    diary,
    calendar: calendarOf([campaign]),
    slots,
    troubles,
    sabotage,
    trace,
    reported: () => {
      events += 1;
    },
    failed: (error) => errors.push(wordsOf(error)),
  };

  const crewMember = async (place: number): Promise<void> => {
    for (let life = 0; world.now() < end; life += 1) {
      const name = `process ${place}.${life}`;
      const process = diary.follow(
        processIn(world, name, (boundary) => {
          const killed = troubles.watch(boundary, name);
          if (killed) trace(`${name} is killed: ${boundary}`);
          return killed;
        }),
      );
      running[place] = process;
      const chance = random.branch(name);
      live(process, `place ${place}`, chance, experiment.prepares ?? chance.chance(0.7), around);
      await process.killed;
      if (random.chance(0.5)) diary.letKnow(name);
      await world.sleep(troubles.downtime());
    }
  };

  const isOver = (): boolean =>
    world.now() > last.due + 5 * 60_000 &&
    seats.every((seat) => {
      const { recorded, open } = ledger.counts(keyOf(seat));
      return open === 0 && recorded >= slots.length;
    });
  let finished = false;
  world.apart(async () => {
    while (world.now() < end && !finished) {
      await world.sleep(60_000);
      finished = isOver();
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
        const { seat } = server;
        const { account, language } = keyOf(seat);
        const start = (await ledger.startOf(account, language)) ?? world.now();
        const ours = slots.filter(({ due }) => due >= start);
        const { writes } = diary.pageOf(keyOf(seat));
        const givenUpAt = ({ slot, failedAt }: { readonly slot: SlotId; readonly failedAt: number }): number =>
          writes.findLast((write) => write.slot === slot && write.kind === 'failed')?.at ?? failedAt;
        const verdict = await judge(seat, ours, standingOn(server), ledger, givenUpAt);
        const liveness = judgeMisses({
          seat,
          slots: ours,
          campaign,
          season,
          diary,
          outages: troubles.outages?.(seat) ?? [],
        });
        const { inversions } = verdict;
        const order = judgeOrder({ seat, slots: ours, inversions, campaign, season, diary });
        return {
          settled: verdict.settled,
          broken: [
            ...verdict.broken,
            ...liveness.broken,
            ...order.broken,
            ...judgeSilences(seat, campaign, season, diary),
          ],
          missed: liveness.explained,
          excused: order.excused,
        };
      }),
    );
    return {
      settled: verdicts.flatMap(({ settled }) => settled),
      broken: verdicts.flatMap(({ broken }) => broken),
      missed: verdicts.flatMap(({ missed }) => missed),
      excused: verdicts.flatMap(({ excused }) => excused),
      errors,
      events,
    };
  } finally {
    await ledger.close();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
