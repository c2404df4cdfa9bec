/** One publication on every real server at once, by the real program, which is killed or disturbed on the way. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ended, launch } from '../../support/cli.ts';
import type { Tried } from '../findings.ts';
import { type Judged, judge, settledIn } from './judge.ts';
import { type FateFor, undisturbed } from './meddling.ts';
import { type Cast, type Scene, withScene } from './scene.ts';
import type { RealSeat, Stand } from './stand.ts';

/** The program is started once, so many minutes after the due one. */
export type Start = {
  readonly at: number;
  /** The boundary, by name or number, at which it is killed. */
  readonly kill?: string | number;
  /** It stands still at a boundary; meanwhile another one is started, so many milliseconds later. */
  readonly stop?: { readonly at: string; readonly millis: number };
  /** Its clock is wrong by so much from a boundary on, or from its start. */
  readonly jump?: { readonly at: string; readonly millis: number };
};

/** What is done to one trial. */
export type Plan = Cast & {
  readonly row: string;
  readonly place: string;
  readonly kind: string;
  /** What becomes of the requests of the first three starts. */
  readonly fateFor: FateFor;
  /** As which it begins; after these the program is started as often as it takes until everything is settled. */
  readonly starts: readonly Start[];
  /** Comes before the first start. */
  readonly prelude?: (scene: Scene) => Promise<readonly Ended[]>;
  /** Divides the timeouts of requests. */
  readonly hurry?: number;
  /** Asked in the end: the row that a channel's part in it belongs to, or null for none; by default that of the plan. */
  readonly rowFor?: (seat: RealSeat, wasKilled: boolean) => string | null;
};

const minute = 60_000;
/** Minutes after the due one; the limit of a trial's slot is an hour. */
const usual = [0, 2, 5, 9, 14, 21, 33, 50];

/** Makes a trial. `log` takes the names of the boundaries of its first start. */
export function tryOnce(stand: Stand, plan: Plan, log?: string): Promise<readonly Tried[]> {
  return withScene(stand, plan, async (scene) => {
    const { seats, folder, at, meddle, trial } = scene;
    const broken: string[] = [];
    let wasKilled = false;
    const last = plan.starts.at(-1)?.at ?? -1;
    const starts = [
      ...plan.starts,
      ...usual.filter((minutes) => minutes > last).map((minutes): Start => ({ at: minutes })),
    ];
    meddle(plan.fateFor);
    const conclude = (all: readonly Ended[]): void => {
      wasKilled ||= all.some(({ signal }) => signal === 'SIGKILL');
      broken.push(...all.flatMap((each) => troublesIn(each, seats)));
    };
    conclude((await plan.prelude?.(scene)) ?? []);
    for (const [index, start] of starts.entries()) {
      if (index > 2) meddle(undisturbed);
      at(start.at * minute);
      const logged = index === 0 && log !== undefined ? { FAULTS_LOG: log } : {};
      conclude(await startOnce(scene, plan, start, logged));
      if (start.at < 0) broken.push(...(await tooEarly(scene)));
      if (index + 1 >= plan.starts.length && settledIn(folder) === seats.length) break;
    }
    const judged = await Promise.all(seats.map((seat) => judge(seat, trial, plan.shape, folder)));
    return judged.flatMap((each) => triedOf(plan, each, broken, wasKilled));
  });
}

function triedOf(
  { row, place, kind, rowFor = () => row }: Plan,
  { seat, ending, broken }: Judged,
  more: readonly string[],
  wasKilled: boolean,
): readonly Tried[] {
  const all = [...more, ...broken];
  const where = rowFor(seat, wasKilled) ?? (all.length > 0 ? row : null);
  return where === null ? [] : [{ row: where, column: `${seat.title}: ${kind}`, place, ending, broken: all }];
}

async function startOnce(
  { bot, at }: Scene,
  { hurry = 1 }: Plan,
  start: Start,
  extra: Readonly<Record<string, string>>,
): Promise<readonly Ended[]> {
  const { kill, stop, jump } = start;
  const running = bot(['tick'], {
    FAULTS_HURRY: String(hurry),
    ...extra,
    ...(kill !== undefined && { FAULTS_KILL_AT: String(kill) }),
    ...(stop !== undefined && { FAULTS_STOP_AT: stop.at }),
    ...(jump !== undefined && { FAULTS_JUMP_AT: jump.at, FAULTS_JUMP: String(jump.millis) }),
  });
  const all = [running.ended];
  if (stop !== undefined && (await stands(running))) {
    at(start.at * minute + stop.millis);
    const other = bot(['tick']);
    all.push(other.ended);
    await other.ended;
    running.child.kill('SIGCONT');
  }
  return Promise.all(all);
}

/** A program that ended as it must never do, or that told a secret. */
function troublesIn({ code, stdout, stderr }: Ended, seats: readonly RealSeat[]): readonly string[] {
  const said = stdout + stderr;
  return [
    ...(code === 70 ? [`the program failed: ${stderr}`] : []),
    ...(seats.some(({ secret }) => said.includes(secret)) ? ['the program told a secret'] : []),
  ];
}

/** Resolves when a process stands still, to true, or has ended, to false. */
async function stands({ child }: ReturnType<typeof launch>): Promise<boolean> {
  const closed = once(child, 'close');
  for (;;) {
    const over = await Promise.race([closed.then(() => true), pause(20, false)]);
    if (over) return false;
    if (isStopped(child.pid)) return true;
  }
}

function isStopped(pid: number | undefined): boolean {
  try {
    return / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function tooEarly({ seats, trial }: Scene): Promise<readonly string[]> {
  const wanted = `${trial}. próba`;
  const standing = await Promise.all(seats.map(async (seat) => ({ seat, posts: await seat.standing() })));
  return standing.flatMap(({ seat, posts }) =>
    posts.some(({ text }) => text.startsWith(wanted)) ? [`${seat.title}: published before it was due`] : [],
  );
}
