/** Which trials are made on real servers, in which order: faults, kills and mixtures of both take turns. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FateName } from '../fates.ts';
import type { Tried } from '../findings.ts';
import { type Random, randomFrom } from '../random.ts';
import { type Shape, shapes } from '../season.ts';
import type { Stand } from './stand.ts';
import { anyRequest, firstWrite, type Plan, tryOnce } from './trial.ts';

/** What a proxy can do; a request that is held longer than the client waits is left to the simulated runs. */
const fates: readonly [FateName, ...FateName[]] = [
  'lost response',
  'lost request',
  '500 after the write',
  '502 HTML after the write',
  '200 HTML after the write',
  'cut body',
  '500 before the write',
  '502 HTML before the write',
  '200 HTML before the write',
  '503',
  '429',
  'expired session',
];

const kinds = Object.entries(shapes) as readonly (readonly [string, Shape])[];

const mixedRow = 'mixtures of kills and faults';
const killedRow = 'killed at a boundary';

/** Trial number `index` of the series of a seed; the same every time. */
export async function tryNumber(stand: Stand, seed: number, index: number): Promise<readonly Tried[]> {
  const random = randomFrom(seed, `real ${index}`);
  const turn = Math.floor(index / 3);
  const [kind, shape] = kinds[turn % kinds.length] ?? ['post', shapes.post];
  switch (index % 3) {
    case 0: {
      const row = fates[Math.floor(turn / kinds.length) % fates.length] ?? 'lost response';
      return tryOnce(stand, { row, place: 'the first write', kind, shape, kills: new Map(), fateFor: firstWrite(row) });
    }
    case 1: {
      const boundaries = await boundariesOf(stand, kind, shape);
      const at = random.between(0, boundaries.length - 1);
      const place = boundaries[at] ?? '';
      const fateFor = () => 'undisturbed' as const;
      return tryOnce(stand, { row: killedRow, place, kind, shape, kills: new Map([[0, at]]), fateFor });
    }
    default:
      return tryOnce(stand, mixture(random, kind, shape, seed, index));
  }
}

function mixture(random: Random, kind: string, shape: Shape, seed: number, index: number): Plan {
  const kills = new Map(
    [0, 1, 2].flatMap((tick) => (random.chance(0.6) ? [[tick, random.between(0, 500)] as const] : [])),
  );
  const fateFor = anyRequest(random, random.pick([0, 0.05, 0.15]), fates);
  return { row: mixedRow, place: `--seed ${seed}, trial ${index}`, kind, shape, kills, fateFor };
}

const known = new Map<string, readonly string[]>();

/** What the program passes on its way through one undisturbed tick. */
async function boundariesOf(stand: Stand, kind: string, shape: Shape): Promise<readonly string[]> {
  const before = known.get(kind);
  if (before !== undefined) return before;
  const log = join(stand.folder, 'boundaries.txt');
  const plan = { row: 'undisturbed', place: '', kind, shape, kills: new Map(), fateFor: () => 'undisturbed' as const };
  await tryOnce(stand, plan, log);
  const boundaries = readFileSync(log, 'utf8').trim().split('\n');
  rmSync(log);
  known.set(kind, boundaries);
  return boundaries;
}
