import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { multiplied, product } from '../../media/cloth/laying.ts';
import { partsOf } from '../../media/cloth/parts.ts';
import { drawCloth } from '../../media/cloth/pixels.ts';
import { bareWeaveSvg } from '../../media/cloth/weave.ts';
import { wovenGray } from '../../media/cloth/woven.ts';
import { drawCard } from '../../media/draw.ts';
import type { CardFormat } from '../../media/page.ts';
import { drawAvatar } from '../../media/profile/avatar.ts';
import { drawBanner } from '../../media/profile/banner.ts';
import { hungarianTheme } from '../support/theme.ts';
import { records, samples } from './records.ts';

async function rasterised(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 }).removeAlpha().raw().toBuffer();
}

async function laid(svg: string): Promise<Buffer> {
  const parts = partsOf(svg);
  if (parts === null) throw new Error('the drawing was not taken apart');
  const canvas = Buffer.alloc(parts.width * parts.height * 3, 77);
  await drawCloth(parts, canvas);
  return canvas;
}

function drawn(name: string, format: CardFormat): readonly (readonly [string, string])[] {
  const record = samples.find(([known]) => known === name)?.[1];
  const card = record === undefined ? null : drawCard(record, format);
  return card?.ok === true ? [[`${name} as a ${format}`, card.drawing.svg]] : [];
}

const landscapes = [
  'typographic-hu',
  'typographic-without-time-hu',
  'clock-mourning-hu',
  'memorial-emblem-mourning-hu',
];
const pictures = [
  ...samples.flatMap(([name]) => drawn(name, 'portrait')),
  ...landscapes.flatMap((name) => drawn(name, 'landscape')),
  ['the avatar', drawAvatar('hu', hungarianTheme).svg] as const,
  ['the banner', drawBanner('hu', hungarianTheme).svg] as const,
];

describe('cloth that is laid together from its parts', () => {
  it.each(pictures.filter(([, svg]) => svg.includes('filter="url(#weave)"')))(
    'is pixel for pixel what the rasteriser makes of %s',
    async (_, svg) => {
      expect(Buffer.compare(await laid(svg), await rasterised(svg))).toBe(0);
    },
  );

  it('is the same again when its layers are remembered, after cards with other cloth', async () => {
    const [first = '', other = ''] = [
      ...drawn('clock-en', 'landscape'),
      ...drawn('clock-mourning-hu', 'landscape'),
    ].map(([, svg]) => svg);
    const once = await laid(first);
    await laid(other);
    expect(Buffer.compare(await laid(first), once)).toBe(0);
  });

  it('has only drawings with cloth on them taken apart', () => {
    const map = drawCard(records['map-hu']);
    expect(map.ok && partsOf(map.drawing.svg)).toBeNull();
  });

  it.each(['scale(2)', 'translate(0 0.5)', 'rotate(3)'])(
    'is left to the rasteriser under %s, where its pixels would fall elsewhere',
    (move) => {
      const svg = drawAvatar('hu', hungarianTheme).svg;
      expect(partsOf(svg)).not.toBeNull();
      expect(partsOf(svg.replace('<g transform="translate(-24 0)">', `<g transform="${move}">`))).toBeNull();
    },
  );
});

describe('the weave', () => {
  it('is the same for any piece of cloth, whatever pieces came before', async () => {
    const size = fc.record({
      above: fc.constantFrom(0, 24),
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 70 }),
    });
    await fc.assert(
      fc.asyncProperty(size, async (piece) => {
        const { width, gray } = await wovenGray(piece);
        const noise = await rasterised(bareWeaveSvg(piece));
        for (let y = 0; y < piece.height; y += 1) {
          for (let x = 0; x < piece.width; x += 1) {
            expect(gray[y * width + x]).toBe(noise[(y * piece.width + x) * 3]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the arithmetic of the rasteriser', () => {
  it('finds every value again that was multiplied with its alpha and divided by it, going down', () => {
    const wrong: string[] = [];
    for (let alpha = 1; alpha <= 255; alpha += 1) {
      for (let value = 0; value <= alpha; value += 1) {
        const found = multiplied(Math.floor((255 * value) / alpha), alpha);
        if (found !== value) wrong.push(`${value} of ${alpha}: ${found}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('rounds products, down where the rest is just over a half and the colour is opaque', () => {
    const wrong: string[] = [];
    for (let value = 0; value <= 255; value += 1) {
      for (let share = 0; share <= 255; share += 1) {
        const rest = (value * share) % 255;
        const exact = Math.floor((value * share) / 255);
        if (product(value, share, 128) !== exact + (rest >= 128 ? 1 : 0)) wrong.push(`${value} × ${share}`);
        if (product(value, share, 127) !== exact + (rest >= 129 ? 1 : 0)) wrong.push(`${value} × ${share}, opaque`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [255, 255, 255],
    [255, 0, 0],
    [16, 8, 1],
    [64, 2, 1],
  ])('makes of %i × %i the value %i', (value, share, wanted) => {
    expect(product(value, share)).toBe(wanted);
  });
});
