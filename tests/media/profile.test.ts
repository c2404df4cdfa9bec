import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawingHash } from '../../media/drawing-hash.ts';
import { encodeCard } from '../../media/encoding/encode.ts';
import { drawAvatar } from '../../media/profile/avatar.ts';
import { drawBanner } from '../../media/profile/banner.ts';
import { hungarianTheme } from '../support/theme.ts';

const pictures = [
  ['avatar', drawAvatar, 1000, 1000],
  ['banner', drawBanner, 1500, 500],
] as const;

type Colour = 'red' | 'white' | 'green' | 'dark';

function raster(svg: string, width: number) {
  return sharp(Buffer.from(svg)).resize(width).removeAlpha().raw().toBuffer({ resolveWithObject: true });
}

/** What a place of the picture looks like at a size: its strongest colour, or light or dark. */
async function colourAt(svg: string, width: number, x: number, y: number): Promise<Colour> {
  const { data, info } = await raster(svg, width);
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
  if (Math.max(red, green, blue) < 56) return 'dark';
  if (Math.max(red, green, blue) < 1.35 * Math.min(red, green, blue)) return 'white';
  return red > green ? 'red' : 'green';
}

describe.each(pictures)('the %s', (name, draw, width, height) => {
  it('is the drawing that was looked at and approved', async () => {
    await expect(draw('hu', hungarianTheme).svg).toMatchFileSnapshot(`golden/profile-${name}.svg`);
  });

  it('is one drawing, described and credited in each language', () => {
    const [hu, en] = [draw('hu', hungarianTheme), draw('en', hungarianTheme)];
    expect(drawingHash(hu)).toBe(drawingHash(en));
    expect(hu.alt).toMatch(/zászló.*lyuk/u);
    expect(en.alt).toMatch(/flag.*hole/u);
    expect([hu.credit, en.credit]).toEqual(['Rajz: Emléknap · CC BY 4.0', 'Drawing: Emléknap · CC BY 4.0']);
  });

  it('is a JPEG of its size under the million bytes that Bluesky allows, at the best quality', async () => {
    const picture = await encodeCard(draw('hu', hungarianTheme), { maxBytes: 1_000_000 });
    expect(await sharp(picture.bytes).metadata()).toMatchObject({ format: 'jpeg', width, height });
    expect(picture.bytes.length).toBeLessThan(300_000);
  });

  it('shows dyed cloth along its whole upper and lower edge, and no hem or ground', async () => {
    const { data, info } = await raster(draw('hu', hungarianTheme).svg, width);
    const pixel = (x: number, y: number) => data.subarray((y * width + x) * info.channels);
    for (let x = 0; x < width; x += 1) {
      const [red = 0, green = 0] = pixel(x, 0);
      expect(red, `top ${x}`).toBeGreaterThan(1.5 * green);
      const [low = 0, high = 0] = pixel(x, height - 1);
      expect(high, `bottom ${x}`).toBeGreaterThan(1.15 * low);
    }
  });
});

describe('the avatar', () => {
  it.each([400, 90, 40])(
    'shows three stripes and the hole at %i pixels, within the circle that apps cut',
    async (size) => {
      const { svg } = drawAvatar('hu', hungarianTheme);
      expect(await colourAt(svg, size, 0.5, 0.5)).toBe('dark');
      expect(await colourAt(svg, size, 0.5, 0.1)).toBe('red');
      expect(await colourAt(svg, size, 0.1, 0.5)).toBe('white');
      expect(await colourAt(svg, size, 0.9, 0.5)).toBe('white');
      expect(await colourAt(svg, size, 0.5, 0.9)).toBe('green');
    },
  );
});

describe('the banner', () => {
  it('keeps its hole clear of the avatar at the lower left and of crops to 4:1 and 2.6:1', async () => {
    const { svg } = drawBanner('hu', hungarianTheme);
    expect(await colourAt(svg, 600, 990 / 1500, 0.5)).toBe('dark');
    const cropped = 500 - 1500 / 4;
    for (const y of [cropped / 2, 500 - cropped / 2])
      expect(await colourAt(svg, 600, 990 / 1500, y / 500)).not.toBe('dark');
    for (const x of [0.4, 0.93]) expect(await colourAt(svg, 600, x, 0.5), `beside the hole at ${x}`).toBe('white');
  });
});
