/** The chunks that stand before the pixels of a PNG file. */

type Chunk = { readonly type: string; readonly data: Buffer };

/** In their order, up to the picture data and as far as the file goes: PNG 3rd edition, section 5.3. */
export function pngChunks(bytes: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 8 <= bytes.length; ) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT' || type === 'IEND') break;
    const length = bytes.readUInt32BE(at);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}
