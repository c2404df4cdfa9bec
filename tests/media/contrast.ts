/** How well the words of a card are read, measured on its pixels. */

import sharp from 'sharp';
import { partsOf } from '../../media/cloth/parts.ts';
import { drawCloth } from '../../media/cloth/pixels.ts';
import type { DrawnLine } from '../../media/lettering/lettering.ts';

/** RGB, eight bits a channel. */
export type Raster = { readonly data: Buffer; readonly width: number };

export async function raster(svg: string): Promise<Raster> {
  const parts = partsOf(svg);
  if (parts !== null) {
    const { width, height } = parts;
    const data = Buffer.alloc(width * height * 3);
    await drawCloth(parts, data);
    return { data, width };
  }
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

/** A drawing's SVG without its words. */
export function withoutWords(svg: string): string {
  const bare = svg.replace(words, '');
  if (bare.length === svg.length) throw new Error('the drawing has no words');
  return bare;
}

const words = /<g id="words">.*<\/g>/su;

/** The words of a drawing laid over its bare pixels: what the whole would look like, for a fraction of the work. */
export async function lettered(svg: string, bare: Raster): Promise<Raster> {
  const [head = '', own = ''] = [/^<svg[^>]*>/u.exec(svg)?.[0], words.exec(svg)?.[0]];
  const ink = await sharp(Buffer.from(`${head}${own}</svg>`))
    .ensureAlpha()
    .raw()
    .toBuffer();
  const data = Buffer.from(bare.data);
  for (let from = 0, to = 0; from < ink.length; from += 4, to += 3) {
    const alpha = ink[from + 3] ?? 0;
    if (alpha === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) {
      const below = data[to + channel] ?? 0;
      data[to + channel] = Math.round(below + (((ink[from + channel] ?? 0) - below) * alpha) / 255);
    }
  }
  return { data, width: bare.width };
}

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Relative luminance by WCAG 2.2. */
function luminance({ data, width }: Raster, x: number, y: number): number {
  const at = (y * width + x) * 3;
  const of = (value = 0) => linear[value] ?? 0;
  return 0.2126 * of(data[at]) + 0.7152 * of(data[at + 1]) + 0.0722 * of(data[at + 2]);
}

/**
 * The strokes as drawn, light or dark, against the worst pixel that lies under the line's box; of a name on a map, which
 * may run aslant between pins, under its letters.
 */
export function contrastOf(line: DrawnLine, whole: Raster, bare: Raster): number {
  const strokes: number[] = [];
  let difference = 0;
  let [darkest, lightest] = [1, 0];
  for (let y = Math.floor(line.box.top); y <= Math.ceil(line.box.bottom); y += 1) {
    for (let x = Math.floor(line.box.left); x <= Math.ceil(line.box.right); x += 1) {
      const [drawn, under] = [luminance(whole, x, y), luminance(bare, x, y)];
      const inked = Math.abs(drawn - under) > 0.02;
      if (inked) {
        strokes.push(drawn);
        difference += drawn - under;
      }
      if (inked || line.field !== 'map') [darkest, lightest] = [Math.min(darkest, under), Math.max(lightest, under)];
    }
  }
  const light = difference > 0;
  strokes.sort((a, b) => (light ? a - b : b - a));
  const stroke = strokes[Math.floor(strokes.length * 0.6)] ?? 0;
  const worst = light ? lightest : darkest;
  return (Math.max(stroke, worst) + 0.05) / (Math.min(stroke, worst) + 0.05);
}
