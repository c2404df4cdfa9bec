/** `cold`: each command as a whole process beside a bare node: at its first run, again, and after a change in one day file. */

import type { Run } from '../benches.ts';
import { columnsOf, figure, rowsOf } from '../measure/result.ts';
import { spreadOf } from '../measure/spread.ts';
import { type Contender, contender, type Readings, takeTurns } from '../measure/turns.ts';
import { newHome, starter } from '../process/home.ts';
import { type Launch, type Spent, spent } from '../process/spent.ts';

type Command = {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether it reads campaigns. */
  readonly reads: boolean;
};

const commands: readonly Command[] = [
  { name: '--help', args: ['--help'], reads: false },
  { name: 'plan', args: ['plan'], reads: true },
  { name: 'preview of a day, no pictures', args: ['preview', '--day', '10-24', '--no-images'], reads: true },
  { name: 'tick, nothing due', args: ['tick', '--now', '2027-06-01T12:00:00Z'], reads: true },
  { name: 'status', args: ['status'], reads: true },
  { name: 'check', args: ['check'], reads: true },
];

const figures = [
  figure('wall', 'wall ms', 0),
  figure('wallToBare', 'wall to bare', 1, { isPortable: true }),
  figure('cpu', 'CPU ms', 0),
  figure('cpuToBare', 'CPU to bare', 1, { isPortable: true }),
  figure('peak', 'peak MB', 0),
];

export const cold: Run = async ({ seconds, progress }) => {
  const onTurn = (round: number, name: string): void => progress.say(`round ${round}, ${name}`);
  const contenders = [contender('node -e 0', async () => ({ ...(await bare()) })), ...commands.map(series)];
  const measured = await takeTurns(contenders, { seconds, onTurn });
  const about =
    'whole processes in a fresh folder, each beside a bare node run just before it: wall time, CPU of all threads, most memory';
  return { about, settings: {}, columns: columnsOf(figures), rows: rowsOf(measured, figures) };
};

/**
 * A command in one folder: nothing is kept there at first, then all that runs before it left. What they left is whole after
 * the second: it is the first that finds a data folder to keep compiled code in.
 */
function series({ name, args, reads }: Command): Contender {
  const rows = [`${name}, first`, `${name}, again`, ...(reads ? [`${name}, a day changed`] : [])];
  const turn = async (): Promise<readonly Readings[]> => {
    const home = newHome();
    const launch: Launch = { cwd: home.folder, env: home.env };
    const command = [starter, ...args, ...(reads ? home.campaigns : [])];
    try {
      const floor = await bare();
      const own: Spent[] = [await spent(command, launch)];
      if (!reads) await spent([starter, 'plan', ...home.campaigns], launch);
      await spent(command, launch);
      own.push(await spent(command, launch));
      if (reads) {
        home.touchDay();
        own.push(await spent(command, launch));
      }
      return own.map((each) => ({
        ...each,
        wallToBare: each.wall / floor.wall,
        cpuToBare: each.cpu / floor.cpu,
      }));
    } finally {
      home.remove();
    }
  };
  return { name, rows, turn };
}

/** The middle of three: one alone is soon disturbed. */
async function bare(): Promise<Spent> {
  const all: Spent[] = [];
  for (let run = 0; run < 3; run += 1) all.push(await spent(['-e', '0'], { cwd: '/' }));
  const middle = (key: keyof Spent): number => spreadOf(all.map((each) => each[key])).median;
  return { wall: middle('wall'), cpu: middle('cpu'), peak: middle('peak') };
}
