/** What time it is on a server, from the `Date` of its answers, whatever becomes of this machine's own clock. */

import { type Instant, instantFromMillis } from '../../../schedule/time/instant.ts';

export type ClockReading = {
  /** How far the server's clock is ahead of this machine's, in milliseconds; negative where it is behind. */
  readonly aheadMillis: number;
  /** By how much that may be wrong, in milliseconds. */
  readonly uncertaintyMillis: number;
  /** How long ago the server told, in milliseconds. */
  readonly ageMillis: number;
};

export type ServerClock = {
  /** For `hear`, in milliseconds that no one sets forward or back. */
  readonly steady: () => number;
  /** Takes in the headers of an answer that was asked for at `asked` and begins now. */
  readonly hear: (headers: Headers, asked: number) => void;
  /** The server's time; this machine's as long as the server has told none. */
  readonly now: () => Instant;
  /** Null as long as the server has told none. A clock of this machine that was set since shows at once. */
  readonly reading: () => ClockReading | null;
};

/** `Date` has whole seconds, cut off. */
const halfSecond = 500;

/** An answer that took longer tells less than one from a while before. */
const slow = 2_500;
const whileMillis = 10 * 60_000;

/** No request waits for so long: the process stood still meanwhile, and the answer may be of any moment since. */
const untold = 90_000;

/** What a server told: its time at a moment of the steady clock. */
type Told = { readonly millis: number; readonly at: number; readonly uncertainty: number };

/** `now` is this machine's clock, of which nothing is expected. */
export function createServerClock(now: () => Instant, steady = () => performance.now()): ServerClock {
  let heard: Told | null = null;
  return {
    steady,
    hear(headers, asked) {
      const millis = dateIn(headers);
      if (millis === null) return;
      const answered = steady();
      if (answered - asked > untold) return;
      const half = (answered - asked) / 2;
      const uncertainty = halfSecond + half;
      const tellsLess = heard !== null && uncertainty > heard.uncertainty && uncertainty > slow;
      if (tellsLess && heard !== null && answered - heard.at < whileMillis) return;
      heard = { millis: millis + halfSecond, at: asked + half, uncertainty };
    },
    now: () => (heard === null ? now() : instantFromMillis(Math.round(heard.millis + steady() - heard.at))),
    reading() {
      if (heard === null) return null;
      const ageMillis = steady() - heard.at;
      const aheadMillis = Math.round(heard.millis + ageMillis - now());
      return { aheadMillis, uncertaintyMillis: heard.uncertainty, ageMillis };
    },
  };
}

/** In milliseconds since 1970. An answer that was kept on its way, as `Age` says (RFC 9111), tells nothing of now. */
function dateIn(headers: Headers): number | null {
  const millis = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(millis) || (headers.get('age') ?? '0').trim() !== '0' ? null : millis;
}
