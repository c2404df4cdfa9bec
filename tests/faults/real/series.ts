/** All trials on real servers: every fault at every kind of request, a kill at every boundary, wrong clocks, two processes, and mixtures. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

/** Everything in order, the matrix before the mixtures; needs a stand to see which boundaries there are. */
export async function seriesOn(stand: Stand, seed: number, mixtures: number): Promise<readonly Trial[]> {
  const passed = new Map<string, readonly string[]>();
  for (const { kind, shape } of kinds) passed.set(kind, await boundariesOf(stand, { kind, shape }));
  const before = beforeIntent(passed.get('post') ?? []);
  return [
    ...kinds.flatMap(faultTrials),
    ...kinds.flatMap(clockTrials),
    ...kinds.flatMap((each) => daemonTrials(each, seed)),
    ...kinds.flatMap((each) => pauseTrials(each, passed.get(each.kind) ?? [], seed)),
    ...kinds.flatMap((each) =>
      (passed.get(each.kind) ?? [])
        .filter((place) => each.kind === 'post' || !before.has(place))
        .map((place) => killTrial(each, place)),
    ),
    ...Array.from({ length: mixtures }, (_, index) => mixture(seed, index)),
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
