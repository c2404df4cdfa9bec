/** Drawing to picture: a JPEG of exactly the drawing's size, without metadata, under the byte limit of the server. */

import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { Drawing, Picture } from '../card.ts';
import { partsOf } from '../cloth/parts.ts';
import { drawCloth } from '../cloth/pixels.ts';
import { photographPixels } from '../photographs/pixels.ts';
import { encodesAtOnce, jpeg, qualities, threadsPerEncode } from './encoder-settings.ts';

sharp.concurrency(threadsPerEncode);
/** What libvips would keep for the next picture is never asked for again. */
sharp.cache(false);

export type PictureLimits = { readonly maxBytes: number };

/**
 * Encodes a drawing in at most `maxBytes` bytes, at the best of a few qualities. Throws an Error when even the lowest is
 * too large, when the SVG cannot be read, and when its photograph is not there or not the one it was drawn with.
 */
export async function encodeCard(drawing: Drawing, { maxBytes }: PictureLimits): Promise<Picture> {
  const { photograph } = drawing;
  if (photograph === null) return encodeSvg(drawing, maxBytes);
  return onCanvas(drawing.width * drawing.height * 3, async (canvas) => {
    const { data, ...raw } = await photographPixels(drawing, photograph, canvas);
    return encodeAtBest(drawing, maxBytes, () => sharp(data, { raw }));
  });
}

async function encodeSvg(drawing: Drawing, maxBytes: number): Promise<Picture> {
  const parts = partsOf(drawing.svg);
  if (parts === null) {
    const svg = Buffer.from(drawing.svg);
    return encodeAtBest(drawing, maxBytes, () => sharp(svg, { density: 72 }).removeAlpha());
  }
  const { width, height } = parts;
  return onCanvas(width * height * 3, async (canvas) => {
    await drawCloth(parts, canvas);
    return encodeAtBest(drawing, maxBytes, () => sharp(canvas, { raw: { width, height, channels: 3 } }));
  });
}

/** Asks for the pixels again for each quality: the first one nearly always fits. */
async function encodeAtBest({ width, height }: Drawing, maxBytes: number, pixels: () => Sharp): Promise<Picture> {
  for (const quality of qualities) {
    const { data, info } = await pixels()
      .jpeg({ ...jpeg, quality })
      .toBuffer({ resolveWithObject: true });
    if (info.width !== width || info.height !== height) {
      throw new Error(`the drawing is ${width}×${height} and was rasterised as ${info.width}×${info.height}`);
    }
    if (data.length <= maxBytes) return pictureOf(data, width, height);
  }
  throw new Error(`the card does not fit in ${maxBytes} bytes even at JPEG quality ${qualities.at(-1)}`);
}

/** Buffers that were used before: a new one of several megabytes for each card is work for the system and the collector. */
const spare: Buffer[] = [];

async function onCanvas<Result>(bytes: number, work: (canvas: Buffer) => Promise<Result>): Promise<Result> {
  const at = spare.findIndex(({ length }) => length === bytes);
  const [canvas = Buffer.allocUnsafeSlow(bytes)] = at < 0 ? [] : spare.splice(at, 1);
  try {
    return await work(canvas);
  } finally {
    if (spare.length < encodesAtOnce) spare.push(canvas);
  }
}

/** A picture of JPEG bytes whose size in pixels is known. */
export function pictureOf(bytes: Uint8Array, width: number, height: number): Picture {
  return { bytes, type: 'image/jpeg', width, height, sha256: sha256Of(bytes) };
}

/** Lower-case hexadecimal. */
export function sha256Of(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
