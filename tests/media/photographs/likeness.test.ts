import fc from 'fast-check';
import type { Metadata, Stats } from 'sharp';
import { describe, expect, it } from 'vitest';
import { tonesStored, tonesThatCame, unlikeness } from '../../../media/photographs/likeness.ts';

type Numbers = { readonly mean: number; readonly stdev: number; readonly max: number; readonly min?: number };

const statsOf = (...channels: readonly Numbers[]): Pick<Stats, 'channels'> => ({
  channels: channels.map(({ min = 0, ...numbers }) => ({ min, ...numbers }) as Stats['channels'][number]),
});
const known = (space: string, depth: string, more: Partial<Metadata> = {}) =>
  ({ space, depth, hasAlpha: false, hasProfile: false, ...more }) as Metadata;

/** Of one channel that has a mean and a spread, as shares of its white. */
const grey = (mean: number, spread: number, white: number) =>
  statsOf({ mean: mean * white, stdev: spread * white, max: white });

const sources = [
  ['grey of 8 bits', known('b-w', 'uchar'), 255],
  ['grey of 16 bits', known('grey16', 'ushort'), 65_535],
  ['floating-point numbers up to 1', known('b-w', 'float'), 1],
  ['floating-point numbers up to 1000', known('b-w', 'float'), 1000],
  ['signed numbers', known('grey16', 'short'), 32_767],
  ['32 bits', known('b-w', 'uint'), 2 ** 32 - 1],
  ['numbers nobody knows', known('multiband', 'double'), 3.5],
] as const;

describe('a picture whose tones differ', () => {
  it.each(sources)('of %s is never stored as black, as white, or as nearly so', (_, head, white) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.double({ min: 0.1, max: 0.4, noNaN: true }),
        fc.constantFrom(0, 0.4 / 255, 1 / 255, 254.6 / 255, 1),
        fc.double({ min: 0, max: 0.5 / 255, noNaN: true }),
        (mean, spread, to, noise) => {
          const came = tonesThatCame(grey(mean, spread, white), head);
          expect(unlikeness(came, { mean: to, spread: noise })).not.toBe(null);
        },
      ),
    );
  });

  it.each(sources)('of %s may be stored as it is', (_, head, white) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        (mean, spread) => {
          expect(unlikeness(tonesThatCame(grey(mean, spread, white), head), { mean, spread })).toBe(null);
        },
      ),
    );
  });
});

describe('the mean of what is stored', () => {
  const came = (head: Metadata, ...means: readonly number[]) =>
    tonesThatCame(statsOf(...means.map((mean) => ({ mean: mean * 255, stdev: 50, max: 255 }))), head);
  const stored = (mean: number) => ({ mean, spread: 0.2 });

  it('is that of a grey picture without a profile, and no other', () => {
    const picture = came(known('b-w', 'uchar'), 0.5);
    expect(unlikeness(picture, stored(0.52))).toBe(null);
    expect(unlikeness(picture, stored(0.25))).toMatch(/50 % of white on average.*stored as 25 %/u);
    expect(unlikeness(picture, stored(0.75))).not.toBe(null);
  });

  it('may be bent by a profile, but not out of all bounds', () => {
    const picture = came(known('b-w', 'uchar', { hasProfile: true }), 0.5);
    for (const mean of [0.2, 0.5, 0.74]) expect(unlikeness(picture, stored(mean))).toBe(null);
    for (const mean of [0.05, 0.9]) expect(unlikeness(picture, stored(mean))).not.toBe(null);
  });

  it('lies between its colours, or somewhat beside them', () => {
    const yellow = came(known('srgb', 'uchar'), 1, 1, 0);
    expect(unlikeness(yellow, stored(0.97))).toBe(null);
    const blue = came(known('srgb', 'uchar'), 0.1, 0.1, 0.2);
    expect(unlikeness(blue, stored(0.12))).toBe(null);
    expect(unlikeness(blue, stored(0.9))).not.toBe(null);
  });

  it('may be lighter where parts of it can be seen through, and only there', () => {
    const [opaque, clear] = [false, true].map((hasAlpha) => came(known('b-w', 'uchar', { hasAlpha }), 0.3, 0.3));
    if (opaque === undefined || clear === undefined) throw new Error('no picture');
    expect(unlikeness(opaque, stored(0.8))).not.toBe(null);
    expect(unlikeness(clear, stored(0.8))).toBe(null);
    expect(unlikeness(clear, stored(0.1))).not.toBe(null);
  });

  it('says nothing of inks, whose high numbers are dark', () => {
    expect(unlikeness(came(known('cmyk', 'uchar'), 0, 0, 0, 0.9), stored(0.1))).toBe(null);
  });
});

it('the tones of a stored picture are shares of its white', () => {
  expect(tonesStored(statsOf({ mean: 51, stdev: 25.5, max: 255 }))).toEqual({ mean: 0.2, spread: 0.1 });
});
