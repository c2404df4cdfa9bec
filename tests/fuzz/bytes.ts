/** Changes of the bytes of a file: what disks, editors and transfers do to it. */

import type { Random } from '../faults/season/random.ts';
import type { ByteChange } from './change.ts';

const some = (random: Random, bytes: Buffer) => random.between(0, Math.max(0, bytes.length - 1));

function each(times: number, random: Random, change: () => Buffer): Buffer {
  let changed = change();
  for (let index = 1; index < random.between(1, times); index += 1) changed = change();
  return changed;
}

const swapPairs = (bytes: Buffer) => Buffer.from(bytes).swap16();

export const byteChanges: readonly ByteChange[] = [
  {
    name: 'bits flipped',
    apply: (bytes, random) => {
      const changed = Buffer.from(bytes);
      return each(8, random, () => {
        const at = some(random, changed);
        changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
        return changed;
      });
    },
  },
  {
    name: 'bytes deleted',
    apply: (bytes, random) => {
      const at = some(random, bytes);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.pick([1, 2, 7, 100]))]);
    },
  },
  {
    name: 'bytes inserted',
    apply: (bytes, random) => {
      const at = some(random, bytes);
      const added = Buffer.from(Array.from({ length: random.pick([1, 2, 5, 40]) }, () => random.between(0, 255)));
      return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
    },
  },
  { name: 'cut off', apply: (bytes, random) => bytes.subarray(0, some(random, bytes)) },
  {
    name: 'a chunk doubled',
    apply: (bytes, random) => {
      const [at, length] = [some(random, bytes), random.pick([3, 50, 800])];
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    },
  },
  {
    name: 'a chunk of zeros',
    apply: (bytes, random) => {
      const at = some(random, bytes);
      return Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + random.pick([1, 16, 512])));
    },
  },
  { name: 'emptied', apply: () => Buffer.alloc(0) },
  { name: 'a byte order mark', apply: (bytes) => Buffer.concat([Buffer.from('\ufeff'), bytes]) },
  { name: 'UTF-16', apply: (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le') },
  {
    name: 'UTF-16 the other way round',
    apply: (bytes) => swapPairs(Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le')),
  },
  { name: 'UTF-16 without its mark', apply: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le') },
  { name: 'Latin-1', apply: (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1') },
  { name: 'UTF-8 read as Latin-1', apply: (bytes) => Buffer.from(bytes.toString('latin1'), 'utf8') },
  { name: 'CRLF', apply: (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n')) },
  { name: 'CR', apply: (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r')) },
  { name: 'NFD', apply: (bytes) => Buffer.from(bytes.toString('utf8').normalize('NFD')) },
  {
    name: 'a lone surrogate in bytes',
    apply: (bytes, random) => {
      const at = some(random, bytes);
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xed, 0xa0, 0x80]), bytes.subarray(at)]);
    },
  },
];
