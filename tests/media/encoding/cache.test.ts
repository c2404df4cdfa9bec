import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drawing } from '../../../media/card.ts';
import { drawCard } from '../../../media/draw.ts';
import { createPictureCache } from '../../../media/encoding/cache.ts';
import { encodeCard } from '../../../media/encoding/encode.ts';
import { records } from '../records.ts';

const limits = { maxBytes: 1_000_000 };
const drawing = ((): Drawing => {
  const result = drawCard(records['clock-mourning-hu']);
  if (!result.ok) throw new Error('the sample does not fit');
  return result.drawing;
})();

let folder = '';
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'pictures-')), 'cache');
});
afterEach(async () => {
  await rm(path.dirname(folder), { recursive: true });
});

describe('the picture cache', () => {
  it('gives the encoded card, and gives the stored one the next time', async () => {
    const picture = await createPictureCache(folder).picture(drawing, limits);
    expect(picture).toEqual(await encodeCard(drawing, limits));
    const files = (await readdir(folder)).sort();
    const again = await createPictureCache(folder).picture(drawing, limits);
    expect(again.sha256).toBe(picture.sha256);
    expect((await readdir(folder)).sort()).toEqual(files);
  });

  it('reads from the folder what is there instead of drawing', async () => {
    const { sha256 } = await createPictureCache(folder).picture(drawing, limits);
    const other = await encodeCard({ ...drawing, svg: drawing.svg.replace('#100F0E', '#000000') }, limits);
    await writeFile(path.join(folder, `${other.sha256}.jpg`), other.bytes);
    const note = (await readdir(folder)).find((name) => name.endsWith('.sha256')) ?? '';
    await writeFile(path.join(folder, note), other.sha256);
    expect((await createPictureCache(folder).picture(drawing, limits)).sha256).toBe(other.sha256);
    expect(sha256).not.toBe(other.sha256);
  });

  it('finds a picture by the hash of its bytes, size included', async () => {
    const cache = createPictureCache(folder);
    const picture = await cache.picture(drawing, limits);
    const found = await cache.bySha256(picture.sha256);
    expect({ ...found, bytes: Buffer.from(found.bytes) }).toEqual({ ...picture, bytes: Buffer.from(picture.bytes) });
  });

  it('throws for a hash it does not have, and for a name that is no hash', async () => {
    const cache = createPictureCache(folder);
    await expect(cache.bySha256('0'.repeat(64))).rejects.toThrow('no whole picture');
    await expect(cache.bySha256('../secret')).rejects.toThrow('no whole picture');
  });

  it.each(['truncated', 'overwritten', 'removed'])('redraws a picture that was %s on disk', async (damage) => {
    const { sha256, bytes } = await createPictureCache(folder).picture(drawing, limits);
    const file = path.join(folder, `${sha256}.jpg`);
    if (damage === 'truncated') await truncate(file, 1000);
    if (damage === 'overwritten') await writeFile(file, Buffer.alloc(bytes.length, 7));
    if (damage === 'removed') await rm(file);
    const fresh = createPictureCache(folder);
    await expect(fresh.bySha256(sha256)).rejects.toThrow('no whole picture');
    expect((await fresh.picture(drawing, limits)).sha256).toBe(sha256);
    expect(Buffer.compare(await readFile(file), Buffer.from(bytes))).toBe(0);
  });

  it('keeps pictures made for different limits apart', async () => {
    const cache = createPictureCache(folder);
    const [large, small] = await Promise.all([
      cache.picture(drawing, limits),
      cache.picture(drawing, { maxBytes: 70_000 }),
    ]);
    expect(small.bytes.length).toBeLessThanOrEqual(70_000);
    expect(large.bytes.length).toBeGreaterThan(70_000);
  });

  it('serves several at once, in one cache and in two over one folder, and leaves no unfinished file', async () => {
    const [one, two] = [createPictureCache(folder), createPictureCache(folder)];
    const pictures = await Promise.all([one, two, one, two].map((cache) => cache.picture(drawing, limits)));
    expect(new Set(pictures.map(({ sha256 }) => sha256)).size).toBe(1);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
