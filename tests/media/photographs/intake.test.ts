import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { takeIn } from '../../../media/photographs/intake.ts';
import { photographFiles, storePhotograph } from '../../../media/photographs/store.ts';
import { patches } from '../../support/photographs.ts';

const folder = mkdtempSync(join(tmpdir(), 'emleknap-intake-'));
afterAll(() => rmSync(folder, { recursive: true }));

const size = { width: 1200, height: 900 };
const greys = patches(size.width, size.height);
const grey = (): Sharp => sharp(greys, { raw: { ...size, channels: 1 } });
const colour = (): Sharp => grey().toColourspace('srgb').tint({ r: 180, g: 140, b: 100 });

let names = 0;
function written(bytes: Uint8Array | string, name = `source-${names}.jpg`): string {
  names += 1;
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function accepted(bytes: Uint8Array, name?: string) {
  const taken = await takeIn(written(bytes, name));
  if (!taken.ok) throw new Error(JSON.stringify(taken.problems));
  return taken.value;
}

async function refusalOf(bytes: Uint8Array | string, name?: string): Promise<string> {
  return refusalOfFile(written(bytes, name));
}

async function refusalOfFile(file: string): Promise<string> {
  const taken = await takeIn(file);
  if (taken.ok) throw new Error('it was taken in');
  expect(taken.problems).toHaveLength(1);
  const [{ rule, message, file: named }] = taken.problems;
  expect(named).toBe(file);
  return `${rule}: ${message}`;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A PNG of one grey, whatever its size says, with chunks put in before its pixels. */
function png(width: number, height: number, pixels: Buffer, ...before: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = pngChunk('IEND', Buffer.alloc(0));
  return Buffer.concat([signature, pngChunk('IHDR', header), ...before, pngChunk('IDAT', pixels), end]);
}

describe('a photograph that is taken in', () => {
  it.each([
    ['a JPEG', () => colour().jpeg().toBuffer()],
    ['a progressive JPEG', () => colour().jpeg({ progressive: true }).toBuffer()],
    ['a PNG', () => colour().png().toBuffer()],
    ['a PNG of 16 bits', () => grey().toColourspace('rgb16').png().toBuffer()],
    ['a grey PNG of 16 bits', () => grey().toColourspace('grey16').png().toBuffer()],
    ['a palette PNG', () => colour().png({ palette: true, colours: 64 }).toBuffer()],
    ['a PNG with transparent parts', () => colour().ensureAlpha(0.5).png().toBuffer()],
    ['a TIFF', () => colour().tiff({ compression: 'lzw' }).toBuffer()],
    ['a TIFF of 16 bits', () => grey().toColourspace('rgb16').tiff().toBuffer()],
    ['a WebP', () => colour().webp().toBuffer()],
    ['a CMYK JPEG', () => colour().toColourspace('cmyk').jpeg().toBuffer()],
    ['a CMYK TIFF', () => colour().toColourspace('cmyk').tiff().toBuffer()],
  ])('may be %s, and becomes a small grey JPEG that looks the same', async (_, make) => {
    const taken = await accepted(await make());
    const { format, channels, depth, exif, xmp, icc, iptc } = await sharp(taken.bytes).metadata();
    expect({ format, channels, depth }).toEqual({ format: 'jpeg', channels: 1, depth: 'uchar' });
    expect([exif, xmp, icc, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(taken).toMatchObject(size);
    expect(taken.bytes.length).toBeLessThanOrEqual(1_000_000);
    const pixels = await sharp(taken.bytes).toColourspace('b-w').raw().toBuffer();
    expect(correlation(pixels, greys)).toBeGreaterThan(0.95);
  });

  it('keeps nothing of its metadata', async () => {
    const gps = { IFD0: { Artist: 'Secret Person' }, IFD3: { GPSLatitude: '47/1 30/1 0/1', GPSLatitudeRef: 'N' } };
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- Secret Person --></x:xmpmeta>';
    const source = await colour().withExif(gps).withXmp(xmp).withIccProfile('p3').jpeg().toBuffer();
    expect(source.includes('Secret Person')).toBe(true);
    const { bytes } = await accepted(Buffer.concat([source, Buffer.from('<script>alert("Secret Person")</script>')]));
    expect(bytes.includes('Secret Person')).toBe(false);
    expect(bytes.includes('GPS')).toBe(false);
    expect(bytes.includes('script')).toBe(false);
  });

  it('is turned upright, whichever of the eight ways it was held', async () => {
    const [width, height] = [1200, 800];
    const marked = Uint8Array.from({ length: width * height }, (_, at) => {
      const [left, upper] = [at % width < width / 2, at < (width * height) / 2];
      return upper ? (left ? 0 : 90) : 255;
    });
    /** Where the black and the grey quarter come to lie: 0 upper left, 1 upper right, 2 lower right, 3 lower left. */
    const quarters = [
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
      [0, 3],
      [1, 2],
      [2, 1],
      [3, 0],
    ] as const;
    for (const [index, [black, half]] of quarters.entries()) {
      const orientation = index + 1;
      const source = sharp(marked, { raw: { width, height, channels: 1 } }).withMetadata({ orientation });
      const taken = await accepted(await source.jpeg().toBuffer());
      const turned = orientation >= 5;
      expect([taken.width, taken.height], `${orientation}`).toEqual(turned ? [height, width] : [width, height]);
      const pixels = await sharp(taken.bytes).toColourspace('b-w').raw().toBuffer();
      const at = (quarter: number) => {
        const x = Math.round(taken.width * (quarter === 0 || quarter === 3 ? 0.25 : 0.75));
        const y = Math.round(taken.height * (quarter < 2 ? 0.25 : 0.75));
        return pixels[y * taken.width + x] ?? -1;
      };
      expect(at(black), `black of ${orientation}`).toBeLessThan(20);
      expect(Math.abs(at(half) - 90), `grey of ${orientation}`).toBeLessThan(20);
    }
  });

  it('is at most 2000 pixels long, and as good as 1,000,000 bytes allow', async () => {
    let state = 7;
    const [width, height] = [2600, 2400];
    const noise = Uint8Array.from({ length: width * height }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
    const source = sharp(noise, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
    const taken = await accepted(await source.jpeg({ quality: 98 }).toBuffer());
    expect([taken.width, taken.height]).toEqual([2000, 1846]);
    expect(taken.bytes.length).toBeLessThanOrEqual(1_000_000);
    expect(taken.bytes.length).toBeGreaterThan(850_000);
    expect(taken.quality).toBeLessThan(92);
    expect(taken.quality).toBeGreaterThanOrEqual(30);
  });

  it('is known by its content and not by its name', async () => {
    expect(await accepted(await grey().png().toBuffer(), 'really-a-png.jpg')).toMatchObject(size);
    expect(await accepted(await grey().jpeg().toBuffer(), 'script.svg')).toMatchObject(size);
  });

  it('gives the same bytes each time', async () => {
    const source = await colour().png().toBuffer();
    expect((await accepted(source)).sha256).toBe((await accepted(source)).sha256);
  });
});

describe('what is no photograph', () => {
  it.each([
    [
      'an SVG',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"><image href="file:///etc/passwd"/></svg>',
      'an SVG drawing',
    ],
    ['an SVG behind a prologue', `<?xml version="1.0"?><!-- ${'x'.repeat(500)} --><svg/>`, 'an SVG drawing'],
    ['a PDF', '%PDF-1.7\n', 'a PDF'],
    ['a GIF', 'GIF89a\x01\x00\x01\x00', 'a GIF'],
    ['a HEIC', '\x00\x00\x00\x18ftypheic\x00\x00\x00\x00', 'HEIC or AVIF'],
    ['an AVIF', '\x00\x00\x00\x18ftypavif\x00\x00\x00\x00', 'HEIC or AVIF'],
    ['a page', '<!DOCTYPE html><script>alert(1)</script>', 'a page or a script'],
    ['a PHP script', '<?php system("id");', 'a page or a script'],
    ['a shell script', '#!/bin/sh\nrm -rf /\n', 'a script'],
    ['a text', 'push graphic-context\nfill url(https://example.org)', 'a text'],
    ['an archive', 'PK\x03\x04rest', 'an archive'],
    ['a program', '\x7fELF\x02\x01\x01\x00\x00', 'no picture this program knows'],
  ])('%s is refused, though it is named .jpg', async (_, content, what) => {
    const refusal = await refusalOf(Buffer.from(content, 'latin1'));
    expect(refusal).toMatch(/^no-photograph: /u);
    expect(refusal).toContain(what);
  });

  it('an empty file, a folder, a link, a pipe, a device and nothing at all are refused', async () => {
    expect(await refusalOf('')).toContain('The file is empty');
    const [inner, linked, pipe] = [join(folder, 'inner'), join(folder, 'linked.jpg'), join(folder, 'pipe.jpg')];
    mkdirSync(inner);
    symlinkSync(written(await grey().jpeg().toBuffer()), linked);
    const server = createServer().listen(pipe);
    await once(server, 'listening');
    expect(await refusalOfFile(inner)).toContain('This is a folder');
    expect(await refusalOfFile(linked)).toContain('This is a link');
    expect(await refusalOfFile(pipe)).toContain('a device or a pipe');
    server.close();
    expect(await refusalOfFile('/dev/zero')).toContain('a device or a pipe');
    expect(await refusalOfFile(join(folder, 'nowhere.jpg'))).toContain('no such file');
  });
});

describe('a hostile picture', () => {
  it.each([
    ['says it is 60,000 pixels square', () => png(60_000, 60_000, deflateSync(Buffer.alloc(1000)))],
    ['says it is as large as a PNG can be', () => png(2 ** 31 - 1, 2 ** 31 - 1, deflateSync(Buffer.alloc(1000)))],
    [
      'is 12,000 pixels square in a few kilobytes',
      () => png(12_000, 12_000, deflateSync(Buffer.alloc(12_001 * 12_000), { level: 1 })),
    ],
    ['is a strip of 30,000 by 4000', () => png(30_000, 4000, deflateSync(Buffer.alloc(30_001 * 4000), { level: 1 }))],
  ])('that %s is refused before it is decoded', async (_, make) => {
    const file = written(make());
    const before = process.memoryUsage().rss;
    const refusal = await refusalOfFile(file);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
    expect(refusal).toMatch(/^(too-many-pixels: .*100 million are decoded at most|damaged: )/u);
  });

  it('of 30,000 pixels across is too narrow once it is as small as it is stored', async () => {
    const wide = png(30_000, 2000, deflateSync(Buffer.alloc(30_001 * 2000), { level: 1 }));
    expect(await refusalOf(wide)).toMatch(/^too-small: .*30000×2000 pixels.*crop it first/u);
  });

  it.each([
    [1, 1],
    [999, 999],
    [1200, 599],
    [400, 3000],
  ])('of %i×%i is too small for a card', async (width, height) => {
    const source = sharp({ create: { width, height, channels: 3, background: '#888' } });
    expect(await refusalOf(await source.png().toBuffer())).toMatch(/^too-small: .*needs 1000×600/u);
  });

  it.each(['jpeg', 'png', 'tiff', 'webp'] as const)('that is a %s cut off anywhere is refused', async (format) => {
    const whole = await colour().toFormat(format).toBuffer();
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.97]) {
      const refusal = await refusalOf(whole.subarray(0, Math.round(whole.length * share)));
      expect(refusal, `${share}`).toMatch(/^(damaged: .*cut off|no-photograph: |too-small: |too-many-pixels: )/u);
    }
  });

  it('that moves is refused: WebP, PNG and TIFF with more than one picture', async () => {
    const frames = await sharp(Buffer.from(patches(1200, 1800)), {
      raw: { width: 1200, height: 1800, channels: 1, pageHeight: 900 },
    })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect(await refusalOf(frames)).toMatch(/^animated: The file holds 2 pictures/u);
    const control = pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
    expect(await refusalOf(png(1200, 900, deflateSync(Buffer.alloc(1201 * 900)), control))).toContain('an animation');
  });

  it('whose bytes are disturbed gives a picture or one Problem, and never an Error', async () => {
    const whole = await sharp(patches(1100, 700), { raw: { width: 1100, height: 700, channels: 1 } })
      .jpeg({ quality: 40 })
      .toBuffer();
    const at = fc.integer({ min: 2, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [place, value] of changes) bytes[place] = value;
        const taken = await takeIn(written(bytes, 'disturbed.jpg'));
        if (taken.ok) expect((await sharp(taken.value.bytes).metadata()).format).toBe('jpeg');
        else expect(taken.problems).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a stored photograph', () => {
  const content = { bytes: Buffer.from('picture'), record: 'record' };

  it('is written over nothing, unless it is asked for', async () => {
    const files = photographFiles(join(folder, 'made/when/needed'), 'crowd');
    await storePhotograph(files, content, false);
    await expect(storePhotograph(files, { ...content, record: 'other' }, false)).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(readFileSync(files.record, 'utf8')).toBe('record');
    await storePhotograph(files, { ...content, record: 'other' }, true);
    expect(readFileSync(files.record, 'utf8')).toBe('other');
  });

  it('leaves nothing behind where its record is there already', async () => {
    const files = photographFiles(join(folder, 'half'), 'crowd');
    mkdirSync(join(folder, 'half'));
    writeFileSync(files.record, 'mine');
    await expect(storePhotograph(files, content, false)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(() => readFileSync(files.picture)).toThrow(/ENOENT/u);
    expect(readFileSync(files.record, 'utf8')).toBe('mine');
  });
});

/** Pearson's, over pixels. */
function correlation(one: Uint8Array, other: Uint8Array): number {
  const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(one), mean(other)];
  let [both, left, right] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [x, y] = [(one[at] ?? 0) - a, (other[at] ?? 0) - b];
    both += x * y;
    left += x * x;
    right += y * y;
  }
  return both / Math.sqrt(left * right);
}
