/** Compares what would be stored with what came in: a picture that lost its tones on the way is not taken in. */

import type { Metadata, Stats } from 'sharp';

/** Mean and standard deviation of the tones of a picture, as shares of the way from black to white. */
export type Tones = { readonly mean: number; readonly spread: number };

/** What is known of the tones of a picture before anything is done to it. */
export type CameIn = {
  /** Of each channel that makes its tones. */
  readonly channels: readonly Tones[];
  /** False where a low number is light, or means something else: then only the spread is compared. */
  readonly lightIsHigh: boolean;
  /** Parts of it may be seen through, and become white. */
  readonly transparent: boolean;
  /** Its numbers are the tones themselves, with no profile in between. */
  readonly plain: boolean;
};

type Known = Pick<Metadata, 'space' | 'depth' | 'hasAlpha' | 'hasProfile'>;

/** From the numbers as they stand in the file. Where nothing says which of them is white, it is the largest there is. */
export function tonesThatCame(
  { channels }: Pick<Stats, 'channels'>,
  { space, depth, hasAlpha, hasProfile }: Known,
): CameIn {
  const colours = hasAlpha ? channels.slice(0, -1) : channels;
  const own = space === 'labs' ? colours.slice(0, 1) : colours;
  const largest = Math.max(...own.map(({ max, min }) => Math.max(Math.abs(max), Math.abs(min))), Number.EPSILON);
  const white = { uchar: 255, ushort: 65_535 }[depth as 'uchar' | 'ushort'] ?? (space === 'labs' ? 32_767 : largest);
  return {
    channels: own.map(({ mean, stdev }) => ({ mean: mean / white, spread: stdev / white })),
    lightIsHigh: ['b-w', 'grey16', 'srgb', 'rgb16', 'labs'].includes(space ?? ''),
    transparent: hasAlpha === true,
    plain: hasProfile !== true && own.length === 1 && space !== 'labs',
  };
}

/** Of a stored photograph, which is grey with 8 bits. */
export function tonesStored({ channels }: Pick<Stats, 'channels'>): Tones {
  const [{ mean, stdev } = { mean: 0, stdev: 0 }] = channels;
  return { mean: mean / 255, spread: stdev / 255 };
}

/** Less spread than this is seen as one tone all over. */
const leastSpread = 4 / 255;
/** Grey in the place of colours, and a smaller size, leave a picture at least this share of its spread. */
const keptSpread = 0.1;
/** No profile and no way to grey bends tones more than this power of them or its root does. */
const mostBent = 3;
/** What rounding and JPEG may change of a mean. */
const tolerance = 0.03;

/** What is wrong with the tones of a stored picture, as a phrase that goes on after its name; null for a sound one. */
export function faultOfTones({ mean, spread }: Tones): string | null {
  if (spread >= leastSpread) return null;
  return `shows next to nothing: all of it is about as dark, ${shareOf(mean)} of white`;
}

/** Why the stored picture cannot be the one that came in; null where mean and spread of its tones are what they may be. */
export function unlikeness({ channels, lightIsHigh, transparent, plain }: CameIn, stored: Tones): string | null {
  const spread = Math.max(...channels.map((each) => each.spread));
  const means = channels.map(({ mean }) => mean);
  const [darkest, lightest] = [Math.min(...means), Math.max(...means)];
  const bent = plain ? 1 : mostBent;
  const tooDark = lightIsHigh && stored.mean < darkest ** bent - tolerance;
  const tooLight = lightIsHigh && !transparent && stored.mean > lightest ** (1 / bent) + tolerance;
  if (!tooDark && !tooLight && stored.spread >= spread * keptSpread) return null;
  const came = `${shareOf(darkest)}${lightest > darkest ? ` to ${shareOf(lightest)}` : ''}`;
  return `its tones are ${came} of white on average and differ by ${shareOf(spread)}, and would be stored as ${shareOf(stored.mean)} differing by ${shareOf(stored.spread)}`;
}

function shareOf(value: number): string {
  return `${Math.round(value * 1000) / 10} %`;
}
