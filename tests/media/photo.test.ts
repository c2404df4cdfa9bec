import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Drawing, PhotographLayer, PhotoRecord } from '../../media/card.ts';
import { composeCard, drawCard } from '../../media/draw.ts';
import { drawingHash } from '../../media/drawing-hash.ts';
import { encodeCard } from '../../media/encoding/encode.ts';
import { type CardFormat, pages } from '../../media/page.ts';
import { cropTo, seenAt } from '../../media/photographs/crop.ts';
import { photographPixels } from '../../media/photographs/pixels.ts';
import { levelsOf, shadeOf } from '../../media/photographs/tones.ts';
import { patches, photographOf, storedPhotograph } from '../support/photographs.ts';
import { photoRecords, withPhotograph } from './photo-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'emleknap-photo-cards-'));
afterAll(() => rmSync(folder, { recursive: true }));

const size = { width: 1500, height: 1000 };
const surfaces: Readonly<Record<string, Uint8Array>> = {
  patches: patches(size.width, size.height),
  white: new Uint8Array(size.width * size.height).fill(255),
  black: new Uint8Array(size.width * size.height),
  'white lines on black ones': Uint8Array.from({ length: size.width * size.height }, (_, at) =>
    at % 97 === 0 ? 0 : 255,
  ),
};
const stored = new Map<string, Awaited<ReturnType<typeof storedPhotograph>>>();
beforeAll(async () => {
  for (const [name, greys] of Object.entries(surfaces)) {
    stored.set(name, await storedPhotograph({ folder, id: name.replaceAll(' ', '-'), ...size }, greys));
  }
});

function on(surface: string, record: PhotoRecord): PhotoRecord {
  const photograph = stored.get(surface);
  if (photograph === undefined) throw new Error(`no surface ${surface}`);
  return { ...record, photograph: { ...photograph, focus: record.photograph.focus } };
}

function drawn(record: PhotoRecord, format: CardFormat): Drawing & { readonly photograph: PhotographLayer } {
  const result = drawCard(record, format);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const { photograph } = result.drawing;
  if (photograph === null) throw new Error('a photo card without a photograph');
  return { ...result.drawing, photograph };
}

const formats = ['portrait', 'landscape'] as const satisfies readonly CardFormat[];
const cards = formats.flatMap((format) =>
  Object.entries(photoRecords).map(([name, record]) => [`${name}-${format}`, record, format] as const),
);

