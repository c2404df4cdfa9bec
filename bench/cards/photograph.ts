/** A photograph nobody took: 3000×2000 pixels with the detail and the grain of a scanned negative, always the same. */

import sharp from 'sharp';

export const photographSize = { width: 3000, height: 2000 } as const;

/** Cells across, and how strongly each layer of noise shows. */
const layers = [
  [4, 70],
  [15, 46],
  [60, 30],
  [250, 22],
  [1000, 16],
  [3000, 13],
] as const;

/** JPEG, quality 90, in colour, about two megabytes. */
export async function makePhotograph(): Promise<Buffer> {
  const { width, height } = photographSize;
  const sums = new Float32Array(width * height);
  for (const [across, strength] of layers) {
    const layer = await noise(across, Math.round((across * height) / width));
    for (const [index, value] of layer.entries()) sums[index] = (sums[index] ?? 0) + ((value - 128) / 128) * strength;
  }
  const pixels = Buffer.alloc(width * height * 3);
  for (const [index, sum] of sums.entries()) {
    const gray = 132 + sum;
    pixels[index * 3] = clamp(gray + 7);
    pixels[index * 3 + 1] = clamp(gray);
    pixels[index * 3 + 2] = clamp(gray - 12);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A gray layer of the photograph's size, from random cells. */
async function noise(across: number, down: number): Promise<Buffer> {
  let state = 19_561_023 + across;
  const cells = Uint8Array.from({ length: across * down }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  const { width, height } = photographSize;
  return sharp(cells, { raw: { width: across, height: down, channels: 1 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
