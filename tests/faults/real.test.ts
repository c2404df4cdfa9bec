/** The laboratory in short with the real program on real servers: some of every sort of trial, always the same; `npm run faults` makes them all. */

import { expect, inject, it } from 'vitest';
import { seriesOn } from './real/series.ts';
import { withServers } from './real/stand.ts';
import { randomFrom } from './season/random.ts';

const sorts = [
  / at the (first|last) /,
  /clock an hour/,
  /two daemons/,
  /paused at/,
  /killed at/,
  /killed at/,
  /^mixture/,
];

const seed = 1956;

it('publishes once on every server, or is uncertain where no client could know, whatever is done to it', async () => {
  await withServers(async (stand) => {
    const series = await seriesOn(stand, seed, 10);
    const random = randomFrom(seed, 'choice');
    for (const sort of sorts) {
      const [first, ...rest] = series.filter(({ name }) => sort.test(name));
      if (first === undefined) throw new Error(`no trial is like ${sort}`);
      const { name, make } = random.pick([first, ...rest]);
      const tried = await make(stand);
      expect.soft({ name, seed, broken: tried.flatMap(({ broken }) => broken) }).toEqual({ name, seed, broken: [] });
    }
  }, inject('pds'));
});
