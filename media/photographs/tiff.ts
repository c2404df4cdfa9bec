/** The directories of a TIFF file: which of its pictures is the photograph, and what its samples are. Decodes nothing. */

/** One picture of the file as its tags describe it (TIFF 6.0); what a tag does not say has the default of the standard. */
export type TiffDirectory = {
  readonly width: number;
  readonly height: number;
  /** A smaller version of another picture in the file, or a mask for one. */
  readonly secondary: boolean;
  readonly photometric: number;
  readonly samples: number;
  readonly bits: readonly number[];
  readonly sampleFormats: readonly number[];
  /** What the samples beyond the colours are. */
  readonly extraSamples: readonly number[];
};

const tags = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  samples: 277,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

/** More directories, or more values of one tag, are not looked at. */
const most = { directories: 1000, values: 32 } as const;

/** Bytes of a value by the number of its type: BYTE, SHORT, LONG, IFD, and LONG8, IFD8 of BigTIFF. */
const widths = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [13, 4],
  [16, 8],
  [18, 8],
]);

/** In the order of the file, as far as it can be read: what lies outside of it ends the list, and so does a circle. */
export function tiffDirectories(bytes: Buffer): readonly TiffDirectory[] {
  const little = bytes.toString('latin1', 0, 2) === 'II';
  const read = (at: number, width: number): number => {
    if (at < 0 || at + width > bytes.length) throw new RangeError('outside of the file');
    if (width === 8) return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return little ? bytes.readUIntLE(at, width) : bytes.readUIntBE(at, width);
  };
  const found: TiffDirectory[] = [];
  try {
    const big = read(2, 2) === 43;
    const layout = big ? { offset: 8, count: 8, entry: 20 } : { offset: 4, count: 2, entry: 12 };
    const seen = new Set<number>();
    for (let at = read(big ? 8 : 4, layout.offset); at !== 0 && !seen.has(at) && seen.size < most.directories; ) {
      seen.add(at);
      const entries = read(at, layout.count);
      found.push(directoryAt(at + layout.count, entries, layout, read));
      at = read(at + layout.count + entries * layout.entry, layout.offset);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

type Layout = { readonly offset: number; readonly entry: number };
type Read = (at: number, width: number) => number;

function directoryAt(first: number, entries: number, { offset, entry }: Layout, read: Read): TiffDirectory {
  const values = new Map<number, readonly number[]>();
  const wanted = new Set<number>(Object.values(tags));
  for (let at = first; at < first + entries * entry; at += entry) {
    const [tag, width] = [read(at, 2), widths.get(read(at + 2, 2))];
    if (width === undefined || !wanted.has(tag)) continue;
    const count = Math.min(read(at + 4, offset), most.values);
    const from = count * width <= offset ? at + 4 + offset : read(at + 4 + offset, offset);
    values.set(
      tag,
      Array.from({ length: count }, (_, index) => read(from + index * width, width)),
    );
  }
  const one = (tag: number, otherwise: number) => values.get(tag)?.[0] ?? otherwise;
  const photometric = one(tags.photometric, -1);
  const newSubfileType = one(tags.newSubfileType, 0);
  return {
    width: one(tags.width, 0),
    height: one(tags.height, 0),
    secondary: (newSubfileType & 0b101) !== 0 || one(tags.subfileType, 1) === 2 || photometric === 4,
    photometric,
    samples: one(tags.samples, 1),
    bits: values.get(tags.bits) ?? [1],
    sampleFormats: values.get(tags.sampleFormat) ?? [1],
    extraSamples: values.get(tags.extraSamples) ?? [],
  };
}
