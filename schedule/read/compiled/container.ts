/** A file of many values, each read when it is asked for. What is not whole, or was made of something else, is not there. */

import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

export type Container = {
  readonly head: unknown;
  readonly length: number;
  /** The value with a number. Throws DamagedContainer if its bytes are not those that were written. */
  readonly valueAt: (index: number) => unknown;
};

/** A value of a container was changed after the container was opened, or is too large to have been looked at before. */
class DamagedContainer extends Error {
  override readonly name = 'DamagedContainer';
}

/** Smaller ones are looked through when they are opened. */
const lookedThrough = 32 * 1024 * 1024;
const magic = 0x454d4c4b;
const prefixBytes = 16;

type Index = { readonly key: string; readonly head: unknown; readonly ends: Float64Array; readonly sums: Uint32Array };

/**
 * The container in `file` that was written with `key`; null if there is none, or one of another key, or one that was cut
 * off or changed. Throws nothing.
 */
export function openContainer(file: string, key: string): Container | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, 'r');
    const whole = fstatSync(descriptor);
    if (!whole.isFile()) return null;
    const prefix = bytesAt(descriptor, 0, prefixBytes);
    const [found, length, sum] = [prefix.readUInt32LE(0), prefix.readUInt32LE(4), prefix.readUInt32LE(8)];
    if (found !== magic || prefixBytes + length > whole.size) return null;
    const bytes = bytesAt(descriptor, prefixBytes, length);
    if (crc32(bytes) !== sum) return null;
    const index = deserialize(bytes) as Index;
    if (index.key !== key) return null;
    const begins = prefixBytes + length;
    const size = index.ends.at(-1) ?? 0;
    if (begins + size !== whole.size) return null;
    const body = size <= lookedThrough ? bytesAt(descriptor, begins, size) : null;
    const bytesOf = (number: number): Buffer => {
      const [from, to] = [number === 0 ? 0 : (index.ends[number - 1] ?? 0), index.ends[number] ?? 0];
      return body === null ? bytesIn(file, begins + from, to - from) : body.subarray(from, to);
    };
    const isWhole = (number: number, value: Buffer) => crc32(value) === index.sums[number];
    if (body !== null && !index.sums.every((_, number) => isWhole(number, bytesOf(number)))) return null;
    return {
      head: index.head,
      length: index.ends.length,
      valueAt: (number) => {
        const value = bytesOf(number);
        if (!isWhole(number, value)) throw new DamagedContainer(`${file} was changed; delete it`);
        return deserialize(value);
      },
    };
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Writes a container that appears whole or not at all; where the disk refuses it there is none. Throws nothing. */
export function writeContainer(file: string, key: string, head: unknown, values: Iterable<unknown>): void {
  const temporary = join(dirname(file), `.${randomUUID()}.part`);
  try {
    const bodies = [...values].map((value) => serialize(value));
    let end = 0;
    const ends = Float64Array.from(bodies, ({ length }) => {
      end += length;
      return end;
    });
    const index: Index = { key, head, ends, sums: Uint32Array.from(bodies, (body) => crc32(body)) };
    const bytes = serialize(index);
    const prefix = Buffer.alloc(prefixBytes);
    prefix.writeUInt32LE(magic, 0);
    prefix.writeUInt32LE(bytes.length, 4);
    prefix.writeUInt32LE(crc32(bytes), 8);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([prefix, bytes, ...bodies]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch {
    removed(temporary);
  }
}

function removed(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be written there is nothing to remove.
  }
}

function bytesIn(file: string, from: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    return bytesAt(descriptor, from, length);
  } finally {
    closeSync(descriptor);
  }
}

function bytesAt(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const count = readSync(descriptor, bytes, read, length - read, from + read);
    if (count === 0) throw new DamagedContainer('the file ends too early');
    read += count;
  }
  return bytes;
}
