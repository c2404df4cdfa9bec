/** A file of many values, each read when it is asked for. What is not whole, or was made of something else, is not there. */

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

export type Container = {
  readonly head: unknown;
  readonly length: number;
  readonly valueAt: (index: number) => unknown;
};

/** A larger one would take longer to look through than what it saves. */
const mostBytes = 256 * 1024 * 1024;
const magic = 0x454d4c4b;
const prefixBytes = 16;

type Index = { readonly key: string; readonly head: unknown; readonly ends: Float64Array; readonly sum: number };

/**
 * The container in `file` that was written with `key`; null if there is none, or one of another key, or one that was cut
 * off or changed. What it gives later was looked through here. Throws nothing, and waits for no pipe.
 */
export function openContainer(file: string, key: string): Container | null {
  try {
    const bytes = bytesOf(file);
    if (bytes === null || bytes.length < prefixBytes) return null;
    const [found, length, sum] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)];
    const [written, body] = [bytes.subarray(prefixBytes, prefixBytes + length), bytes.subarray(prefixBytes + length)];
    if (found !== magic || written.length !== length || crc32(written) !== sum) return null;
    const index = deserialize(written) as Index;
    if (index.key !== key || index.sum !== crc32(body) || (index.ends.at(-1) ?? 0) !== body.length) return null;
    return {
      head: index.head,
      length: index.ends.length,
      valueAt: (number) => deserialize(body.subarray(number === 0 ? 0 : index.ends[number - 1], index.ends[number])),
    };
  } catch {
    return null;
  }
}

/** The whole of a file; null where there is something else, or too much. */
function bytesOf(file: string): Buffer | null {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(descriptor);
    return found.isFile() && found.size <= mostBytes ? readFileSync(descriptor) : null;
  } finally {
    closeSync(descriptor);
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
    const body = Buffer.concat(bodies);
    const index: Index = { key, head, ends, sum: crc32(body) };
    const bytes = serialize(index);
    const prefix = Buffer.alloc(prefixBytes);
    prefix.writeUInt32LE(magic, 0);
    prefix.writeUInt32LE(bytes.length, 4);
    prefix.writeUInt32LE(crc32(bytes), 8);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([prefix, bytes, body]), { mode: 0o600, flag: 'wx' });
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
