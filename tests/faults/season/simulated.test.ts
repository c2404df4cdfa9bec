/** The laboratory in short: simulated seasons with everything that can go wrong; `npm run faults` draws fresh ones. */

import { describe, expect, it } from 'vitest';
import { columns, tryColumn } from '../matrix.ts';
import { runMix } from './mix.ts';

/** Runs so many seasons, and gives those in which a promise was broken, with the seed that replays them. */
async function brokenAmong(seed: number, count: number): Promise<readonly string[]> {
  const broken: string[] = [];
  for (let run = 0; run < count; run += 1) {
    const outcome = await runMix(seed + run);
    for (const trouble of [...outcome.broken, ...outcome.errors]) broken.push(`seed ${outcome.seed}: ${trouble}`);
  }
  return broken;
}

describe('seasons in bad weather', () => {
  it('publish everything exactly once, or record why not', async () => {
    expect(await brokenAmong(1956, 40)).toEqual([]);
  });

  it('are the same again for the same seed', async () => {
    const [first, again] = [await runMix(1848), await runMix(1848)];
    expect({ ...again, met: [...again.met] }).toEqual({ ...first, met: [...first.met] });
  });
});

describe.each(columns.filter(({ name }) => name.endsWith(': post')))('$name', (column) => {
  it('is published once after any single fault and a kill at any boundary, or uncertain where no client could know', async () => {
    const tried = await tryColumn(column);
    expect(tried.filter(({ broken }) => broken.length > 0)).toEqual([]);
    const endings = new Set(tried.map(({ ending }) => ending));
    const hasKeys = !/^(no keys|snac)/.test(column.name);
    expect([...endings].sort()).toEqual(hasKeys ? ['published'] : ['published', 'uncertain']);
  });
});
