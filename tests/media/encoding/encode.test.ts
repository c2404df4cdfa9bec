import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CardRecord, Drawing, PhotoRecord } from '../../../media/card.ts';
import { drawCard } from '../../../media/draw.ts';
import { drawingHash } from '../../../media/drawing-hash.ts';
import { encodeCard } from '../../../media/encoding/encode.ts';
import { patches, storedPhotograph } from '../../support/photographs.ts';
import { photoRecords } from '../photo-records.ts';
import { records, samples } from '../records.ts';

const limits = { maxBytes: 1_000_000 };

function drawn(record: CardRecord): Drawing {
  const result = drawCard(record);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.drawing;
}

/** Draws and encodes all samples, last first and all at once, on more threads, in a process that finds no font on its machine. */
async function elsewhere(photo: PhotoRecord): Promise<Record<string, string>> {
  const empty = await mkdtemp(path.join(tmpdir(), 'no-fonts-'));
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const code = `
    const { drawCard } = await import(${at('../../../media/draw.ts')});
    const { encodeCard } = await import(${at('../../../media/encoding/encode.ts')});
    const { drawingHash } = await import(${at('../../../media/drawing-hash.ts')});
    const { samples } = await import(${at('../records.ts')});
    const { default: sharp } = await import('sharp');
    sharp.concurrency(4);
    const all = [...samples, ['photo', JSON.parse(process.env.PHOTO)]];
    const answers = await Promise.all(all.reverse().map(async ([name, record]) => {
      const { drawing } = drawCard(record);
      return [name, drawingHash(drawing) + ' ' + (await encodeCard(drawing, { maxBytes: 1000000 })).sha256];
    }));
    process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
  `;
  const env = {
    PATH: process.env['PATH'],
    HOME: empty,
    PHOTO: JSON.stringify(photo),
    FONTCONFIG_PATH: empty,
    FONTCONFIG_FILE: path.join(empty, 'none.conf'),
  };
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env, cwd });
    return JSON.parse(stdout);
  } finally {
    await rm(empty, { recursive: true });
  }
}

describe('an encoded card', () => {
  it('has the same drawing and the same bytes in any order, one by one or all at once, on any number of threads, with or without fonts on the machine', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'photographs-'));
    try {
      const size = { width: 900, height: 700 };
      const photograph = await storedPhotograph({ folder, id: 'patches', ...size }, patches(size.width, size.height));
      const photo: PhotoRecord = { ...photoRecords.hu, photograph };
      const there = await elsewhere(photo);
      const all = [...samples, ['photo', photo] as const];
      expect(Object.keys(there)).toHaveLength(all.length);
      expect(new Set(all.map(([, { kind }]) => kind)).size).toBe(7);
      for (const [name, record] of all) {
        const drawing = drawn(record);
        const picture = await encodeCard(drawing, limits);
        expect(`${drawingHash(drawing)} ${picture.sha256}`, name).toBe(there[name]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is a 4:4:4 JPEG of exactly the drawing’s size, well under the limit, with no metadata', async () => {
    const picture = await encodeCard(drawn(records['typographic-hu']), limits);
    const found = await sharp(picture.bytes).metadata();
    expect(found).toMatchObject({
      format: 'jpeg',
      width: 1200,
      height: 1500,
      chromaSubsampling: '4:4:4',
      isProgressive: false,
    });
    expect([found.exif, found.icc, found.xmp, found.iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(picture.bytes.length).toBeLessThan(400_000);
  });

  it('goes down in quality under a small limit', async () => {
    const picture = await encodeCard(drawn(records['typographic-hu']), { maxBytes: 200_000 });
    expect(picture.bytes.length).toBeLessThanOrEqual(200_000);
  });

  it('is refused where not even the lowest quality fits', async () => {
    await expect(encodeCard(drawn(records['clock-en']), { maxBytes: 5_000 })).rejects.toThrow(
      'does not fit in 5000 bytes',
    );
  });

  it('is refused where the drawing is not of the size it claims', async () => {
    await expect(encodeCard({ ...drawn(records['clock-en']), width: 1080 }, limits)).rejects.toThrow('1080×1500');
  });
});
