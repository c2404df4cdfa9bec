/** `npm run fuzz`: changes one file of the campaigns, the photographs or the settings a run, and judges what comes of it. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mostMemory, withWorkers } from './crew.ts';
import { differences } from './differences.ts';
import { layGround } from './ground.ts';
import { tryOne } from './trial.ts';
import { failureSchema, type Report } from './worker.ts';

const help = `npm run fuzz -- [--runs 100000] [--seed 1] [--workers 2] [--resume] [--json]
npm run fuzz -- --replay SEED

Each run has a seed: the first --seed, and then one more a run. --replay tells one run: what was changed, and what came of
it. --resume goes on where the last was stopped. --json ends with a summary for programs. Exit code 1: something failed.`;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    replay: { type: 'string' },
    resume: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const stateSchema = z.object({
  seed: z.int(),
  runs: z.int(),
  /** First seeds of the orders that are through. */
  done: z.array(z.int()),
  told: z.int(),
  sound: z.int(),
  failed: z.array(failureSchema),
  /** Megabytes: the most that was seen. */
  memory: z.number(),
  longest: z.object({ seed: z.int(), millis: z.number() }),
  seconds: z.number(),
  /** Milliseconds of a processor that the runs took. */
  cpu: z.number(),
});
type State = z.output<typeof stateSchema>;

const folder = new URL('../../out/fuzz/', import.meta.url);
const file = new URL('state.json', folder);
const runsAnOrder = 200;

if (options.help) console.log(help);
else if (options.replay !== undefined) await replay(whole('replay', options.replay));
else await runAll(options.resume ? stored() : fresh());

async function replay(seed: number): Promise<void> {
  const ground = await layGround();
  try {
    const { file: changed, changes, outcome, failures, before, after } = await tryOne(ground, seed);
    console.log(`run ${seed}: ${changed}: ${changes.join('; ') || 'nothing changed'}\n`);
    console.log(differences(before, after));
    console.log(`\n${outcome}`);
    for (const failure of failures) console.log(`FAILED  ${failure}`);
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    await ground.remove();
  }
}

async function runAll(state: State): Promise<void> {
  const begun = performance.now() - state.seconds * 1000;
  const orders = Array.from({ length: Math.ceil(state.runs / runsAnOrder) }, (_, index) => ({
    first: state.seed + index * runsAnOrder,
    runs: Math.min(runsAnOrder, state.runs - index * runsAnOrder),
  })).filter(({ first }) => !state.done.includes(first));
  const keep = (): void => {
    state.seconds = Math.round((performance.now() - begun) / 1000);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL('state.new', folder), JSON.stringify(state));
    renameSync(new URL('state.new', folder), file);
    if (!options.json) console.error(line(state));
  };
  await withWorkers(whole('workers', options.workers), orders, {
    report: (report) => {
      add(state, report);
      keep();
    },
    broken: (seed, what) => {
      state.failed.push({ seed, file: '', changes: [], failures: [what] });
      keep();
    },
  });
  if (options.json) console.log(JSON.stringify(state, null, 2));
  else conclude(state);
  if (state.failed.length > 0) process.exitCode = 1;
}

function add(state: State, { first, told, sound, failed, memory, longest, cpu }: Report): void {
  state.done.push(first);
  state.cpu += cpu;
  state.told += told;
  state.sound += sound;
  state.failed.push(...failed);
  state.memory = Math.max(state.memory, memory);
  if (longest.millis > state.longest.millis) state.longest = longest;
}

function line({ told, sound, failed, runs, seconds, memory, longest, cpu }: State): string {
  const made = told + sound + failed.length;
  const each = `${Math.round(cpu / Math.max(1, made))} ms of a processor a run`;
  return `${made} of ${runs} runs in ${seconds} s: ${told} told, ${sound} sound, ${failed.length} failed; ${each}, at most ${memory} of ${mostMemory} MB a worker, ${longest.millis} ms a run (${longest.seed})`;
}

function conclude(state: State): void {
  for (const { seed, file: changed, changes, failures } of state.failed) {
    console.log(`FAILED  ${seed}  ${changed}: ${changes.join('; ')}`);
    for (const failure of failures.slice(0, 3))
      console.log(`        ${failure.split('\n').slice(0, 4).join('\n        ')}`);
  }
  console.log(line(state));
  const [first] = state.failed;
  if (first !== undefined) console.log(`Look at one: npm run fuzz -- --replay ${first.seed}`);
}

function fresh(): State {
  const [seed, runs] = [whole('seed', options.seed), whole('runs', options.runs)];
  return {
    seed,
    runs,
    done: [],
    told: 0,
    sound: 0,
    failed: [],
    memory: 0,
    longest: { seed, millis: 0 },
    seconds: 0,
    cpu: 0,
  };
}

function stored(): State {
  return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function whole(name: string, text: string): number {
  if (!/^\d{1,12}$/u.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}
