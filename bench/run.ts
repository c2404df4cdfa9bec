/** Runs benches, and says what they found. */

import { loadavg } from 'node:os';
import type { Bench } from './benches.ts';
import { installPackages } from './install.ts';
import { newProgress } from './measure/progress.ts';
import { type Report, thisMachine } from './measure/report.ts';
import type { Result } from './measure/result.ts';

export type Options = { readonly seconds?: number; readonly out?: string };

/** One after the other; `told` hears of each as soon as it is there. */
export async function runAll(
  benches: readonly Bench[],
  options: Options,
  told: (result: Result) => void = () => {},
): Promise<Report> {
  const results: Result[] = [];
  for (const bench of benches) {
    const result = await run(bench, options);
    results.push(result);
    told(result);
  }
  return { machine: thisMachine(), results };
}

async function run({ name, needsPackages, load, ...bench }: Bench, options: Options): Promise<Result> {
  if (needsPackages) installPackages();
  const seconds = options.seconds ?? bench.seconds;
  const measure = await load();
  const progress = newProgress(name);
  const [load1 = 0] = loadavg();
  const begun = { bench: name, at: new Date().toISOString(), load: Math.round(load1 * 100) / 100, seconds };
  try {
    return { ...begun, ...(await measure({ seconds, progress, out: options.out ?? null })) };
  } finally {
    progress.end();
  }
}