describe.each(cards)('the photo card %s', (name, record, format) => {
  it('is the drawing that was looked at and approved', async () => {
    const { svg, photograph } = drawn(record, format);
    await expect(svg).toMatchFileSnapshot(`golden/photo-${name}.svg`);
    const { tiles: _, file: __, ...seen } = photograph;
    await expect(`${JSON.stringify(seen, null, 2)}\n`).toMatchFileSnapshot(`golden/photo-${name}.json`);
  });

  it('draws no word under 3 % of its width and no caption under 4 %, and keeps all on the card', () => {
    const composed = composeCard(record, format);
    if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
    const { width, height } = pages[format];
    for (const { field, size, box, text } of composed.lines) {
      expect(size, text).toBeGreaterThanOrEqual(field === 'caption' ? 48 : 36);
      expect(box.left, text).toBeGreaterThanOrEqual(36);
      expect(box.right, text).toBeLessThanOrEqual(width - 40);
      expect(box.top, text).toBeGreaterThanOrEqual(36);
      expect(box.bottom, text).toBeLessThanOrEqual(height - 40);
    }
  });

  it('says every drawn word in its alt text, in reading order, and the description last', () => {
    const { alt } = drawn(record, format);
    const composed = composeCard(record, format);
    if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
    for (const word of composed.lines.flatMap(({ text }) => text.split(/\s+/u))) {
      expect(alt.toLocaleUpperCase('hu')).toContain(word.toLocaleUpperCase('hu'));
    }
    const { time, date, place, headline, credit, description } = record;
    const caption = composed.lines.some(({ field }) => field === 'caption') ? record.caption : null;
    const positions = [time?.clock, date, place, headline, caption, credit, description].flatMap((text) =>
      text == null ? [] : [alt.indexOf(text)],
    );
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it.each(Object.keys(surfaces))(
    'keeps 7:1 for every word over a photograph of %s, on drawn pixels',
    async (surface) => {
      const over = on(surface, record);
      const drawing = drawn(over, format);
      const composed = composeCard(over, format);
      if (!composed.ok) throw new Error(JSON.stringify(composed.faults));
      const bare = await photographPixels(drawing, { ...drawing.photograph, tiles: [] });
      const lettered = await photographPixels(drawing, drawing.photograph);
      for (const { box, text } of composed.lines) {
        const strokes: number[] = [];
        let lightest = 0;
        for (let y = Math.floor(box.top); y <= Math.ceil(box.bottom); y += 1) {
          for (let x = Math.floor(box.left); x <= Math.ceil(box.right); x += 1) {
            const [below, above] = [luminance(bare, x, y), luminance(lettered, x, y)];
            lightest = Math.max(lightest, below);
            if (above - below > 0.02) strokes.push(above);
          }
        }
        strokes.sort((a, b) => a - b);
        const stroke = strokes[Math.floor(strokes.length * 0.6)] ?? 0;
        expect((stroke + 0.05) / (lightest + 0.05), text).toBeGreaterThanOrEqual(7);
      }
    },
  );
});

function luminance({ data, width }: { readonly data: Buffer; readonly width: number }, x: number, y: number): number {
  const at = (y * width + x) * 3;
  const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]].map((value = 0) => linear[value] ?? 0);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

describe('the crop of a photograph', () => {
  const side = fc.integer({ min: 1, max: 4000 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('holds the focal point, lies in the photograph and fills its area, whatever their sizes', () => {
    fc.assert(
      fc.property(side, side, share, share, side, side, share, share, (width, height, x, y, w, h, tx, ty) => {
        const [photograph, area] = [
          { width, height },
          { width: w, height: h },
        ];
        const crop = cropTo(photograph, { x, y }, area, { x: tx * w, y: ty * h });
        expect(crop.left).toBeGreaterThanOrEqual(0);
        expect(crop.top).toBeGreaterThanOrEqual(0);
        expect(crop.left + crop.width).toBeLessThanOrEqual(width);
        expect(crop.top + crop.height).toBeLessThanOrEqual(height);
        expect(crop.width === width || crop.height === height).toBe(true);
        expect(x * width).toBeGreaterThanOrEqual(crop.left - 1);
        expect(x * width).toBeLessThanOrEqual(crop.left + crop.width + 1);
        expect(y * height).toBeGreaterThanOrEqual(crop.top - 1);
        expect(y * height).toBeLessThanOrEqual(crop.top + crop.height + 1);
      }),
    );
  });

  it.each(formats)('keeps the focal point in the light on a %s card, wherever it lies', (format) => {
    const long = fc.integer({ min: 700, max: 2000 });
    fc.assert(
      fc.property(
        long,
        long,
        share,
        share,
        fc.constantFrom(...Object.values(photoRecords)),
        (width, height, x, y, sample) => {
          const focus = { x, y };
          const photograph = photographOf({ id: 'any', file: 'any.jpg', sha256: '0'.repeat(64), width, height, focus });
          const { area, crop, shade } = drawn({ ...sample, photograph }, format).photograph;
          const seen = seenAt(photograph, focus, crop, area);
          const down = shade.axis === 'down';
          const light = shadeOf(shade, down ? area.height : area.width);
          const at = Math.min(light.length - 1, Math.max(0, Math.floor(down ? seen.y : seen.x)));
          expect((light[at] ?? 0) / 65_536).toBeGreaterThan(0.45);
          expect(seen.x).toBeGreaterThan(-2);
          expect(seen.x).toBeLessThan(area.width + 2);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the tones of a photograph', () => {
  it('keep their order, and stretch a veiled print gently', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 400 }), (greys) => {
        const levels = levelsOf(greys);
        expect(levels.every((tone, at) => at === 0 || tone >= (levels[at - 1] ?? 0))).toBe(true);
      }),
    );
    const veiled = levelsOf(Uint8Array.from({ length: 4096 }, (_, at) => 100 + (at % 60)));
    const range = (veiled[159] ?? 0) - (veiled[100] ?? 0);
    expect(range).toBeGreaterThan(100);
    expect(range).toBeLessThan(230);
  });
});

describe('the picture of a photo card', () => {
  const plain = photoRecords['hu'];

  it('has the card’s size, no metadata, and the same bytes each time and beside others', async () => {
    const drawing = drawn(on('patches', plain), 'portrait');
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => encodeCard(drawing, { maxBytes: 1_000_000 })));
    const { format, width, height, exif, icc, xmp } = await sharp(first?.bytes).metadata();
    expect({ format, width, height, exif, icc, xmp }).toMatchObject({ format: 'jpeg', width: 1200, height: 1500 });
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
    for (const other of others) expect(other.sha256).toBe(first?.sha256);
  });

  it('shows photograph, rule and words where they belong', async () => {
    const drawing = drawn(on('white lines on black ones', plain), 'portrait');
    const { data, width } = await photographPixels(drawing, drawing.photograph);
    const lightness = (x: number, y: number) => data[(y * width + x) * 3 + 1] ?? 0;
    expect(lightness(600, 20)).toBeGreaterThan(120);
    expect(lightness(600, 1480)).toBe(0x0f);
    const { box } = drawing.photograph.tiles.find(({ svg }) => svg.includes('class="rule"')) ?? {};
    if (box === undefined) throw new Error('no rule');
    const at = ((box.top + 2) * width + box.left + 40) * 3;
    expect([...data.subarray(at, at + 3)]).toEqual([0xa4, 0x24, 0x2e]);
  });

  it('is not drawn with another photograph than its drawing names', async () => {
    const record = on('patches', plain);
    const drawing = drawn(record, 'portrait');
    const other = join(folder, 'other.jpg');
    writeFileSync(
      other,
      await sharp({ create: { ...size, channels: 3, background: '#888' } })
        .jpeg()
        .toBuffer(),
    );
    const swapped = { ...drawing, photograph: { ...drawing.photograph, file: other } };
    await expect(encodeCard(swapped, { maxBytes: 1_000_000 })).rejects.toThrow(
      /is not the photograph this card was drawn with/u,
    );
  });

  it('changes its identity with photograph, crop and shade, and not with where the file lies', () => {
    const identity = (record: PhotoRecord) => drawingHash(drawn(record, 'portrait'));
    const own = identity(plain);
    const { photograph } = plain;
    expect(identity(withPhotograph(plain, { ...photograph, file: '/elsewhere.jpg' }))).toBe(own);
    expect(identity(withPhotograph(plain, { ...photograph, sha256: 'f'.repeat(64) }))).not.toBe(own);
    expect(identity(withPhotograph(plain, { ...photograph, focus: { x: 0.2, y: 0.2 } }))).not.toBe(own);
    expect(identity({ ...plain, mourning: true })).not.toBe(own);
  });
});
