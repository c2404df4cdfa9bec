/** When a server wants to be asked again, as the headers of its answer say it. */

import { type Instant, instantFromMillis, plusMillis } from '../../../schedule/time/instant.ts';

/** A longer wait was never meant: the longest window of the servers we know is a day. */
const longestWait = 24 * 60 * 60_000;

/** Clocks that differ by less are taken for one: `Date` has whole seconds, and an answer takes its time. */
const sameClock = 5_000;

/** Numbers below are seconds to wait, above seconds since 1970. */
const firstEpochSecond = 1_000_000_000;

/**
 * The latest of the instants that are named, at most a day from now; null if none is in the future. Known are
 * `Retry-After` in seconds or as a date (RFC 9110), and, where nothing of a limit is left, its end: `RateLimit-Reset` in
 * seconds since 1970 (Bluesky) and `X-RateLimit-Reset` in ISO 8601 (Mastodon, which sends no `Retry-After`).
 */
export function retryAtIn(headers: Headers, now: Instant): Instant | null {
  const named = [
    headers.get('retry-after'),
    isSpent(headers.get('ratelimit-remaining')) ? headers.get('ratelimit-reset') : null,
    isSpent(headers.get('x-ratelimit-remaining')) ? headers.get('x-ratelimit-reset') : null,
  ];
  const ahead = named.map((text) => millisOf(text, now)).filter((millis) => millis > now);
  return ahead.length === 0 ? null : instantFromMillis(Math.ceil(Math.min(Math.max(...ahead), now + longestWait)));
}

/** The same where the instants go by the clock that the `Date` of the answer tells; the result goes by that of `now`. */
export function retryAtByDate(headers: Headers, now: Instant): Instant | null {
  const apart = apartFrom(headers, now);
  const named = retryAtIn(headers, plusMillis(now, apart));
  return named === null ? null : plusMillis(named, -apart);
}

/** How far the server's clock is ahead. An answer that was kept on its way, as `Age` says (RFC 9111), tells nothing of now. */
function apartFrom(headers: Headers, now: Instant): number {
  const apart = Date.parse(headers.get('date') ?? '') - now;
  return Math.abs(apart) < sameClock || (headers.get('age') ?? '0').trim() !== '0' ? 0 : apart || 0;
}

function isSpent(remaining: string | null): boolean {
  return remaining === null || Number(remaining) <= 0;
}

/** NaN for what names no instant. */
function millisOf(text: string | null, now: Instant): number {
  if (text === null) return Number.NaN;
  if (!/^\d+(\.\d+)?$/.test(text.trim())) return Date.parse(text);
  const seconds = Number(text);
  return seconds < firstEpochSecond ? now + seconds * 1_000 : seconds * 1_000;
}
