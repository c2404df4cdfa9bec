/** Counts requests in windows of the clock, as Rack::Attack and Mastodon's RateLimiter do. */

import { Refusal } from './answer.ts';
import type { RateLimit, RateLimits } from './options.ts';

type Headers = Readonly<Record<string, string>>;

export type RateCounter = {
  /** Counts a request against each of the limits, and gives the headers of the tightest. Throws 429 once one is passed. */
  readonly count: (subject: string, families: readonly (keyof RateLimits)[]) => Headers;
  /** Throws 429 if nothing of the limit is left, without counting. */
  readonly require: (subject: string, family: keyof RateLimits) => void;
  readonly headers: (subject: string, family: keyof RateLimits) => Headers;
};

export function createRateCounter(limits: RateLimits, now: () => number): RateCounter {
  const counts = new Map<string, number>();
  const keyOf = (subject: string, family: keyof RateLimits) =>
    `${family} ${subject} ${Math.floor(now() / limits[family].period)}`;
  const used = (subject: string, family: keyof RateLimits) => counts.get(keyOf(subject, family)) ?? 0;
  const headers = (subject: string, family: keyof RateLimits): Headers => {
    const { limit, period } = limits[family];
    return headersOf(limit, limit - used(subject, family), endOfWindow(now(), period));
  };
  return {
    count: (subject, families) => {
      for (const family of families) counts.set(keyOf(subject, family), used(subject, family) + 1);
      const passed = families.find((family) => used(subject, family) > limits[family].limit);
      if (passed !== undefined) throw tooMany(headers(subject, passed));
      const left = (family: keyof RateLimits) => limits[family].limit - used(subject, family);
      const [tightest = 'api'] = [...families].sort((a, b) => left(a) - left(b));
      return headers(subject, tightest);
    },
    require: (subject, family) => {
      if (used(subject, family) >= limits[family].limit) throw tooMany(headers(subject, family));
    },
    headers,
  };
}

/** 429 as Mastodon says it: when to come back stands in `X-RateLimit-Reset` alone, there is no Retry-After. */
export function tooMany(headers: Headers): Refusal {
  return new Refusal(429, 'Too many requests', headers);
}

export function headersOf(limit: number, remaining: number, reset: number): Headers {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(Math.max(0, remaining)),
    'X-RateLimit-Reset': new Date(reset).toISOString().replace('Z', '000Z'),
  };
}

function endOfWindow(now: number, period: RateLimit['period']): number {
  return (Math.floor(now / period) + 1) * period;
}
