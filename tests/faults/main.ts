/** `npm run faults`: the whole laboratory, with progress, and a report of what was tried and what happened. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { withCrew } from './crew.ts';
import type { Explored } from './explored/explore.ts';
import { allScenes, exploreAll } from './explored/lanes.ts';
import { addMixes, addTried, type Findings, noMixes } from './findings.ts';
import { columns } from './matrix.ts';
import { tellTrial, tryAll } from './real/lanes.ts';
import { reportOf } from './report.ts';
import { runMix } from './season/mix.ts';
import type { Order } from './worker.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    real: { type: 'string', default: '300' },
    seed: { type: 'string' },
    only: { type: 'string' },
    faults: { type: 'string', default: '3' },
    replay: { type: 'string' },
    resume: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const state = new URL('../../out/faults/findings.json', import.meta.url);
const page = new URL('../../docs/fault-matrix.md', import.meta.url);
const seasons = [2026, 2027, 2028];
const runsAnOrder = 25;
const lanes = Math.min(2, availableParallelism());
/** Trials on real servers wait for much of their time. */
const realLanes = 3 * lanes;

if (options.only !== undefined && !['simulated', 'real', 'explored'].includes(options.only))
  throw new Error(`--only takes simulated, real or explored, not "${options.only}"`);
if (options.only === 'explored') await exploreEverything();
else if (options.replay !== undefined)
  await (isSeed(options.replay) ? replay(Number(options.replay)) : replayTrial(options.replay));
else await runAll(options.resume ? stored() : fresh());

/** Visits every reachable state of one publication; says how many there are, scene by scene. */
async function exploreEverything(): Promise<void> {
  const faults = Number(options.faults);
  const explored: Explored[] = [];
  const begun = performance.now();
  await exploreAll(allScenes(faults), lanes, (each) => {
    explored.push(each);
    const ends = Object.entries(each.endings).map(([ending, count]) => `${ending} ${count}`);
    if (!options.json) console.log(`${each.scene}: ${each.states} states, ${each.ends} ends (${ends.join(', ')})`);
    for (const trouble of each.broken) if (!options.json) console.log(`BROKEN  ${trouble}`);
  });
  const states = explored.reduce((sum, each) => sum + each.states, 0);
  const broken = explored.flatMap((each) => each.broken);
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  if (options.json) console.log(JSON.stringify({ faults, states, explored }));
  else
    console.log(
      `${states} states with up to ${faults} faults in ${explored.length} scenes, ${broken.length} broken promises, ${minutes} min`,
    );
  if (broken.length > 0) process.exitCode = 1;
}

/** Tells one simulated run step by step. */
async function replay(seed: number): Promise<void> {
  const { broken, errors } = await runMix(seed, { trace: (line) => console.log(line) });
  for (const trouble of [...broken, ...errors]) console.log(`BROKEN  ${trouble}`);
  if (broken.length + errors.length > 0) process.exitCode = 1;
}

function isSeed(text: string): boolean {
  return /^\d+$/.test(text);
}

/** A mixture's name tells its seed; the other trials are the same for every seed but for what was drawn, as --seed says. */
function seedOf(name: string): number {
  return Number(options.seed ?? /^mixture (\d+)/.exec(name)?.[1] ?? 0);
}

/** Makes one trial on real servers, by its name. */
async function replayTrial(name: string): Promise<void> {
  const tried = await tellTrial(name, seedOf(name), Number(options.real));
  for (const { row, column, ending, broken } of tried)
    console.log([`${column}, ${row}: ${ending}`, ...broken].join('\n  BROKEN  '));
  if (tried.length === 0) console.log(`The series of this seed has no trial "${name}".`);
  if (tried.length === 0 || tried.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

async function runAll(findings: Findings): Promise<void> {
  if (options.only !== 'real') await runSimulated(findings);
  if (options.only !== 'simulated') await runReal(findings);
  conclude(findings);
}

async function runReal(findings: Findings): Promise<void> {
  const { servers, breaches, done, seed, real } = findings;
  await tryAll(
    { seed, mixtures: real, lanes: realLanes, isDone: (name) => done.includes(`real ${name}`) },
    (name, tried, made) => {
      servers.made = made;
      breaches.push(...addTried(servers.cells, tried, name));
      finished(findings, `real ${name}`, `${made.trials} of ${made.of} trials on real servers`);
    },
  );
}

async function runSimulated(findings: Findings): Promise<void> {
  const { simulated, breaches } = findings;
  const parts: Order[] = [
    ...columns.map((_, column): Order => ({ kind: 'column', column })),
    ...seasons.map((season): Order => ({ kind: 'rehearsal', season, seed: findings.seed })),
    ...Array.from({ length: Math.ceil(findings.runs / runsAnOrder) }, (_, index): Order => {
      const from = index * runsAnOrder;
      return { kind: 'mixes', seed: findings.seed + from, runs: Math.min(runsAnOrder, findings.runs - from) };
    }),
  ];
  const open = parts.filter((order) => !findings.done.includes(nameOf(order)));
  await withCrew(open, lanes, (report, order) => {
    if (report.kind === 'column') breaches.push(...addTried(simulated.cells, report.tried));
    else if (report.kind === 'rehearsal') {
      simulated.rehearsals.push(report.rehearsed);
      if (report.rehearsed.broken.length > 0)
        breaches.push({ replay: `season ${report.rehearsed.season}`, troubles: report.rehearsed.broken });
    } else addMixes(simulated.mixes, report.mixes);
    finished(findings, nameOf(order), `${simulated.mixes.runs} of ${findings.runs} simulated runs`);
  });
}

function conclude(findings: Findings): void {
  const broken = [...findings.breaches, ...findings.simulated.mixes.breaches];
  writeFileSync(page, reportOf(findings));
  if (options.json) console.log(JSON.stringify(findings));
  else for (const { replay: what, troubles } of broken) console.log(`BROKEN  ${what}\n  ${troubles.join('\n  ')}`);
  if (!options.json) console.log(`${broken.length} broken promises; the report is docs/fault-matrix.md`);
  if (broken.length > 0) process.exitCode = 1;
}

function finished(findings: Findings, name: string, progress: string): void {
  findings.done.push(name);
  mkdirSync(new URL('.', state), { recursive: true });
  writeFileSync(state, JSON.stringify(findings));
  const broken = findings.breaches.length + findings.simulated.mixes.breaches.length;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progress}; ${broken} broken promises`);
}

function nameOf(order: Order): string {
  return Object.values(order).join(' ');
}

function fresh(): Findings {
  return {
    seed: Number(options.seed ?? Math.floor(Math.random() * 2 ** 40)),
    runs: Number(options.runs),
    real: Number(options.real),
    simulated: { cells: {}, mixes: noMixes(), rehearsals: [] },
    servers: { cells: {}, made: { trials: 0, of: 0 } },
    breaches: [],
    done: [],
  };
}

function stored(): Findings {
  return JSON.parse(readFileSync(state, 'utf8')) as Findings;
}
