/** The results of one run with the machine they were found on: what `--json` prints, and what an earlier run is read from. */

import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { z } from 'zod';
import type { Result } from './result.ts';

const spread = z.object({ median: z.number(), from: z.number(), to: z.number() });
const result = z.object({
  bench: z.string(),
  about: z.string(),
  at: z.iso.datetime(),
  load: z.number(),
  seconds: z.number(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  columns: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      digits: z.number(),
      better: z.enum(['less', 'more', 'neither']),
      isPortable: z.boolean(),
    }),
  ),
  rows: z.array(z.object({ name: z.string(), turns: z.number(), figures: z.record(z.string(), spread) })),
});
const report = z.object({
  machine: z.object({
    processor: z.string(),
    cores: z.number(),
    memory: z.string(),
    system: z.string(),
    node: z.string(),
  }),
  results: z.array(result),
});

export type Machine = z.output<typeof report>['machine'];
export type Report = { readonly machine: Machine; readonly results: readonly Result[] };

/** This one; `node` is the version that runs. */
export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  };
}

/** Reads what `--json` printed. Throws an Error that names the file where it is anything else. */
export function readReport(file: string): Report {
  try {
    return report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is not what a bench printed with --json`, { cause });
  }
}
