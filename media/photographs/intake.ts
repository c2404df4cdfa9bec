/** Any picture somebody gives as a photograph to what is stored of it: upright, grey, without metadata, small enough; or why not. */

import { hash } from 'node:crypto';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { type Checked, sound } from '../../schedule/model/problem.ts';
import { maxPhotographBytes } from '../../schedule/read/photographs.ts';
import { faultOfTones, tonesStored, tonesThatCame, unlikeness } from './likeness.ts';
import { photographInTiff, tonesOfPng } from './samples.ts';
import { type Fault, openSource, refused, type Source } from './source.ts';

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
 * Takes a photograph in: JPEG, PNG, TIFF or WebP. Its orientation is applied, its colours go
 * through its profile to grey, and nothing but pixels is left of it. What is stored is a JPEG of at most 1,000,000 bytes,
 * whose tones were compared with those that came in. Samples whose black and white would be guessed at are refused.
 */
export async function takeIn(file: string): Promise<Checked<TakenIn>> {
  const source = await openSource(file);
  if (!source.ok) return source;
  const { bytes, format } = source.value;
  const { page, fault: ofSamples } = samplesOf(source.value);
  if (ofSamples !== null) return refused(file, ...ofSamples);
  const head = await sharp(bytes, { limitInputPixels: false, page }).metadata().catch(reasonOf);
  if (typeof head === 'string') return refused(file, ...undecoded(format, head));
  const fault = faultOf(source.value, head);
  if (fault !== null) return refused(file, ...fault);
  try {
    return await compared(file, { bytes, page, head }, await stored(file, await upright(bytes, page, head)));
  } catch (error) {
    return refused(file, ...undecoded(format, reasonOf(error)));
  }
}

function samplesOf({ bytes, format }: Source): { readonly page: number; readonly fault: Fault | null } {
  if (format === 'tiff') return photographInTiff(bytes);
  return { page: 0, fault: format === 'png' ? tonesOfPng(bytes) : null };
}

/** A file that the decoder refuses is broken, or of a kind it does not know: it says which. */
function undecoded(format: Source['format'], reason: string): Fault {
  if (/unsupported|not supported|not configured|not implemented/iu.test(reason))
    return ['no-photograph', `This kind of ${format} cannot be read; save it anew as a plain JPEG. (${reason})`];
  return ['damaged', `The picture is damaged or cut off; fetch it again. (${reason})`];
}

/** What the head of the file already tells; nothing is decoded for it. */
function faultOf({ format }: Source, head: Metadata): Fault | null {
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
  if (format !== 'tiff' && (head.pages ?? 1) > 1)
    return ['animated', `The file holds ${head.pages} pictures; save the one that is meant.`];
  const scale = Math.min(1, longest / Math.max(width, height));
  const [long, short] = [Math.max(width, height) * scale, Math.min(width, height) * scale];
  if (long >= least.long && short >= least.short) return null;
  const why = scale < 1 ? ', too long and narrow for a card; crop it first' : '; find a larger scan';
  return ['too-small', `The picture has ${width}×${height} pixels, and needs ${least.long}×${least.short}${why}.`];
}

type Grey = { readonly data: Buffer; readonly width: number; readonly height: number };

/** A profile is applied to 8 bits only: to grey of 16 bits sharp would not apply it at all. */
const eightBits: Readonly<Record<string, string>> = { grey16: 'b-w', rgb16: 'srgb' };

async function upright(bytes: Buffer, page: number, { space }: Metadata): Promise<Grey> {
  const source = sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels, page, pages: 1 });
  const inEight = eightBits[space];
  const { data, info } = await (inEight === undefined ? source : source.pipelineColourspace(inEight))
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
  return sound({ ...best, width, height, sha256: hash('sha256', best.bytes) });
}

type Came = { readonly bytes: Buffer; readonly page: number; readonly head: Metadata };

/** What would be stored, unless its tones are not those of the picture that came in. */
async function compared(file: string, { bytes, page, head }: Came, taken: Checked<TakenIn>): Promise<Checked<TakenIn>> {
  if (!taken.ok) return taken;
  const source = sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels, page, pages: 1 });
  const came = tonesThatCame(await source.stats(), head);
  const tones = tonesStored(await sharp(taken.value.bytes).stats());
  const empty = faultOfTones(tones);
  if (empty !== null) return refused(file, 'no-tones', `The picture ${empty}; find a better scan.`);
  const unlike = unlikeness(came, tones);
  if (unlike === null) return taken;
  return refused(file, 'tones-lost', `The picture would lose its tones: ${unlike}; save it anew as a plain JPEG.`);
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
