import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createQueue } from '../../media/queue.ts';

it('begins work in the order given, keeps as many under way as it has lanes, and finishes all of it', async () => {
  const works = fc.array(fc.record({ ticks: fc.integer({ min: 1, max: 5 }), fails: fc.boolean() }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), works, async (lanes, list) => {
      const queue = createQueue(lanes);
      const begun: number[] = [];
      let [now, most] = [0, 0];
      const results = await Promise.allSettled(
        list.map(({ ticks, fails }, index) =>
          queue(async () => {
            begun.push(index);
            now += 1;
            most = Math.max(most, now);
            for (let tick = 0; tick < ticks; tick += 1) await null;
            now -= 1;
            if (fails) throw new Error('as asked');
            return index;
          }),
        ),
      );
      expect(begun).toEqual(list.map((_, index) => index));
      expect(most).toBe(Math.min(lanes, list.length));
      expect(results.map(({ status }) => status === 'rejected')).toEqual(list.map(({ fails }) => fails));
    }),
  );
});
