/** The time of a server is known from its answers, however this machine's clock is set meanwhile. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../../bot/networks/wire/server-clock.ts';
import { type Instant, instantFromIso, plusMillis } from '../../../schedule/time/instant.ts';

const hour = 3_600_000;
const start = instantFromIso('2027-10-23T13:00:00Z');

/** True time goes on by itself; this machine's clock can be set. */
function machine(setBy = 0) {
  let elapsed = 0;
  let off = setBy;
  const trueNow = (): Instant => plusMillis(start, elapsed);
  const clock = createServerClock(
    () => plusMillis(trueNow(), off),
    () => 123_456 + elapsed,
  );
  return {
    clock,
    trueNow,
    wait: (millis: number) => {
      elapsed += millis;
    },
    set: (millis: number) => {
      off = millis;
    },
    /** An answer of a server that goes right, which it gave so long after it was asked and so long before it arrived. */
    answer(there = 0, back = 0, headers: Record<string, string> = {}) {
      const asked = clock.steady();
      elapsed += there;
      const date = new Date(trueNow()).toUTCString();
      elapsed += back;
      clock.hear(new Headers({ date, ...headers }), asked);
    },
  };
}

describe('the time of a server', () => {
  it('is right to what is said of its uncertainty, however long answers take and this clock is off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2 * hour, max: 2 * hour }),
        fc.array(fc.record({ there: fc.nat(5_000), back: fc.nat(5_000), pause: fc.nat(hour) }), { minLength: 1 }),
        (off, answers) => {
          const { clock, answer, wait, trueNow } = machine(off);
          for (const { there, back, pause } of answers) {
            answer(there, back);
            wait(pause);
            const reading = clock.reading();
            if (reading === null) throw new Error('the server told its time');
            expect(Math.abs(reading.aheadMillis + off)).toBeLessThanOrEqual(reading.uncertaintyMillis + 1);
            expect(Math.abs(clock.now() - trueNow())).toBeLessThanOrEqual(reading.uncertaintyMillis + 1);
          }
        },
      ),
    );
  });

  it('goes on, and tells at once, when this clock is set', () => {
    const { clock, answer, set, wait, trueNow } = machine();
    answer();
    wait(hour);
    set(-hour);
    expect(Math.abs(clock.now() - trueNow())).toBeLessThanOrEqual(501);
    expect(clock.reading()).toMatchObject({ aheadMillis: hour + 500, ageMillis: hour });
    set(0);
    expect(clock.reading()?.aheadMillis).toBe(500);
  });

  it('is not taken from an answer that says less than a late one', () => {
    const { clock, answer } = machine();
    answer();
    answer(20_000, 30_000);
    expect(clock.reading()?.uncertaintyMillis).toBe(500);
  });

  it('is not taken from an answer that came when this process had stood still', () => {
    const { clock, answer, wait, trueNow } = machine();
    answer(900_000);
    expect(clock.reading()).toBeNull();
    answer();
    wait(hour);
    answer(0, 900_000);
    expect(Math.abs(clock.now() - trueNow())).toBeLessThanOrEqual(501);
  });

  it.each([{ date: 'soon' }, { date: '' }, { age: '1' }, { age: 'old' }])(
    'is not known from %j, and this machine’s counts meanwhile',
    (headers) => {
      const { clock, answer, trueNow } = machine(hour);
      answer(0, 0, headers);
      expect(clock.reading()).toBeNull();
      expect(clock.now()).toBe(trueNow() + hour);
    },
  );
});
