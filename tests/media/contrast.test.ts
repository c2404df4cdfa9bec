import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CardRecord } from '../../media/card.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import type { DrawnLine } from '../../media/lettering.ts';
import type { CardFormat } from '../../media/page.ts';
import { records, samples } from './records.ts';

type Raster = { readonly data: Buffer; readonly width: number };

async function raster(svg: string): Promise<Raster> {
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

/** Relative luminance by WCAG 2.2. */
function luminance({ data, width }: Raster, x: number, y: number): number {
  const at = (y * width + x) * 3;
  const [r = 0, g = 0, b = 0] = [...data.subarray(at, at + 3)].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * The strokes as drawn, light or dark, against the worst pixel that lies under the line's box; of a name on a map, which
 * may run aslant between pins, under its letters.
 */
function contrastOf(line: DrawnLine, lettered: Raster, bare: Raster): number {
  const pixels: { readonly drawn: number; readonly under: number }[] = [];
  for (let y = Math.floor(line.box.top); y <= Math.ceil(line.box.bottom); y += 1) {
    for (let x = Math.floor(line.box.left); x <= Math.ceil(line.box.right); x += 1) {
      pixels.push({ drawn: luminance(lettered, x, y), under: luminance(bare, x, y) });
    }
  }
  const inked = pixels.filter(({ drawn, under }) => Math.abs(drawn - under) > 0.02);
  const light = inked.reduce((sum, { drawn, under }) => sum + drawn - under, 0) > 0;
  const strokes = inked.map(({ drawn }) => drawn).sort((a, b) => (light ? a - b : b - a));
  const stroke = strokes[Math.floor(strokes.length * 0.6)] ?? 0;
  const under = (line.field === 'map' ? inked : pixels).map((pixel) => pixel.under);
  const worst = under.reduce((a, b) => (light ? Math.max(a, b) : Math.min(a, b)), light ? 0 : 1);
  return (Math.max(stroke, worst) + 0.05) / (Math.min(stroke, worst) + 0.05);
}

async function contrasts(record: CardRecord, format: CardFormat) {
  const [composition, result] = [composeCard(record, format), drawCard(record, format)];
  if (!composition.ok || !result.ok) throw new Error('the sample does not fit');
  const { svg } = result.drawing;
  const bare = svg.replace(/<g id="words">.*<\/g>/su, '');
  expect(bare.length).toBeLessThan(svg.length);
  const [lettered, empty] = [await raster(svg), await raster(bare)];
  return composition.lines.map((line) => ({ field: line.field, contrast: contrastOf(line, lettered, empty) }));
}

describe('contrast on drawn pixels', () => {
  describe.each(['portrait', 'landscape'] as const)('of a %s', (format) => {
    it.each(samples)(
      'is at least 7:1 for every line of %s, against the worst background under it',
      async (_, record) => {
        for (const { field, contrast } of await contrasts(record, format)) {
          expect(contrast, field).toBeGreaterThanOrEqual(7);
        }
      },
    );
  });

  it('is seen to fail where a word lies on the white of the flag', async () => {
    const result = drawCard(records['typographic-hu']);
    if (!result.ok) throw new Error('the sample does not fit');
    const bare = await raster(result.drawing.svg.replace(/<g id="words">.*<\/g>/su, ''));
    const line = { box: { left: 40, top: 240, right: 200, bottom: 300 } } as DrawnLine;
    const lettered = { ...bare, data: Buffer.from(bare.data) };
    lettered.data.fill(255, (270 * bare.width + 60) * 3, (270 * bare.width + 120) * 3);
    expect(contrastOf(line, lettered, bare)).toBeLessThan(2);
  });
});
