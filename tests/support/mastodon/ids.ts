/** Ids that grow with time: numbers as Mastodon's snowflakes, or opaque words as other software gives. */

import type { MastodonMode } from './options.ts';

export type Ids = { readonly next: (now: number) => string };

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Two ids never repeat and never fall back, even when the clock stands still or goes back. */
export function createIds(mode: MastodonMode): Ids {
  let last = 0;
  let sequence = 0;
  return {
    next: (now) => {
      sequence = Math.floor(now) > last ? 0 : sequence + 1;
      last = Math.max(last, Math.floor(now));
      if (mode === 'none') return ulid(last, sequence);
      if (mode === 'snac') return `${String(last).padStart(13, '0')}${String(sequence).padStart(6, '0')}b0`;
      return String((BigInt(last) << 16n) + BigInt(sequence));
    },
  };
}

/** Later ids are greater: longer, or of the same length and later in the alphabet. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

function ulid(time: number, sequence: number): string {
  return digits(BigInt(time), 10) + digits(BigInt(sequence) * 7_919n, 16);
}

function digits(value: bigint, length: number): string {
  let rest = value;
  let word = '';
  for (let place = 0; place < length; place += 1) {
    word = `${crockford[Number(rest % 32n)]}${word}`;
    rest /= 32n;
  }
  return word;
}
