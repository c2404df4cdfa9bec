/** The pixels of a card with a photograph: one grey channel from the file, toned and shaded in place, words laid on in their boxes only. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box, Drawing, PhotographLayer } from '../card.ts';
import { levelsOf, rampOf, shadeOf } from './tones.ts';

/** RGB, eight bits a channel. */
type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: 3 };

/**
 * Everything of a drawing as pixels, before it is encoded. Throws an Error when the photograph is not there, or is not the
 * one the drawing was made with.
 */
export async function photographPixels({ width, height }: Drawing, layer: PhotographLayer): Promise<Pixels> {
  const [grey, ...tiles] = await Promise.all([greyOf(layer), ...layer.tiles.map(rasterised)]);
  const data = developed(grey, layer, width, height);
  for (const tile of tiles) lay(tile, data, width);
  return { data, width, height, channels: 3 };
}

/** What is seen of the photograph in the size it has on the card, one byte a pixel. */
async function greyOf({ file, sha256, crop, area }: PhotographLayer): Promise<Buffer> {
  const bytes = await readFile(file);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`${file} is not the photograph this card was drawn with; run \`photo check\``);
  }
  return sharp(bytes, { failOn: 'truncated' })
    .extract(crop)
    .resize(area.width, area.height, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

/** The whole card without its words: the ground, and the photograph in its tones and shade. */
function developed(grey: Buffer, { area, shade, tones }: PhotographLayer, width: number, height: number): Buffer {
  const [red, green, blue] = rampOf(tones);
  const data = Buffer.alloc(width * height * 3, Buffer.of(red[0] ?? 0, green[0] ?? 0, blue[0] ?? 0));
  const levels = levelsOf(grey);
  const light = shadeOf(shade, shade.axis === 'down' ? area.height : area.width);
  const down = shade.axis === 'down';
  for (let y = 0; y < area.height; y += 1) {
    const ofRow = down ? (light[y] ?? 0) : 0;
    if (down && ofRow === 0) continue;
    let from = y * area.width;
    let to = ((area.top + y) * width + area.left) * 3;
    for (let x = 0; x < area.width; x += 1, from += 1, to += 3) {
      const tone = ((levels[grey[from] ?? 0] ?? 0) * (down ? ofRow : (light[x] ?? 0)) + 32_768) >>> 16;
      data[to] = red[tone] ?? 0;
      data[to + 1] = green[tone] ?? 0;
      data[to + 2] = blue[tone] ?? 0;
    }
  }
  return data;
}

type Tile = { readonly box: Box; readonly data: Buffer };

async function rasterised({ box, svg }: PhotographLayer['tiles'][number]): Promise<Tile> {
  const { data, info } = await sharp(Buffer.from(svg), { density: 72 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== box.width || info.height !== box.height || info.channels !== 4) {
    throw new Error(`a tile of ${box.width}×${box.height} was rasterised as ${info.width}×${info.height}`);
  }
  return { box, data };
}

function lay({ box, data: ink }: Tile, data: Buffer, width: number): void {
  for (let y = 0; y < box.height; y += 1) {
    let from = y * box.width * 4;
    let to = ((box.top + y) * width + box.left) * 3;
    for (let x = 0; x < box.width; x += 1, from += 4, to += 3) {
      const alpha = ink[from + 3] ?? 0;
      if (alpha === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        const below = data[to + channel] ?? 0;
        data[to + channel] = below + Math.round((((ink[from + channel] ?? 0) - below) * alpha) / 255);
      }
    }
  }
}
