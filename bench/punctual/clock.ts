/** A clock that leaps over the waiting between slots, and goes as fast as any at each of them. */

import { type Instant, instantFromMillis, plusMillis } from '../../schedule/time/instant.ts';

export type LeapingClock = {
  readonly now: () => Instant;
  /** Leaps to rather more than a second before an instant; not back. */
  readonly leapTo: (instant: Instant) => void;
};

/** Leaves the daemon the time to settle after a leap, and the beat before the due one. */
const leadMillis = 1500;

/**
 * `real` tells milliseconds since 1970. It leaps by whole seconds only: a beat at a whole second is one by this clock, too, as
 * it is by the system's.
 */
export function leapingClock(start: Instant, real: () => number = Date.now): LeapingClock {
  let offset = wholeSeconds(start - real());
  const now = (): Instant => instantFromMillis(real() + offset);
  return {
    now,
    leapTo: (instant) => {
      offset = Math.max(offset, wholeSeconds(plusMillis(instant, -leadMillis) - real()));
    },
  };
}

function wholeSeconds(millis: number): number {
  return Math.floor(millis / 1000) * 1000;
}
