/** How a photograph is developed for a card: its greys gently brought to a common range, shaded, and turned into the card's colours. */

import type { PhotographLayer, Shade } from '../card.ts';

/** Shares of the pixels that may become wholly black and wholly white. */
const clipped = 0.004;
/** How far the darkest and the lightest go of the way to black and white: old prints keep some of their veil. */
const reach = 0.8;
/** The middle grey that photographs are brought towards, as a share of white, and how far. */
const middle = { grey: 0.45, pull: 0.5 } as const;

/** For each grey of a photograph the tone it gets, 0 to 255. The same pixels always give the same levels. */
export function levelsOf(grey: Uint8Array): Uint8Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < grey.length; at += 1) counts[grey[at] ?? 0] = (counts[grey[at] ?? 0] ?? 0) + 1;
  const dark = quantile(counts, grey.length * clipped);
  const bright = Math.max(dark + 32, quantile(counts, grey.length * (1 - clipped)));
  const black = dark * reach;
  const white = bright + (255 - bright) * (1 - reach);
  const share = (value: number) => Math.min(1, Math.max(0, (value - black) / (white - black)));
  const median = Math.min(0.9, Math.max(0.05, share(quantile(counts, grey.length / 2))));
  const gamma = Math.min(1.5, Math.max(0.7, (Math.log(middle.grey) / Math.log(median)) ** middle.pull));
  return Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * share(value) ** gamma));
}

/** The smallest grey that at least so many pixels do not exceed. */
function quantile(counts: Uint32Array, pixels: number): number {
  let seen = 0;
  for (const [value, count] of counts.entries()) {
    seen += count;
    if (seen >= pixels) return value;
  }
  return 255;
}

/** The light of each row or column of a shade, in shares of 65 536, without a corner anywhere. */
export function shadeOf({ stops }: Shade, length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, position) => {
    const after = stops.findIndex(({ at }) => at > position);
    const to = stops.at(after);
    const from = after <= 0 ? to : stops.at(after - 1);
    if (from === undefined || to === undefined) return 65_536;
    const way = after <= 0 ? 0 : (position - from.at) / (to.at - from.at);
    return Math.round(65_536 * (from.light + (to.light - from.light) * way * way * (3 - 2 * way)));
  });
}

/** The colour of each tone, from the card's black to its white: red in the lowest byte, then green, then blue. */
export function rampOf({ black, white }: PhotographLayer['tones']): Uint32Array {
  const channel = (at: number, tone: number) => {
    const [from = 0, to = 0] = [black, white].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(from + ((to - from) * tone) / 255);
  };
  return Uint32Array.from(
    { length: 256 },
    (_, tone) => channel(1, tone) | (channel(3, tone) << 8) | (channel(5, tone) << 16),
  );
}
