/** The real program in a folder of its own, with a campaign of one slot, before the servers of a stand. */

import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { launch } from '../../support/cli.ts';
import type { Shape } from '../season/season.ts';
import { beginning, dueOf } from './calendar.ts';
import { writeCampaign } from './campaign.ts';
import { type FateFor, meddlingFor, undisturbed } from './meddling.ts';
import type { RealSeat, Stand } from './stand.ts';

/** The program is started thousands of times. */
const compiled = fileURLToPath(new URL('../../../out/faults/compiled', import.meta.url));
const preload = fileURLToPath(new URL('./boundaries.ts', import.meta.url));

/** A trial of the stand, with its campaign and a data folder in which every channel has started. */
export type Scene = {
  readonly trial: number;
  readonly folder: string;
  readonly seats: readonly RealSeat[];
  /** Starts the program with the true time as its clock. */
  readonly bot: (args: readonly string[], extra?: Readonly<Record<string, string>>) => ReturnType<typeof launch>;
  /** Sets the true time to so many milliseconds after the slot was due; a sleeping program learns of it when it wakes. */
  readonly at: (millis: number) => void;
  readonly meddle: (fateFor: FateFor) => void;
};

export type Cast = {
  readonly shape: Shape;
  /** Which channels take part; by default all. */
  readonly takesPart?: (seat: RealSeat) => boolean;
};

/** Sets the next trial of a stand up, and takes it away in the end; the pictures that were drawn stay for the next. */
export async function withScene<T>(
  stand: Stand,
  { shape, takesPart = () => true }: Cast,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const { time } = stand;
  const started = await startedData(stand);
  const trial = stand.next();
  const folder = join(stand.folder, `trial-${trial}`);
  const seats = stand.seats.filter(takesPart);
  const campaigns = writeCampaign(folder, trial, shape);
  cpSync(started, join(folder, 'data'), { recursive: true });
  const clock = join(folder, 'clock');
  const at = (millis: number): void => {
    time.set(plusMillis(dueOf(trial), millis));
    writeFileSync(clock, String(time.now() - Date.now()));
  };
  const bot = (args: readonly string[], extra: Readonly<Record<string, string>> = {}) =>
    launchAt(folder, clock, seats, [...args, '--json', '--campaigns', campaigns], extra);
  const meddle = (fateFor: FateFor): void => {
    for (const seat of seats) seat.proxy.meddle(meddlingFor(seat, time, fateFor));
  };
  try {
    return await work({ trial, folder, seats, bot, at, meddle });
  } finally {
    const drawn = join(folder, 'data/pictures');
    if (existsSync(drawn)) cpSync(drawn, join(started, 'pictures'), { recursive: true });
    rmSync(folder, { recursive: true });
  }
}

function launchAt(
  cwd: string,
  clock: string,
  seats: readonly RealSeat[],
  args: readonly string[],
  extra: Readonly<Record<string, string>>,
): ReturnType<typeof launch> {
  const named = seats.flatMap(({ id, proxy, account }) => [
    [proxy.origin, id],
    [account, id],
  ]);
  const env = {
    ...Object.assign({}, ...seats.map((seat) => seat.env)),
    FAULTS_CLOCK: clock,
    NODE_COMPILE_CACHE: compiled,
    FAULTS_SEATS: JSON.stringify(Object.fromEntries(named)),
    ...extra,
  };
  return launch(args, { cwd, env, nodeOptions: ['--import', preload] });
}

/** A data folder in which every channel has started, made once for each stand. */
async function startedData({ folder, seats, time }: Stand): Promise<string> {
  const home = join(folder, 'started');
  const data = join(home, 'data');
  if (existsSync(data)) return data;
  mkdirSync(home);
  time.set(beginning);
  for (const seat of seats) seat.proxy.meddle(meddlingFor(seat, time, undisturbed));
  const clock = join(home, 'clock');
  writeFileSync(clock, String(time.now() - Date.now()));
  const campaigns = writeCampaign(home, 0, { posts: 1, pictures: 0 });
  const { code, stdout, stderr } = await launchAt(home, clock, seats, ['tick', '--campaigns', campaigns], {}).ended;
  if (code !== 0) throw new Error(`the first start ended with ${code}: ${stderr}${stdout}`);
  return data;
}
