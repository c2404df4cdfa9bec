import { describe, expect, it } from 'vitest';
import type { CardRecord } from '../../media/card.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import type { DrawnLine } from '../../media/lettering/lettering.ts';
import type { CardFormat } from '../../media/page.ts';
import { contrastOf, lettered, raster, withoutWords } from './contrast.ts';
import { records, samples } from './records.ts';

async function contrasts(record: CardRecord, format: CardFormat) {
  const [composition, result] = [composeCard(record, format), drawCard(record, format)];
  if (!composition.ok || !result.ok) throw new Error('the sample does not fit');
  const { svg } = result.drawing;
  const bare = await raster(withoutWords(svg));
  const whole = await lettered(svg, bare);
  return composition.lines.map((line) => ({ field: line.field, contrast: contrastOf(line, whole, bare) }));
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

  it('is measured on what a reader sees: the words laid over the bare drawing are the drawing', async () => {
    const result = drawCard(records['typographic-hu']);
    if (!result.ok) throw new Error('the sample does not fit');
    const { svg } = result.drawing;
    const [whole, bare] = [await raster(svg), await raster(withoutWords(svg))];
    const { data } = await lettered(svg, bare);
    const differences = data.map((value, at) => Math.abs(value - (whole.data[at] ?? 0)));
    expect(differences.reduce((most, next) => Math.max(most, next), 0)).toBeLessThanOrEqual(3);
  });

  it('is seen to fail where a word lies on the white of the flag', async () => {
    const result = drawCard(records['typographic-hu']);
    if (!result.ok) throw new Error('the sample does not fit');
    const bare = await raster(withoutWords(result.drawing.svg));
    const line = { box: { left: 40, top: 240, right: 200, bottom: 300 } } as DrawnLine;
    const whole = { ...bare, data: Buffer.from(bare.data) };
    whole.data.fill(255, (270 * bare.width + 60) * 3, (270 * bare.width + 120) * 3);
    expect(contrastOf(line, whole, bare)).toBeLessThan(2);
  });
});
