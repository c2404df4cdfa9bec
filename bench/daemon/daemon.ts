/** `daemon`: memory and CPU of the idle daemon, fresh and after it drew and published, beside a node that only beats. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Found, Run, Terms } from '../benches.ts';
import { columnsOf, figure, ratio, rowsOf } from '../measure/result.ts';
import type { Readings } from '../measure/turns.ts';
import { type Home, newHome, starter } from '../process/home.ts';
import { heldBy } from './tree.ts';

const beating = 'a node with one timer a second';

const figures = [
  figure('memory', 'MB', 0),
  ratio('memoryTo', 'to the bare one', { of: 'memory', to: beating, digits: 1 }),
  figure('cpu', 'CPU ms a minute', 0),
];

/** What is measured together: all run all the time, and each round looks at each once. */
type Watched = {
  readonly name: string;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ready: Promise<void>;
};

export const daemon: Run = async (terms) => {
  const homes = [newHome(), newHome()] as const;
  const watched = [
    start(beating, ['-e', 'setInterval(() => {}, 1000)'], homes[0], null),
    start('the daemon, idle from the start', daemonAt('2027-06-01T12:00:00Z', homes[0]), homes[0], /Running with/),
    start(
      'the daemon, idle after it drew and published a slot',
      daemonAt('2027-10-23T12:59:30Z', homes[1]),
      homes[1],
      /(?:published.*\n[\s\S]*){4}/,
    ),
  ];
  try {
    terms.progress.say('waiting until every daemon is idle');
    await Promise.all(watched.map(({ ready }) => ready));
    await pause(settleMillis);
    return await look(watched, terms);
  } finally {
    for (const { child } of watched) child.kill();
    await Promise.all(watched.map(({ child }) => child.exitCode ?? once(child, 'close')));
    for (const home of homes) home.remove();
  }
};

/** For what a start or a slot leaves behind. */
const settleMillis = 15_000;

const windows = 12;

/** All run side by side, and each window is the same for all. */
async function look(watched: readonly Watched[], { seconds, progress }: Terms): Promise<Found> {
  const millis = (seconds * 1000) / windows;
  const measured = watched.map(({ name, pid }) => ({ name, pid, turns: [] as Readings[] }));
  for (let window = 1; window <= windows; window += 1) {
    progress.say(`${window} of ${windows} looks`);
    const before = measured.map(({ pid }) => heldBy(pid).cpu);
    await pause(millis);
    for (const [index, { pid, turns }] of measured.entries()) {
      const { memory, cpu } = heldBy(pid);
      turns.push({ memory, cpu: ((cpu - (before[index] ?? 0)) / millis) * 60_000 });
    }
  }
  const about = `resident memory and CPU of whole processes that run side by side, over ${windows} windows of ${Math.round(millis / 1000)} s`;
  return { about, settings: {}, columns: columnsOf(figures), rows: rowsOf(measured, figures) };
}

/** Starts node; it is ready when it has said what it has to. */
function start(name: string, args: readonly string[], { folder, env }: Home, says: RegExp | null): Watched {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: string): void => {
      said += text;
      if (says?.test(said)) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('close', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
    if (says === null) resolve();
  });
  return { name, child, pid, ready };
}

function daemonAt(now: string, { campaigns }: Home): readonly string[] {
  return [starter, 'run', '--now', now, ...campaigns];
}
