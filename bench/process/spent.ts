/** What a whole process costs: how long it takes, the CPU of it and all it starts, and its memory. Linux with bash only. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('./peak.cjs', import.meta.url));

export type Spent = {
  /** Milliseconds from the start of the process to its end. */
  readonly wall: number;
  /** Milliseconds of user and system time, of all threads and of every process it waited for. */
  readonly cpu: number;
  /** Megabytes resident at most; of the largest process, where there were several. */
  readonly peak: number;
};

export type Launch = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no error; by default 0. */
  readonly codes?: readonly number[];
};

/**
 * Bash tells microseconds of the clock, and milliseconds of its children's CPU as `getrusage` has them; Node.js tells
 * nothing of a child's.
 */
const script = `
TIMEFORMAT='%3U %3S'; code=0; begun=$EPOCHREALTIME
time "$@" >"$BENCH_OUTPUT" 2>&1 || code=$?
echo "$begun $EPOCHREALTIME $code"`;

/** Runs node to its end with nothing of this machine's settings. Throws an Error with what it said if it ends otherwise. */
export async function spent(args: readonly string[], { cwd, env = {}, codes = [0] }: Launch): Promise<Spent> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-spent-'));
  try {
    const [output, peak] = [join(folder, 'output'), join(folder, 'peak')];
    const { PATH = '', HOME = '', TMPDIR } = process.env;
    const own = { LC_ALL: 'C', NO_COLOR: '1', BENCH_OUTPUT: output, BENCH_PEAK: peak };
    const command = [process.execPath, '--require', preload, ...args];
    const child = spawn('bash', ['-c', script, 'bash', ...command], {
      cwd,
      env: { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [clock, times] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const [begun = Number.NaN, ended = Number.NaN, code = Number.NaN] = clock.trim().split(' ').map(Number);
    if (!codes.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}: ${readFileSync(output, 'utf8')}`);
    const [user = Number.NaN, system = Number.NaN] = times.trim().split(' ').map(Number);
    const peaks = readFileSync(peak, 'utf8').trim().split('\n').map(Number);
    return { wall: (ended - begun) * 1000, cpu: (user + system) * 1000, peak: Math.max(...peaks) / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
