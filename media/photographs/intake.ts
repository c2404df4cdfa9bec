/** Any picture somebody gives as a photograph to what is stored of it: upright, grey, without metadata, small enough; or why not. */

import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { maxPhotographBytes } from '../../schedule/photograph-load.ts';
import { type Checked, sound } from '../../schedule/problem.ts';
import { openSource, refused, type Source } from './source.ts';

/** What is stored of a photograph. */
export type TakenIn = {
  readonly bytes: Buffer;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Of `bytes`, lower-case hexadecimal. */
  readonly sha256: string;
  readonly quality: number;
};

/** More pixels are not decoded: decoding these took about 330 MB of memory. */
const maxPixels = 100_000_000;
/** The long side of what is stored; networks show no more. */
const longest = 2000;
/** Less would be enlarged on a card until it blurs. */
const least = { long: 1000, short: 600 } as const;
const qualities = { best: 92, worst: 30, encodes: 6 } as const;
const seconds = 60;

/**
 * Takes a photograph in: JPEG, PNG, TIFF or WebP of any colour space and depth. Its orientation is applied, its colours go
 * through its profile to grey, and nothing but pixels is left of it. What is stored is a JPEG of at most 1,000,000 bytes.
 */
export async function takeIn(file: string): Promise<Checked<TakenIn>> {
  const source = await openSource(file);
  if (!source.ok) return source;
  const fault = await faultOf(source.value);
  if (fault !== null) return refused(file, ...fault);
  try {
    return stored(file, await upright(source.value));
  } catch (error) {
    return refused(file, 'damaged', `The picture is damaged or cut off; fetch it again. (${reasonOf(error)})`);
  }
}

type Fault = readonly [rule: string, message: string];

/** What the head of the file already tells; nothing is decoded for it. */
async function faultOf({ bytes, format }: Source): Promise<Fault | null> {
  const head = await sharp(bytes, { limitInputPixels: false }).metadata().catch(reasonOf);
  if (typeof head === 'string') return ['damaged', `The picture is damaged or cut off; fetch it again. (${head})`];
  if (head.format !== format)
    return ['no-photograph', `This says it is ${format} and is ${head.format}; save it anew as JPEG.`];
  const { width, height } = head.autoOrient;
  if (width * height > maxPixels) {
    const size = `${width}×${height}`;
    return [
      'too-many-pixels',
      `The picture has ${size} pixels, and ${maxPixels / 1_000_000} million are decoded at most; make it smaller.`,
    ];
  }
  if ((head.pages ?? 1) > 1) return ['animated', `The file holds ${head.pages} pictures; save the one that is meant.`];
  const scale = Math.min(1, longest / Math.max(width, height));
  const [long, short] = [Math.max(width, height) * scale, Math.min(width, height) * scale];
  if (long >= least.long && short >= least.short) return null;
  const why = scale < 1 ? ', too long and narrow for a card; crop it first' : '; find a larger scan';
  return ['too-small', `The picture has ${width}×${height} pixels, and needs ${least.long}×${least.short}${why}.`];
}

type Grey = { readonly data: Buffer; readonly width: number; readonly height: number };

async function upright({ bytes }: Source): Promise<Grey> {
  const { data, info } = await sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels, pages: 1 })
    .timeout({ seconds })
    .autoOrient()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new Error(`${info.channels} channels were left of it`);
  return { data, width: info.width, height: info.height };
}

async function stored(file: string, { data, width, height }: Grey): Promise<Checked<TakenIn>> {
  const picture = sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
  const best = await bestUnder(picture);
  if (best === null) {
    const message = `The picture does not fit in ${maxPhotographBytes} bytes even at quality ${qualities.worst}; give a smaller one.`;
    return refused(file, 'too-large', message);
  }
  return sound({ ...best, width, height, sha256: createHash('sha256').update(best.bytes).digest('hex') });
}

/** The best quality under the limit, found with at most six encodes: the best at once, otherwise by halving. */
async function bestUnder(picture: Sharp): Promise<{ readonly bytes: Buffer; readonly quality: number } | null> {
  let best: { readonly bytes: Buffer; readonly quality: number } | null = null;
  let [low, high]: [number, number] = [qualities.worst, qualities.best];
  for (let quality = high, encodes = 1; low <= high && encodes <= qualities.encodes; encodes += 1) {
    const bytes = await picture
      .clone()
      .jpeg({ quality, mozjpeg: false, progressive: false, optimiseCoding: true })
      .toBuffer();
    if (bytes.length <= maxPhotographBytes) [best, low] = [{ bytes, quality }, quality + 1];
    else high = quality - 1;
    quality = encodes === qualities.encodes - 1 && best === null ? low : Math.floor((low + high) / 2);
  }
  return best;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
