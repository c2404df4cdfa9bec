import { expect, it } from 'vitest';
import { leapingClock } from '../../bench/punctual/clock.ts';
import { instantFromIso } from '../../schedule/time/instant.ts';

const due = instantFromIso('2027-10-23T13:00:00Z');

it('a leaping clock goes as the real one, keeps its beat, and leaps to between one and a half and two and a half seconds before', () => {
  for (const fraction of [0, 1, 499, 500, 501, 999]) {
    let real = 1_764_000_000_000 + fraction;
    const clock = leapingClock(instantFromIso('2027-10-23T12:00:00Z'), () => real);
    expect(clock.now() % 1000).toBe(fraction);
    clock.leapTo(due);
    const left = due - clock.now();
    expect(left).toBeGreaterThanOrEqual(1500);
    expect(left).toBeLessThan(2500);
    real += 1234;
    expect(due - clock.now()).toBe(left - 1234);
  }
});

it('a leaping clock never goes back', () => {
  const clock = leapingClock(due, () => 0);
  clock.leapTo(instantFromIso('2027-10-23T12:00:00Z'));
  expect(clock.now()).toBe(due);
});
