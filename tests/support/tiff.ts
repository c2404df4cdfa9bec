/** TIFF files for the tests, written by hand so that every tag is what a test wants it to be (TIFF 6.0, uncompressed). */

/** A directory: its pixels, its values by number of tag, and directories that hang below it. */
export type TiffPage = {
  readonly pixels: Uint8Array;
  readonly tags: Readonly<Record<number, number | readonly number[] | Uint8Array>>;
  readonly below?: readonly TiffPage[];
};

export const tiffTags = {
  newSubfile: 254,
  subfile: 255,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  strips: 273,
  orientation: 274,
  samples: 277,
  rows: 278,
  stripBytes: 279,
  colours: 320,
  subIfds: 330,
  extraSamples: 338,
  sampleFormat: 339,
  icc: 34_675,
} as const;

type Layout = { readonly big: boolean; readonly endian: 'little' | 'big' };

/** Tags that are 16 bits wide; the others have 32. */
const short = new Set<number>([
  tiffTags.subfile,
  tiffTags.bits,
  tiffTags.compression,
  tiffTags.photometric,
  tiffTags.orientation,
  tiffTags.samples,
  tiffTags.colours,
  tiffTags.extraSamples,
  tiffTags.sampleFormat,
]);

/** A file of these pages one after the other. */
export function tiff(pages: readonly TiffPage[], layout: Layout = { big: false, endian: 'little' }): Buffer {
  const { big } = layout;
  const head = Buffer.alloc(big ? 16 : 8);
  head.write(layout.endian === 'little' ? 'II' : 'MM', 'latin1');
  number(head, 2, 2, big ? 43 : 42, layout);
  if (big) number(head, 4, 2, 8, layout);
  const parts = [head];
  let length = head.length;
  const append = (part: Uint8Array): number => {
    const at = length;
    const padded = Buffer.concat([part, Buffer.alloc(part.length % 2)]);
    parts.push(padded);
    length += padded.length;
    return at;
  };
  const wide = big ? 8 : 4;
  let [link, at]: [Buffer, number] = [head, big ? 8 : 4];
  for (const page of pages) {
    const [directory, next] = written(page, append, layout);
    number(link, at, wide, length, layout);
    append(directory);
    [link, at] = [parts.at(-1) ?? directory, next];
  }
  return Buffer.concat(parts);
}

/** The bytes of a directory, and where in it the offset of the next one stands. */
function written(page: TiffPage, append: (part: Uint8Array) => number, layout: Layout): [Buffer, number] {
  const { big } = layout;
  const [wide, size, counted] = big ? [8, 20, 8] : [4, 12, 2];
  const below = (page.below ?? []).map((each) => append(written(each, append, layout)[0]));
  const tags = new Map<number, number | readonly number[] | Uint8Array>([
    [tiffTags.compression, 1],
    [tiffTags.strips, append(page.pixels)],
    [tiffTags.stripBytes, page.pixels.length],
    ...(below.length > 0 ? [[tiffTags.subIfds, below] as const] : []),
    ...Object.entries(page.tags).map(([tag, value]) => [Number(tag), value] as const),
  ]);
  const ordered = [...tags].sort(([a], [b]) => a - b);
  const directory = Buffer.alloc(counted + ordered.length * size + wide);
  number(directory, 0, counted, ordered.length, layout);
  for (const [index, [tag, value]] of ordered.entries()) {
    const entry = counted + index * size;
    const isBytes = value instanceof Uint8Array;
    const values = typeof value === 'number' ? [value] : [...value];
    const width = isBytes ? 1 : short.has(tag) ? 2 : 4;
    const data = Buffer.alloc(values.length * width);
    for (const [position, each] of values.entries()) number(data, position * width, width, each, layout);
    number(directory, entry, 2, tag, layout);
    number(directory, entry + 2, 2, isBytes ? 7 : width === 2 ? 3 : 4, layout);
    number(directory, entry + 4, wide, values.length, layout);
    if (data.length <= wide) data.copy(directory, entry + 4 + wide);
    else number(directory, entry + 4 + wide, wide, append(data), layout);
  }
  return [directory, directory.length - wide];
}

function number(to: Buffer, at: number, width: number, value: number, { endian }: Layout): void {
  const little = endian === 'little';
  if (width === 1) to.writeUInt8(value, at);
  else if (width === 8) little ? to.writeBigUInt64LE(BigInt(value), at) : to.writeBigUInt64BE(BigInt(value), at);
  else if (little) to.writeUIntLE(value, at, width);
  else to.writeUIntBE(value, at, width);
}
