/** The pixels of a card with a photograph: one grey channel from the file, toned and shaded in place, words laid on in their boxes only. */

import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box, Drawing, PhotographLayer } from '../card.ts';
import { packed } from './packing.ts';
import { levelsOf, rampOf, shadeOf } from './tones.ts';

/** RGB, eight bits a channel. */
type Pixels = { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: 3 };

/**
 * Everything of a drawing as pixels, before it is encoded; `canvas` has room for just that, and all of it is written. Throws
 * an Error when the photograph is not there, or is not the one the drawing was made with.
 */
export async function photographPixels(
  { width, height }: Drawing,
  layer: PhotographLayer,
  canvas: Buffer = Buffer.allocUnsafe(width * height * 3),
): Promise<Pixels> {
  const [grey, words] = await Promise.all([greyOf(layer), rasterised(layer.tiles)]);
  develop(grey, layer, canvas, width);
  for (const tile of words) lay(tile, canvas, width);
  return { data: canvas, width, height, channels: 3 };
}

/** What is seen of the photograph in the size it has on the card, one byte a pixel. */
async function greyOf({ file, sha256, crop, area }: PhotographLayer): Promise<Buffer> {
  const bytes = await readFile(file).catch(gone(file));
  if (hash('sha256', bytes) !== sha256) {
    throw new Error(`${file} is not the photograph this card was drawn with; run \`photo check\``);
  }
  return sharp(bytes, { failOn: 'truncated' })
    .extract(crop)
    .resize(area.width, area.height, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

/** What the system says of a file that is not there or may not be read, as an Error that says what is missing. */
function gone(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'].includes(error.code ?? ''))
      throw new Error(`the photograph ${file} is not there`, { cause: error });
    if (['EACCES', 'EPERM'].includes(error.code ?? ''))
      throw new Error(`the photograph ${file} may not be read by this user`, { cause: error });
    throw error;
  };
}

/** The whole card without its words: the ground, and the photograph in its tones and shade. */
function develop(grey: Buffer, { area, shade, tones }: PhotographLayer, data: Buffer, width: number): void {
  const ramp = rampOf(tones);
  data.fill(Buffer.of(...bytesOf(ramp[0] ?? 0)));
  const levels = levelsOf(grey);
  const down = shade.axis === 'down';
  const light = shadeOf(shade, down ? area.height : area.width);
  const colours = new Uint32Array(256);
  for (let y = 0; y < area.height; y += 1) {
    const ofRow = light[y] ?? 0;
    if (down && ofRow === 0) continue;
    if (down && (y === 0 || ofRow !== light[y - 1])) {
      for (let value = 0; value < 256; value += 1) colours[value] = ramp[dimmed(levels[value] ?? 0, ofRow)] ?? 0;
    }
    let from = y * area.width;
    let to = ((area.top + y) * width + area.left) * 3;
    for (let x = 0; x < area.width; x += 1, from += 1, to += 3) {
      const value = grey[from] ?? 0;
      const colour = (down ? colours[value] : ramp[dimmed(levels[value] ?? 0, light[x] ?? 0)]) ?? 0;
      data[to] = colour;
      data[to + 1] = colour >>> 8;
      data[to + 2] = colour >>> 16;
    }
  }
}

function dimmed(tone: number, light: number): number {
  return (tone * light + 32_768) >>> 16;
}

function bytesOf(colour: number): readonly [number, number, number] {
  return [colour & 255, (colour >>> 8) & 255, colour >>> 16];
}

/** Where a tile belongs, and its RGBA pixels: the first of them in the sheet, and how many there are from row to row. */
type Tile = { readonly box: Box; readonly sheet: Buffer; readonly first: number; readonly stride: number };

async function rasterised(tiles: PhotographLayer['tiles']): Promise<readonly Tile[]> {
  const sheet = packed(tiles);
  if (sheet === null) return [];
  const { data, info } = await sharp(Buffer.from(sheet.svg), { density: 72 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== sheet.width || info.height !== sheet.height || info.channels !== 4) {
    throw new Error(`tiles of ${sheet.width}×${sheet.height} were rasterised as ${info.width}×${info.height}`);
  }
  return sheet.places.map(({ x, y, box }) => ({ box, sheet: data, first: y * sheet.width + x, stride: sheet.width }));
}

function lay({ box, sheet, first, stride }: Tile, data: Buffer, width: number): void {
  for (let y = 0; y < box.height; y += 1) {
    let from = (first + y * stride) * 4;
    let to = ((box.top + y) * width + box.left) * 3;
    for (let x = 0; x < box.width; x += 1, from += 4, to += 3) {
      const alpha = sheet[from + 3] ?? 0;
      if (alpha === 0) continue;
      if (alpha === 255) {
        data[to] = sheet[from] ?? 0;
        data[to + 1] = sheet[from + 1] ?? 0;
        data[to + 2] = sheet[from + 2] ?? 0;
        continue;
      }
      for (let channel = 0; channel < 3; channel += 1) {
        const below = data[to + channel] ?? 0;
        data[to + channel] = below + Math.round((((sheet[from + channel] ?? 0) - below) * alpha) / 255);
      }
    }
  }
}
