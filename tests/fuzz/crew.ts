/** Processes that share out the runs; one that hangs, ends or takes too much memory is a failure, and replaced. */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Report, reportSchema } from './worker.ts';

const file = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Megabytes; a worker that takes more has lost something. */
export const mostMemory = 1536;
/** So long, in milliseconds, no run takes on any machine. */
const longestRun = 300_000;

const runSchema = z.object({ seed: z.int() });

export type Told = {
  readonly report: (report: Report) => void;
  /** What became of a worker instead of a report; `seed` is the run it was at. */
  readonly broken: (seed: number, what: string) => void;
};

/** Carries out all orders with as many workers; resolves when the last is through. */
export async function withWorkers(
  count: number,
  orders: readonly { readonly first: number; readonly runs: number }[],
  told: Told,
): Promise<void> {
  const waiting = [...orders];
  const lane = async (): Promise<void> => {
    let worker = await startWorker();
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      const ended = await carriedOut(worker, order);
      if ('memory' in ended) {
        told.report(ended);
        if (ended.memory <= mostMemory) continue;
        told.broken(order.first, `after ${order.runs} runs a worker takes ${ended.memory} MB`);
      } else {
        told.broken(ended.seed, ended.what);
        const next = ended.seed + 1;
        if (next < order.first + order.runs) waiting.unshift({ first: next, runs: order.first + order.runs - next });
      }
      await stopWorker(worker);
      worker = await startWorker();
    }
    await stopWorker(worker);
  };
  await Promise.all(Array.from({ length: count }, lane));
}

function startWorker(): Promise<ChildProcess> {
  const worker = fork(file, {
    execArgv: [`--max-old-space-size=${mostMemory}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(worker));
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code} before it began`)));
  });
}

function carriedOut(
  worker: ChildProcess,
  order: { readonly first: number; readonly runs: number },
): Promise<Report | { readonly seed: number; readonly what: string }> {
  return new Promise((resolve) => {
    let seed = order.first;
    const end = (with_: Report | { readonly seed: number; readonly what: string }): void => {
      clearTimeout(watch);
      worker.removeAllListeners('message').removeAllListeners('exit');
      resolve(with_);
    };
    const watch = setTimeout(() => end({ seed, what: `the run takes longer than ${longestRun / 1000} s` }), longestRun);
    worker.on('message', (message) => {
      const run = runSchema.safeParse(message);
      if (!run.success || 'first' in Object(message)) return end(reportSchema.parse(message));
      seed = run.data.seed;
      watch.refresh();
    });
    worker.once('exit', (code, signal) => end({ seed, what: `the process ended with ${code ?? signal}` }));
    worker.send(order);
  });
}

/** One that does not end by itself soon is killed. */
function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => worker.kill('SIGKILL'), 10_000);
    worker.once('exit', () => {
      clearTimeout(kill);
      resolve();
    });
    worker.disconnect();
  });
}
