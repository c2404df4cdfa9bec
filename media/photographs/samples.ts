/** What a TIFF or PNG says of its samples: whether this program knows what is black, what is white, and what lies between. */

import { pngChunks } from './png.ts';
import type { Fault } from './source.ts';
import { type TiffDirectory, tiffDirectories } from './tiff.ts';

type Chosen = { readonly page: number; readonly fault: Fault | null };

/** The picture of a TIFF that is the photograph, by its number, and what keeps it out. */
export function photographInTiff(bytes: Buffer): Chosen {
  const directories = tiffDirectories(bytes);
  const largest = Math.max(...directories.map(longSide));
  const pictures = directories.flatMap((directory, page) =>
    directory.secondary || isThumbnail(directory, directories, largest) ? [] : [{ directory, page }],
  );
  const [first, second] = pictures;
  if (first === undefined) return { page: 0, fault: directories.length === 0 ? null : previewOnly };
  if (second !== undefined)
    return {
      page: 0,
      fault: ['animated', `The file holds ${pictures.length} pictures; save the one that is meant.`],
    };
  const what = strangeness(first.directory);
  return { page: first.page, fault: what === null ? null : ['sample-format', `The picture has ${what}; ${saveAnew}`] };
}

const saveAnew = 'save it anew in grey, RGB or CMYK, with 8 or 16 bits a sample.';
const previewOnly: Fault = [
  'preview-only',
  'The file holds nothing but small previews of its picture, as raw files of cameras do; develop it, and save that as TIFF or JPEG.',
];

/** Some programs do not mark a thumbnail as one: it is far smaller than the picture, of its proportions, and no photograph itself. */
function isThumbnail(one: TiffDirectory, all: readonly TiffDirectory[], largest: number): boolean {
  const long = longSide(one);
  if (long >= 1000 || long * 4 > largest) return false;
  return all.some(
    (other) =>
      longSide(other) === largest && Math.abs((one.width * other.height) / (one.height * other.width) - 1) < 0.03,
  );
}

function longSide({ width, height }: TiffDirectory): number {
  return Math.max(width, height);
}

/** Samples of one colour, by photometric interpretation: grey of either kind, RGB, palette, CMYK, YCbCr, Lab. */
const colours = new Map([
  [0, 1],
  [1, 1],
  [2, 3],
  [3, 1],
  [5, 4],
  [6, 3],
  [8, 3],
]);
const otherColours = new Map([
  [9, 'colours in ICC Lab'],
  [10, 'colours in ITU Lab'],
  [32_803, 'raw values of a camera’s sensor'],
  [32_844, 'logarithmic tones'],
  [32_845, 'logarithmic tones'],
  [34_892, 'raw values of a camera’s sensor'],
]);
const numbers = new Map([
  [2, 'signed numbers'],
  [3, 'floating-point numbers'],
  [5, 'complex numbers'],
  [6, 'complex numbers'],
]);
const depths = [1, 2, 4, 8, 16];

/** What this program would have to guess at, as a phrase; null for a picture whose tones are plain. */
function strangeness({ photometric, samples, bits, sampleFormats, extraSamples }: TiffDirectory): string | null {
  const depth = bits.find((each) => !depths.includes(each) || each !== bits[0]);
  const kind = sampleFormats.map((each) => numbers.get(each)).find((each) => each !== undefined);
  if (kind !== undefined) return `samples of ${bits[0]} bits that are ${kind}, and does not say which of them is white`;
  const other = otherColours.get(photometric);
  if (other !== undefined) return `${other}, which this program cannot read`;
  if (depth !== undefined) return `${depth} bits a sample, which this program cannot read`;
  if (photometric === 8 && bits[0] !== 16) return `Lab colours of ${bits[0]} bits, which this program cannot read`;
  const base = colours.get(photometric);
  if (base === undefined) return `colours of a kind (${photometric}) that this program does not know`;
  if (samples < base) return `${samples} samples a pixel where its colours take ${base}`;
  const further = samples - base;
  const transparency = [1, 2].includes(extraSamples[0] ?? 0);
  if (further > 1 || (further === 1 && !transparency))
    return `${further === 1 ? 'a further channel' : `${further} further channels`} beside its colours, which need not be transparency`;
  return null;
}

/** About 1/2.2, as grey and colour are mostly encoded, in hundred-thousandths; others differ to the eye. */
const usualGamma = { least: 43_000, most: 48_000 } as const;

/** What a PNG says of its tones that decoding would pass over: PNG 3rd edition, sections 11.3.2.2 and 11.3.2.6. */
export function tonesOfPng(bytes: Buffer): Fault | null {
  const chunks = new Map(pngChunks(bytes).map(({ type, data }) => [type, data]));
  const video = chunks.get('cICP');
  if (video !== undefined && (video[0] !== 1 || video[1] !== 13))
    return ['tone-curve', 'The picture is encoded as film is (cICP); save it anew in sRGB or with an ICC profile.'];
  const gamma = chunks.get('gAMA');
  if (gamma === undefined || gamma.length < 4 || ['cICP', 'iCCP', 'sRGB'].some((type) => chunks.has(type))) return null;
  const value = gamma.readUInt32BE(0);
  if (value >= usualGamma.least && value <= usualGamma.most) return null;
  const message = `The tones of the picture are encoded with a gamma of ${value / 100_000} (gAMA), not with the usual 0.45455; save it anew in sRGB or with an ICC profile.`;
  return ['tone-curve', message];
}
