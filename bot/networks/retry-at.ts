/** When a server wants to be asked again, as the headers of its answer say it. */

import { type Instant, instantFromMillis } from '../../schedule/instant.ts';

/** A longer wait was never meant: the longest window of the servers we know is a day. */
const longestWait = 24 * 60 * 60_000;

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
