import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pieceOfWeave, weaveFilter, weaveSvg } from '../../media/cloth/weave.ts';
import { withWovenCloth } from '../../media/cloth/woven.ts';
import { drawCard } from '../../media/draw.ts';
import { drawAvatar } from '../../media/profile/avatar.ts';
import { drawBanner } from '../../media/profile/banner.ts';
import { hungarianTheme } from '../support/theme.ts';
import { samples } from './records.ts';

async function pixels(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
}

const cards = samples.flatMap(([name, record]) => {
  const drawn = drawCard(record);
  return drawn.ok ? [[name, drawn.drawing.svg] as const] : [];
});
const pictures = [
  ...cards,
  ['the avatar', drawAvatar('hu', hungarianTheme).svg],
  ['the banner', drawBanner('hu', hungarianTheme).svg],
] as const;

const noise = 'filter="url(#weave)"';

describe('the weave as a picture', () => {
  it.each(pictures.filter(([, svg]) => svg.includes(noise)))(
    'is pixel for pixel the noise that it stands for on %s',
    async (_, svg) => {
      const woven = await withWovenCloth(svg);
      expect(woven).not.toContain(noise);
      expect(Buffer.compare(await pixels(woven), await pixels(svg))).toBe(0);
    },
  );

  it('is the same for any piece of cloth, whatever pieces came before', async () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.double({ min: 1, max: 70, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(size, async ({ width, height }) => {
        const piece = `<defs>${weaveFilter}</defs><rect width="90" height="100" fill="#A4242E"/>${weaveSvg(24, width, height)}`;
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">${piece}</svg>`;
        expect(Buffer.compare(await pixels(await withWovenCloth(svg)), await pixels(svg))).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['scale(2)', 'translate(0 0.5)', 'rotate(3)'])(
    'is not taken for cloth under %s, where its pixels would fall elsewhere',
    async (move) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><g transform="${move}">${weaveSvg(24, 90, 54)}</g></svg>`;
      expect(pieceOfWeave(svg)).toBeNull();
      expect(await withWovenCloth(svg)).toBe(svg);
    },
  );
});
