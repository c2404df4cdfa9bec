/** An 8-bit gray PNG without compression: byte for byte the same everywhere, which a deflate library does not promise. */

import { crc32 } from 'node:zlib';

/** `rows` top to bottom, all of one length, values 0 to 255. Format: W3C PNG 3rd edition, RFC 1950 and 1951 (stored blocks). */
export function grayPng(rows: readonly Uint8Array[]): Buffer {
  const width = rows[0]?.length ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const scanlines = Buffer.concat(rows.flatMap((row) => [Buffer.of(0), row]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', stored(scanlines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

function stored(data: Buffer): Buffer {
  const longest = 0xffff;
  const blocks: Buffer[] = [Buffer.of(0x78, 0x01)];
  for (let at = 0; at < data.length; at += longest) {
    const part = data.subarray(at, at + longest);
    const head = Buffer.alloc(5);
    head[0] = at + longest >= data.length ? 1 : 0;
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(part.length ^ 0xffff, 3);
    blocks.push(head, part);
  }
  return Buffer.concat([...blocks, uint32(adler32(data))]);
}

function adler32(data: Buffer): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
