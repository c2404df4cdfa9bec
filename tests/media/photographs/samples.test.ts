import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { takeIn } from '../../../media/photographs/intake.ts';
import { faultOfStored } from '../../../media/photographs/stored.ts';
import { tiffDirectories } from '../../../media/photographs/tiff.ts';
import { photographOf } from '../../support/photographs.ts';
import { type TiffPage, tiffTags as tag, tiff } from '../../support/tiff.ts';

const folder = mkdtempSync(join(tmpdir(), 'emleknap-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The least that is taken in, because each test packs and stores it. */
const [width, height] = [1000, 600];
/** The picture of these tests: dark on the left, lighter on the right. */
const [dark, light] = [100, 150];
const toneAt = (pixel: number) => (pixel % width < width / 2 ? dark : light);

type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Fills samples with what a tone is in each channel. */
function filled<T extends Numbers>(
  into: T,
  channels: number,
  value: (tone: number, channel: number) => number,
): Buffer {
  for (let at = 0; at < into.length; at += 1) into[at] = value(toneAt(Math.floor(at / channels)), at % channels);
  return Buffer.from(into.buffer, into.byteOffset, into.byteLength);
}

const pixels = width * height;

/** A page of the picture: `bits` a sample, in colours of a photometric interpretation. */
function page(
  data: Uint8Array,
  bits: number,
  photometric: number,
  samples: number,
  more: TiffPage['tags'] = {},
): TiffPage {
  const tags = {
    [tag.width]: width,
    [tag.height]: height,
    [tag.rows]: height,
    [tag.bits]: Array.from({ length: samples }, () => bits),
    [tag.photometric]: photometric,
    [tag.samples]: samples,
  };
  return { pixels: data, tags: { ...tags, ...more } };
}

const grey8 = () => filled(new Uint8Array(pixels), 1, (tone) => tone);
const grey16 = () => filled(new Uint16Array(pixels), 1, (tone) => tone * 257);
const plain = () => page(grey8(), 8, 1, 1);

let names = 0;
async function taken(bytes: Uint8Array) {
  names += 1;
  const file = join(folder, `source-${names}`);
  writeFileSync(file, bytes);
  return takeIn(file);
}

/** The tones left and right of what is stored. */
async function tonesOf(bytes: Uint8Array): Promise<readonly [number, number]> {
  const result = await taken(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { value } = result;
  const grey = await sharp(value.bytes).toColourspace('b-w').raw().toBuffer();
  const row = (value.height >> 1) * value.width;
  return [grey[row + Math.round(value.width / 8)] ?? -1, grey[row + Math.round((value.width * 7) / 8)] ?? -1];
}

async function refusalOf(bytes: Uint8Array): Promise<string> {
  const result = await taken(bytes);
  if (result.ok) throw new Error('it was taken in');
  expect(result.problems).toHaveLength(1);
  const [{ rule, message }] = result.problems;
  return `${rule}: ${message}`;
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/photographs/${name}`, import.meta.url));

/** Within what rounding and JPEG change. */
function expectTones([left, right]: readonly [number, number], expected: readonly [number, number]): void {
  expect(Math.abs(left - expected[0]), `${left} for ${expected[0]}`).toBeLessThanOrEqual(3);
  expect(Math.abs(right - expected[1]), `${right} for ${expected[1]}`).toBeLessThanOrEqual(3);
}

const greyRamp = Array.from({ length: 768 }, (_, at) => (at % 256) * 257);

describe('a TIFF keeps its tones', () => {
  it.each<readonly [string, () => Uint8Array, readonly [number, number]]>([
    ['grey of 8 bits', () => tiff([plain()]), [dark, light]],
    ['a BigTIFF', () => tiff([plain()], { big: true, endian: 'little' }), [dark, light]],
    ['the other order of bytes', () => tiff([plain()], { big: false, endian: 'big' }), [dark, light]],
    ['a BigTIFF in the other order', () => tiff([plain()], { big: true, endian: 'big' }), [dark, light]],
    [
      'white as zero',
      () =>
        tiff([
          page(
            filled(new Uint8Array(pixels), 1, (tone) => 255 - tone),
            8,
            0,
            1,
          ),
        ]),
      [dark, light],
    ],
    ['grey of 16 bits', () => tiff([page(grey16(), 16, 1, 1)]), [dark, light]],
    [
      'white as zero in 16 bits',
      () =>
        tiff([
          page(
            filled(new Uint16Array(pixels), 1, (tone) => 65_535 - tone * 257),
            16,
            0,
            1,
          ),
        ]),
      [dark, light],
    ],
    [
      'RGB of 16 bits',
      () =>
        tiff([
          page(
            filled(new Uint16Array(pixels * 3), 3, (tone) => tone * 257),
            16,
            2,
            3,
          ),
        ]),
      [dark, light],
    ],
    ['a palette', () => tiff([page(grey8(), 8, 3, 1, { [tag.colours]: greyRamp })]), [dark, light]],
    [
      '4 bits',
      () =>
        tiff([
          page(
            Uint8Array.from({ length: pixels / 2 }, (_, at) => (toneAt(at * 2) === dark ? 0x66 : 0x99)),
            4,
            1,
            1,
          ),
        ]),
      [102, 153],
    ],
    [
      '1 bit',
      () =>
        tiff([
          page(
            Uint8Array.from({ length: pixels / 8 }, (_, at) => (toneAt(at * 8) === dark ? 0 : 0xff)),
            1,
            1,
            1,
          ),
        ]),
      [0, 255],
    ],
    [
      'transparency over white',
      () =>
        tiff([
          page(
            filled(new Uint8Array(pixels * 2), 2, (tone, channel) => (channel === 1 ? 128 : tone)),
            8,
            1,
            2,
            { [tag.extraSamples]: 2 },
          ),
        ]),
      [177, 202],
    ],
    [
      'transparency that its colours are multiplied with',
      () =>
        tiff([
          page(
            filled(new Uint8Array(pixels * 4), 4, (tone, channel) => (channel === 3 ? 128 : tone / 2)),
            8,
            2,
            4,
            { [tag.extraSamples]: 1 },
          ),
        ]),
      [177, 202],
    ],
    [
      'transparency in 16 bits',
      () =>
        tiff([
          page(
            filled(new Uint16Array(pixels * 2), 2, (tone, channel) => (channel === 1 ? 128 : tone) * 257),
            16,
            1,
            2,
            { [tag.extraSamples]: 2 },
          ),
        ]),
      [177, 202],
    ],
    [
      'CMYK of 16 bits',
      () =>
        tiff([
          page(
            filled(new Uint16Array(pixels * 4), 4, (tone, channel) => (channel === 3 ? 65_535 - tone * 257 : 0)),
            16,
            5,
            4,
          ),
        ]),
      [112, 152],
    ],
    [
      'Lab of 16 bits, by its lightness',
      () =>
        tiff([
          page(
            filled(new Uint16Array(pixels * 3), 3, (tone, channel) => (channel === 0 ? tone * 257 : 0)),
            16,
            8,
            3,
          ),
        ]),
      [93, 141],
    ],
  ])('with %s', async (_, make, expected) => {
    expectTones(await tonesOf(make()), expected);
  });
});

describe('a TIFF whose black and white would be guessed at is refused for what its samples are', () => {
  const refused: readonly (readonly [string, () => TiffPage, RegExp])[] = [
    [
      'floating-point numbers of 32 bits',
      () =>
        page(
          filled(new Float32Array(pixels), 1, (tone) => tone / 255),
          32,
          1,
          1,
          { [tag.sampleFormat]: 3 },
        ),
      /samples of 32 bits that are floating-point numbers/u,
    ],
    [
      'floating-point numbers from 0 to 255',
      () =>
        page(
          filled(new Float32Array(pixels), 1, (tone) => tone),
          32,
          1,
          1,
          { [tag.sampleFormat]: 3 },
        ),
      /samples of 32 bits that are floating-point numbers/u,
    ],
    [
      'floating-point numbers of 64 bits',
      () =>
        page(
          filled(new Float64Array(pixels), 1, (tone) => tone / 255),
          64,
          1,
          1,
          { [tag.sampleFormat]: 3 },
        ),
      /samples of 64 bits that are floating-point numbers/u,
    ],
    [
      'floating-point colours',
      () =>
        page(
          filled(new Float32Array(pixels * 3), 3, (tone) => tone / 255),
          32,
          2,
          3,
          {
            [tag.sampleFormat]: [3, 3, 3],
          },
        ),
      /samples of 32 bits that are floating-point numbers/u,
    ],
    [
      'floating-point numbers of 16 bits',
      () =>
        page(
          filled(new Uint16Array(pixels), 1, () => 0x3800),
          16,
          1,
          1,
          { [tag.sampleFormat]: 3 },
        ),
      /samples of 16 bits that are floating-point numbers/u,
    ],
    [
      'signed numbers of 16 bits',
      () =>
        page(
          filled(new Int16Array(pixels), 1, (tone) => tone * 128),
          16,
          1,
          1,
          { [tag.sampleFormat]: 2 },
        ),
      /samples of 16 bits that are signed numbers/u,
    ],
    [
      'signed numbers of 8 bits',
      () =>
        page(
          filled(new Int8Array(pixels), 1, (tone) => tone / 2),
          8,
          1,
          1,
          { [tag.sampleFormat]: 2 },
        ),
      /samples of 8 bits that are signed numbers/u,
    ],
    [
      'complex numbers',
      () =>
        page(
          filled(new Float32Array(pixels * 2), 2, (tone) => tone),
          64,
          1,
          1,
          { [tag.sampleFormat]: 6 },
        ),
      /complex numbers/u,
    ],
    [
      '32 bits',
      () =>
        page(
          filled(new Uint32Array(pixels), 1, (tone) => tone * 16_843_009),
          32,
          1,
          1,
        ),
      /32 bits a sample/u,
    ],
    [
      'colours of 32 bits',
      () =>
        page(
          filled(new Uint32Array(pixels * 3), 3, (tone) => tone * 16_843_009),
          32,
          2,
          3,
        ),
      /32 bits a sample/u,
    ],
    ['12 bits', () => page(new Uint8Array(pixels * 1.5).fill(0x77), 12, 1, 1), /12 bits a sample/u],
    [
      'Lab of 8 bits',
      () =>
        page(
          filled(new Uint8Array(pixels * 3), 3, (tone) => tone),
          8,
          8,
          3,
        ),
      /Lab colours of 8 bits/u,
    ],
    [
      'ICC Lab',
      () =>
        page(
          filled(new Uint8Array(pixels * 3), 3, (tone) => tone),
          8,
          9,
          3,
        ),
      /ICC Lab/u,
    ],
    [
      'ITU Lab',
      () =>
        page(
          filled(new Uint8Array(pixels * 3), 3, (tone) => tone),
          8,
          10,
          3,
        ),
      /ITU Lab/u,
    ],
    ['raw values of a sensor', () => page(grey16(), 16, 32_803, 1), /raw values of a camera’s sensor/u],
    ['logarithmic tones', () => page(grey16(), 16, 32_844, 1), /logarithmic tones/u],
    [
      'a further channel',
      () =>
        page(
          filled(new Uint8Array(pixels * 2), 2, (tone, channel) => (channel === 1 ? 0 : tone)),
          8,
          1,
          2,
          {
            [tag.extraSamples]: 0,
          },
        ),
      /a further channel beside its colours/u,
    ],
    [
      'two further channels',
      () =>
        page(
          filled(new Uint8Array(pixels * 3), 3, (tone) => tone),
          8,
          1,
          3,
          { [tag.extraSamples]: [2, 0] },
        ),
      /2 further channels beside its colours/u,
    ],
    [
      'two inks',
      () =>
        page(
          filled(new Uint8Array(pixels * 2), 2, (tone) => tone),
          8,
          5,
          2,
        ),
      /2 samples a pixel/u,
    ],
    ['colours nobody has defined', () => page(grey8(), 8, 99, 1), /colours of a kind \(99\)/u],
  ];

  it.each(refused)('with %s', async (_, make, why) => {
    for (const layout of [
      { big: false, endian: 'little' },
      { big: true, endian: 'little' },
    ] as const) {
      const refusal = await refusalOf(tiff([make()], layout));
      expect(refusal).toMatch(/^sample-format: /u);
      expect(refusal).toMatch(why);
      expect(refusal).toMatch(/save it anew in grey, RGB or CMYK, with 8 or 16 bits a sample\.$/u);
    }
  });

  it('also where a program wrote the file', async () => {
    expect(await refusalOf(fixture('float-32.tif'))).toMatch(
      /^sample-format: .*32 bits that are floating-point numbers/u,
    );
  });
});

describe('a profile', () => {
  it('counts in grey of 16 bits as it does in grey of 8 bits', async () => {
    const [wide, narrow] = [await taken(fixture('grey-16-profile.tif')), await taken(fixture('grey-8-profile.png'))];
    if (!wide.ok || !narrow.ok) throw new Error('it was refused');
    const [one, other] = [await sharp(wide.value.bytes).stats(), await sharp(narrow.value.bytes).stats()];
    expect(other.channels[0]?.mean).toBeGreaterThan(170);
    expect(Math.abs((one.channels[0]?.mean ?? 0) - (other.channels[0]?.mean ?? 0))).toBeLessThan(1);
  });

  const linear = async (): Promise<Uint8Array> => {
    const { icc } = await sharp(fixture('grey-8-profile.png')).metadata();
    if (icc === undefined) throw new Error('the fixture has no profile');
    return icc;
  };

  it.each<readonly [string, (icc: Uint8Array) => Promise<Uint8Array>]>([
    ['a TIFF of 8 bits', async (icc) => tiff([page(grey8(), 8, 1, 1, { [tag.icc]: icc })])],
    ['a TIFF of 16 bits', async (icc) => tiff([page(grey16(), 16, 1, 1, { [tag.icc]: icc })])],
    [
      'a TIFF of 16 bits with white as zero',
      async (icc) =>
        tiff([
          page(
            filled(new Uint16Array(pixels), 1, (tone) => 65_535 - tone * 257),
            16,
            0,
            1,
            { [tag.icc]: icc },
          ),
        ]),
    ],
    [
      'a TIFF of 16 bits with transparency',
      async (icc) =>
        tiff([
          page(
            filled(new Uint16Array(pixels * 2), 2, (tone, channel) => (channel === 1 ? 255 : tone) * 257),
            16,
            1,
            2,
            {
              [tag.extraSamples]: 2,
              [tag.icc]: icc,
            },
          ),
        ]),
    ],
    ['a PNG of 8 bits', async (icc) => withChunk(await greyPng(8), 'iCCP', iccChunk(icc))],
    ['a PNG of 16 bits', async (icc) => withChunk(await greyPng(16), 'iCCP', iccChunk(icc))],
    [
      'a PNG of 16 bits whose gamma it stands above',
      async (icc) => withChunk(withChunk(await greyPng(16), 'iCCP', iccChunk(icc)), 'gAMA', uint(100_000)),
    ],
  ])('of linear tones counts in %s', async (_, make) => {
    expectTones(await tonesOf(await make(await linear())), [168, 202]);
  });

  it('of a wide gamut gives the same grey in 16 bits as in 8', async () => {
    const red = (bits: 8 | 16) => {
      const white = bits === 8 ? 255 : 65_535;
      const data = bits === 8 ? new Uint8Array(pixels * 3) : new Uint16Array(pixels * 3);
      for (let at = 0; at < data.length; at += 3) data[at + (toneAt(at / 3) === dark ? 0 : 1)] = white;
      return sharp(data, { raw: { width, height, channels: 3 } });
    };
    const narrow = await red(8).withIccProfile('p3').tiff().toBuffer();
    const { icc } = await sharp(narrow).metadata();
    if (icc === undefined) throw new Error('no profile was written');
    const wide = tiff([
      page(
        filled(new Uint16Array(pixels * 3), 3, (tone, channel) => (channel === (tone === dark ? 0 : 1) ? 65_535 : 0)),
        16,
        2,
        3,
        { [tag.icc]: icc },
      ),
    ]);
    const eight = tiff([
      page(
        filled(new Uint8Array(pixels * 3), 3, (tone, channel) => (channel === (tone === dark ? 0 : 1) ? 255 : 0)),
        8,
        2,
        3,
        { [tag.icc]: icc },
      ),
    ]);
    expectTones(await tonesOf(wide), await tonesOf(eight));
  });
});

describe('a TIFF with several directories', () => {
  const small = (more: TiffPage['tags'] = {}, [w, h] = [130, 78]): TiffPage => ({
    pixels: new Uint8Array(w * h).fill(7),
    tags: { ...plain().tags, [tag.width]: w, [tag.height]: h, [tag.rows]: h, ...more },
  });

  it.each<readonly [string, () => Uint8Array]>([
    ['its thumbnail behind it', () => tiff([plain(), small({ [tag.newSubfile]: 1 })])],
    ['its thumbnail before it', () => tiff([small({ [tag.newSubfile]: 1 }), plain()])],
    ['a thumbnail of the older mark', () => tiff([plain(), small({ [tag.subfile]: 2 })])],
    ['a thumbnail that is not marked', () => tiff([plain(), small()])],
    ['a thumbnail that is not marked, before it', () => tiff([small(), plain()])],
    [
      'a pyramid of smaller versions',
      () =>
        tiff([
          plain(),
          small({ [tag.newSubfile]: 1 }, [width / 2, height / 2]),
          small({ [tag.newSubfile]: 1 }, [width / 4, height / 4]),
        ]),
    ],
    ['a mask', () => tiff([plain(), page(new Uint8Array(pixels / 8), 1, 4, 1, { [tag.newSubfile]: 4 })])],
    ['a thumbnail below it', () => tiff([{ ...plain(), below: [small({ [tag.newSubfile]: 1 })] }])],
    ['its thumbnail in a BigTIFF', () => tiff([small({ [tag.newSubfile]: 1 }), plain()], { big: true, endian: 'big' })],
  ])('is the photograph with %s', async (_, make) => {
    expectTones(await tonesOf(make()), [dark, light]);
  });

  it('is taken in where a program wrote the thumbnail', async () => {
    const result = await taken(fixture('thumbnail.tif'));
    expect(result).toMatchObject({ ok: true, value: { width: 1600, height: 1200 } });
  });

  it.each<readonly [string, () => Uint8Array, number]>([
    ['two pages', () => tiff([plain(), plain()]), 2],
    [
      'two pages marked as pages',
      () => tiff([plain(), plain()].map((each) => ({ ...each, tags: { ...each.tags, [tag.newSubfile]: 2 } }))),
      2,
    ],
    ['a page and a smaller one of other proportions', () => tiff([plain(), small({}, [200, 200])]), 2],
    ['a page and another half as large', () => tiff([plain(), small({}, [width / 2, height / 2])]), 2],
    ['three pages and a thumbnail', () => tiff([plain(), plain(), plain(), small({ [tag.newSubfile]: 1 })]), 3],
  ])('is refused with %s, and counts them', async (_, make, count) => {
    expect(await refusalOf(make())).toBe(`animated: The file holds ${count} pictures; save the one that is meant.`);
  });

  it('is refused where it holds nothing but previews', async () => {
    const raw = tiff([{ ...small({ [tag.newSubfile]: 1 }), below: [page(grey16(), 16, 32_803, 1)] }]);
    expect(await refusalOf(raw)).toMatch(/^preview-only: .*raw files of cameras/u);
  });

  it('ends where its directories go round in a circle, lie outside, or are disturbed', () => {
    const whole = tiff([small(), small()]);
    const first = whole.readUInt32LE(4);
    const next = first + 2 + whole.readUInt16LE(first) * 12;
    const circle = Buffer.from(whole);
    circle.writeUInt32LE(first, next);
    expect(tiffDirectories(circle)).toHaveLength(1);
    circle.writeUInt32LE(whole.length + 8, next);
    expect(tiffDirectories(circle)).toHaveLength(1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (changes, end) => {
          const bytes = Buffer.from(whole.subarray(0, end));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          expect(tiffDirectories(bytes).length).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });
});

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function greyPng(bits: 8 | 16): Promise<Buffer> {
  return bits === 8
    ? sharp(grey8(), { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer()
    : sharp(tiff([page(grey16(), 16, 1, 1)]))
        .toColourspace('grey16')
        .png()
        .toBuffer();
}

/** An uncompressed profile cannot stand in a PNG: PNG 3rd edition, section 11.3.2.3. */
function iccChunk(icc: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(icc)]);
}

/** Puts a chunk behind the header of a PNG. */
function withChunk(png: Buffer, type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([png.subarray(0, 33), uint(data.length), body, uint(crc32(body)), png.subarray(33)]);
}

describe('a PNG', () => {
  it.each<readonly [string, string, Buffer]>([
    ['the usual gamma', 'gAMA', uint(45_455)],
    ['the usual gamma, roughly', 'gAMA', uint(45_000)],
    ['sRGB', 'sRGB', Buffer.of(0)],
    ['sRGB by the numbers of video', 'cICP', Buffer.of(1, 13, 0, 1)],
  ])('with %s keeps its tones in 8 and in 16 bits', async (_, type, data) => {
    for (const bits of [8, 16] as const)
      expectTones(await tonesOf(withChunk(await greyPng(bits), type, data)), [dark, light]);
  });

  it.each<readonly [string, string, Buffer, RegExp]>([
    ['linear tones', 'gAMA', uint(100_000), /a gamma of 1 \(gAMA\)/u],
    ['the gamma of old Macs', 'gAMA', uint(55_556), /a gamma of 0\.55556/u],
    ['a gamma of nothing', 'gAMA', uint(0), /a gamma of 0 /u],
    ['the tones of HDR', 'cICP', Buffer.of(9, 16, 0, 1), /cICP/u],
    ['the colours of P3', 'cICP', Buffer.of(12, 13, 0, 1), /cICP/u],
  ])('with %s is refused for its tone curve', async (_, type, data, why) => {
    for (const bits of [8, 16] as const) {
      const refusal = await refusalOf(withChunk(await greyPng(bits), type, data));
      expect(refusal).toMatch(/^tone-curve: /u);
      expect(refusal).toMatch(why);
    }
  });
});

describe('a JPEG', () => {
  const jpeg = () =>
    sharp(grey8(), { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();

  it('with a second picture behind it is its first picture', async () => {
    const [first, second] = [
      await jpeg(),
      await sharp({ create: { width: 320, height: 240, channels: 3, background: '#fff' } })
        .jpeg()
        .toBuffer(),
    ];
    const index = Buffer.from('MPF\0MM\0*\0\0\0\x08', 'latin1');
    const marker = Buffer.concat([Buffer.of(0xff, 0xe2, 0, index.length + 2), index]);
    const both = Buffer.concat([first.subarray(0, 2), marker, first.subarray(2), second]);
    expectTones(await tonesOf(both), [dark, light]);
  });

  it('with a thumbnail in its metadata is no second picture', async () => {
    const thumbnail = await sharp(grey8(), { raw: { width, height, channels: 1 } })
      .resize(160)
      .jpeg()
      .toBuffer();
    const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), thumbnail]);
    const marker = Buffer.concat([Buffer.of(0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255), exif]);
    const first = await jpeg();
    expectTones(await tonesOf(Buffer.concat([first.subarray(0, 2), marker, first.subarray(2)])), [dark, light]);
  });

  it('of 12 bits is refused for its precision, and not as damaged', async () => {
    const bytes = await jpeg();
    bytes[bytes.indexOf(Buffer.of(0xff, 0xc0)) + 4] = 12;
    expect(await refusalOf(bytes)).toMatch(/^no-photograph: This kind of jpeg cannot be read.*precision 12/u);
  });
});

describe('the tones of what is stored are those of what came in', () => {
  it.each<readonly [string, () => Promise<Uint8Array>, RegExp]>([
    [
      'all of it can be seen through',
      () =>
        sharp(grey8(), { raw: { width, height, channels: 1 } })
          .toColourspace('srgb')
          .ensureAlpha(0)
          .png()
          .toBuffer(),
      /^no-tones: .*100 % of white/u,
    ],
    [
      'one tone all over',
      () =>
        sharp({ create: { width, height, channels: 3, background: '#707070' } })
          .png()
          .toBuffer(),
      /^no-tones: .*43\.9 % of white/u,
    ],
    [
      'twelve bits in the lowest of sixteen',
      async () =>
        tiff([
          page(
            filled(new Uint16Array(pixels), 1, (tone) => tone * 16),
            16,
            1,
            1,
          ),
        ]),
      /^no-tones: /u,
    ],
    [
      'colours that are one grey',
      async () =>
        tiff([
          page(
            filled(
              new Uint8Array(pixels * 3),
              3,
              (tone, channel) => (tone === dark ? [255, 0, 0] : [0, 146, 0])[channel] ?? 0,
            ),
            8,
            2,
            3,
          ),
        ]),
      /^no-tones: /u,
    ],
  ])('so a picture is refused that is %s', async (_, make, why) => {
    expect(await refusalOf(await make())).toMatch(why);
  });

  it('and a stored picture of one tone is not sound, though it is a whole JPEG', async () => {
    for (const [value, spread, fault] of [
      [0, 1, true],
      [255, 1, true],
      [90, 40, false],
    ] as const) {
      const file = join(folder, `stored-${value}.jpg`);
      const data = Uint8Array.from(
        { length: pixels },
        (_, at) => value + (spread > 1 && at % width > width / 2 ? spread : 0),
      );
      await sharp(data, { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .jpeg()
        .toFile(file);
      const found = await faultOfStored(
        photographOf({ id: 'black', file, sha256: '', width, height, focus: { x: 0, y: 0 } }),
      );
      expect(found).toEqual(fault ? expect.stringContaining('shows next to nothing') : null);
    }
  });
});
