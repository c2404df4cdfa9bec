/** A process that makes the runs it is told to, and tells what came of them and how much memory it takes. */

import { z } from 'zod';
import { layGround } from './ground.ts';
import { tryOne } from './trial.ts';

export const orderSchema = z.object({ first: z.int(), runs: z.int() });

export const failureSchema = z.object({
  seed: z.int(),
  file: z.string(),
  changes: z.array(z.string()),
  failures: z.array(z.string()),
});

export const reportSchema = z.object({
  first: z.int(),
  runs: z.int(),
  told: z.int(),
  sound: z.int(),
  failed: z.array(failureSchema),
  /** The run that took longest, and how many milliseconds. */
  longest: z.object({ seed: z.int(), millis: z.number() }),
  /** Milliseconds of a processor that the runs took. */
  cpu: z.int(),
  /** Megabytes that the process takes. */
  memory: z.number(),
});

export type Report = z.output<typeof reportSchema>;

/** Makes the runs from one seed on, at most `runs`. */
async function carryOut({ first, runs }: z.output<typeof orderSchema>): Promise<Report> {
  const tally = { told: 0, sound: 0, failed: 0 };
  const failed: Report['failed'] = [];
  let longest = { seed: first, millis: 0 };
  const before = process.cpuUsage();
  for (let seed = first; seed < first + runs && process.connected; seed += 1) {
    process.send?.({ seed });
    const begun = performance.now();
    const { file, changes, outcome, failures } = await tryOne(ground, seed);
    const millis = Math.round(performance.now() - begun);
    if (millis > longest.millis) longest = { seed, millis };
    tally[outcome] += 1;
    if (failures.length > 0) failed.push({ seed, file, changes: [...changes], failures: [...failures] });
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = Math.round((user + system) / 1000);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  return { first, runs, told: tally.told, sound: tally.sound, failed, longest, cpu, memory };
}

const ground = await layGround();
process.on('message', (message) => {
  carryOut(orderSchema.parse(message)).then(
    (report) => process.connected && process.send?.(report),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => {
  void ground.remove().finally(() => process.exit());
});
process.send?.({ ready: true });
