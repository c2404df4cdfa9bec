/** Drawing to picture: a JPEG of exactly the drawing's size, without metadata, under the byte limit of the server. */

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Drawing, Picture } from './card.ts';
import { jpeg, qualities, threadsPerEncode } from './encoder-settings.ts';
import { photographPixels } from './photographs/pixels.ts';
import { withWovenCloth } from './woven.ts';

sharp.concurrency(threadsPerEncode);

export type PictureLimits = { readonly maxBytes: number };

/**
 * Encodes a drawing in at most `maxBytes` bytes, at the best of a few qualities. Throws an Error when even the lowest is
 * too large, when the SVG cannot be read, and when its photograph is not there or not the one it was drawn with.
 */
export async function encodeCard(drawing: Drawing, limits: PictureLimits): Promise<Picture> {
  const { data, width, height, channels } = await pixelsOf(drawing);
  if (width !== drawing.width || height !== drawing.height) {
    throw new Error(`the drawing is ${drawing.width}×${drawing.height} and was rasterised as ${width}×${height}`);
  }
  for (const quality of qualities) {
    const bytes = await sharp(data, { raw: { width, height, channels } })
      .jpeg({ ...jpeg, quality })
      .toBuffer();
    if (bytes.length <= limits.maxBytes) return pictureOf(bytes, width, height);
  }
  throw new Error(`the card does not fit in ${limits.maxBytes} bytes even at JPEG quality ${qualities.at(-1)}`);
}

async function pixelsOf(drawing: Drawing) {
  if (drawing.photograph !== null) return photographPixels(drawing, drawing.photograph);
  const { data, info } = await sharp(Buffer.from(await withWovenCloth(drawing.svg)), { density: 72 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, ...info };
}

/** A picture of JPEG bytes whose size in pixels is known. */
export function pictureOf(bytes: Uint8Array, width: number, height: number): Picture {
  return { bytes, type: 'image/jpeg', width, height, sha256: sha256Of(bytes) };
}

/** Lower-case hexadecimal. */
export function sha256Of(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
