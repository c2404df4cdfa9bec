/** The laboratory in short with the real program on real servers: a fault, a kill, and a mixture of both. */

import { randomInt } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { tryNumber } from './real/series.ts';
import { withServers } from './real/stand.ts';

it('publishes once on every server, or is uncertain where no client could know, after a fault, a kill and a mixture of both', {
  timeout: 400_000,
}, async () => {
  const seed = randomInt(2 ** 40);
  await withServers(async (stand) => {
    for (const index of [0, 1, 2]) {
      const tried = await tryNumber(stand, seed, index);
      expect(tried).toHaveLength(5);
      expect(tried.filter(({ broken }) => broken.length > 0)).toEqual([]);
    }
  }, inject('pds'));
});
