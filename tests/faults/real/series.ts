/** All trials on real servers: every fault at every kind of request, a kill at every boundary, wrong clocks, two processes, and mixtures. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, randomFrom } from '../season/random.ts';
import { undisturbed } from './meddling.ts';
import type { Stand } from './stand.ts';
import { type Plan, tryOnce } from './trial.ts';
import {
  clockTrials,
  daemonTrials,
  faultTrials,
  type Kind,
  killTrial,
  kinds,
  mixture,
  pauseTrials,
  type Trial,
} from './trials.ts';

/** Everything, the kill at every boundary last and in any order; needs a stand to see which boundaries there are. */
export async function seriesOn(stand: Stand, seed: number, mixtures: number): Promise<readonly Trial[]> {
  const passed = new Map<string, readonly string[]>();
  for (const { kind, shape } of kinds) passed.set(kind, await boundariesOf(stand, { kind, shape }));
  const before = beforeIntent(passed.get('post') ?? []);
  const kills = kinds.flatMap((each) =>
    (passed.get(each.kind) ?? [])
      .filter((place) => each.kind === 'post' || !before.has(place))
      .map((place) => killTrial(each, place)),
  );
  return [
    ...kinds.flatMap(faultTrials),
    ...kinds.flatMap(clockTrials),
    ...kinds.flatMap((each) => daemonTrials(each, seed)),
    ...kinds.flatMap((each) => pauseTrials(each, passed.get(each.kind) ?? [], seed)),
    ...Array.from({ length: mixtures }, (_, index) => mixture(seed, index)),
    ...shuffled(kills, randomFrom(seed, 'kills')),
  ];
}

/** What the program passes on its way through one undisturbed start. */
async function boundariesOf(stand: Stand, { kind, shape }: Kind): Promise<readonly string[]> {
  const log = join(stand.folder, 'boundaries.txt');
  const plan: Plan = { row: 'undisturbed', place: '', kind, shape, starts: [], fateFor: undisturbed };
  const tried = await tryOnce(stand, plan, log);
  const boundaries = readFileSync(log, 'utf8').trim().split('\n');
  rmSync(log);
  const broken = tried.flatMap((each) => each.broken);
  if (broken.length > 0) throw new Error(`an undisturbed trial failed: ${broken.join('; ')}`);
  return boundaries;
}

/** What a channel passes before its first intent is the same for every kind of publication, and is tried with one. */
function beforeIntent(boundaries: readonly string[]): ReadonlySet<string> {
  const intended = new Set<string>();
  return new Set(
    boundaries.filter((place) => {
      const [seat = ''] = place.split(':');
      if (place.includes('before commit') && place.includes('publications')) intended.add(seat);
      return !intended.has(seat);
    }),
  );
}

function shuffled<T>(all: readonly T[], random: Random): readonly T[] {
  return all
    .map((each) => [random.between(0, 2 ** 32), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}
