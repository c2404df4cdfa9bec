/** Pictures kept by content in a folder: drawn once, found again by drawing or by hash, never trusted without checking. */

import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';
import type { Drawing, Picture } from '../card.ts';
import { drawingHash } from '../drawing-hash.ts';
import { writeWhole } from '../whole-file.ts';
import { encodeCard, type PictureLimits, pictureOf, sha256Of } from './encode.ts';
import { encoderSettings, encodesAtOnce } from './encoder-settings.ts';

export interface PictureCache {
  /** The encoded drawing, from the folder when it is there whole, otherwise drawn and stored. Errors as `encodeCard`. */
  picture(drawing: Drawing, limits: PictureLimits): Promise<Picture>;
  /** A picture stored before, by the hash of its bytes. Throws an Error when it is absent or damaged. */
  bySha256(sha256: string): Promise<Picture>;
}

/** One for the whole process, so that memory stays bounded however many pictures are asked for at once. */
const queue = pLimit(encodesAtOnce);

/**
 * Opens a cache in a folder, which is made when needed. Several processes may share it: files appear whole, by renaming,
 * and equal names hold equal bytes. A picture has reached the disk when `picture` returns.
 */
export function createPictureCache(folder: string): PictureCache {
  const underWay = new Map<string, Promise<Picture>>();

  async function drawnOrStored(drawing: Drawing, limits: PictureLimits, key: string): Promise<Picture> {
    const note = path.join(folder, `${key}.sha256`);
    const sha256 = await readFile(note, 'utf8').catch(absent);
    const stored = sha256 === null ? null : await storedPicture(folder, sha256.trim());
    if (stored !== null) return stored;
    const picture = await encodeCard(drawing, limits);
    await mkdir(folder, { recursive: true });
    await writeWhole(pictureFile(folder, picture.sha256), picture.bytes);
    await writeWhole(note, `${picture.sha256}\n`);
    return picture;
  }

  return {
    picture(drawing, limits) {
      const key = keyOf(drawing, limits);
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const started = queue(() => drawnOrStored(drawing, limits, key)).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
    async bySha256(sha256) {
      const picture = await storedPicture(folder, sha256);
      if (picture === null) throw new Error(`no whole picture ${sha256} in ${folder}; prepare the post again`);
      return picture;
    },
  };
}

/** The same drawing may come out in other bytes after an upgrade of sharp, so its versions are part of the key. */
function keyOf(drawing: Drawing, limits: PictureLimits): string {
  const { sharp: wrapper = '', vips = '', rsvg = '' } = sharp.versions as Record<string, string | undefined>;
  return sha256Of([drawingHash(drawing), encoderSettings, limits.maxBytes, wrapper, vips, rsvg].join('\n'));
}

async function storedPicture(folder: string, sha256: string): Promise<Picture | null> {
  if (!/^[0-9a-f]{64}$/u.test(sha256)) return null;
  const bytes = await readFile(pictureFile(folder, sha256)).catch(absent);
  if (bytes === null || sha256Of(bytes) !== sha256) return null;
  const { width, height } = await sharp(bytes).metadata();
  return pictureOf(bytes, width, height);
}

function pictureFile(folder: string, sha256: string): string {
  return path.join(folder, `${sha256}.jpg`);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
