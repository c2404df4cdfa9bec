import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareIds, createIds } from './ids.ts';

it.each(['4.6.7', 'none'] as const)('gives ids that grow in mode %s, wherever the clock goes', (mode) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1e12, max: 4e12 }), { minLength: 2 }), (times) => {
      const ids = createIds(mode);
      const given = times.map((time) => ids.next(time));
      expect([...given].sort(compareIds)).toEqual(given);
      expect(new Set(given).size).toBe(given.length);
    }),
  );
});

it('puts the time into a number as Mastodon does', () => {
  const now = Date.UTC(2027, 9, 23, 13);
  expect(BigInt(createIds('4.6.7').next(now)) >> 16n).toBe(BigInt(now));
});
