/** Reads a text file without trusting it: its kind and size are looked at before a byte of it is read. */

import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** The largest file written by hand so far has a fifth of it; to parse much more takes gigabytes and minutes. */
export const maxTextBytes = 512 * 1024;

/** Why a file was not read: `message` says what is wrong and what to do, `line` where, 1 if it is the whole file. */
export type Unread = {
  readonly reason: 'absent' | 'no-file' | 'too-large' | 'no-utf-8' | 'unreadable';
  readonly message: string;
  readonly line: number;
};

/**
 * The text of a file in UTF-8, without its byte order mark, or why it was not read. Links are followed; a folder, a pipe, a
 * socket or a device is never opened, and never more than `maxBytes` are read, even of a file that grows meanwhile. Throws
 * nothing.
 */
export async function readText(path: string, maxBytes = maxTextBytes): Promise<string | Unread> {
  try {
    const bytes = await readBounded(path, maxBytes);
    return 'reason' in bytes ? bytes : decoded(bytes);
  } catch (error) {
    return ofError(error);
  }
}

async function readBounded(path: string, maxBytes: number): Promise<Buffer | Unread> {
  const before = refusalOf(await stat(path), maxBytes);
  if (before !== null) return before;
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const opened = refusalOf(await file.stat(), maxBytes);
    if (opened !== null) return opened;
    const chunks: Buffer[] = [];
    let length = 0;
    while (length <= maxBytes) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(65_536, maxBytes + 1 - length)));
      if (bytesRead === 0) return Buffer.concat(chunks);
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return tooLarge(maxBytes);
  } finally {
    await file.close();
  }
}

type Kind = Pick<Awaited<ReturnType<typeof stat>>, 'size' | 'isFile' | 'isDirectory'>;

function refusalOf(found: Kind, maxBytes: number): Unread | null {
  if (found.isFile()) return found.size > maxBytes ? tooLarge(maxBytes) : null;
  const kind = found.isDirectory() ? 'a folder' : 'a pipe, a socket or a device';
  return unread('no-file', `This is ${kind} and no file; put a text file in its place, or move it away.`);
}

function tooLarge(maxBytes: number): Unread {
  const most = `${Math.floor(maxBytes / 1024)} KiB`;
  return unread('too-large', `The file is larger than ${most} and was not read; make it smaller or move it away.`);
}

function decoded(bytes: Buffer): string | Unread {
  if (/^(?:fffe|feff|..00|00..)$/u.test(bytes.toString('hex', 0, 2))) return wrongEncoding('in UTF-16');
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  return wrongEncoding('not UTF-8', lineOfFault(bytes));
}

function wrongEncoding(what: string, line = 1): Unread {
  return unread('no-utf-8', `The file is ${what}; save it as UTF-8.`, line);
}

/** The first line, counted from 1, that is not UTF-8. */
function lineOfFault(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from <= bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
  }
  return 1;
}

const causes: Readonly<Record<string, readonly [Unread['reason'], string]>> = {
  ENOENT: ['absent', 'The file is missing.'],
  ENOTDIR: ['absent', 'The file is missing.'],
  EACCES: ['unreadable', 'The file may not be read by this user; change its permissions.'],
  EPERM: ['unreadable', 'The file may not be read by this user; change its permissions.'],
  ELOOP: ['unreadable', 'This link leads back to itself; put a text file in its place, or remove it.'],
};

function ofError(error: unknown): Unread {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const [reason, message] = causes[code] ?? ['unreadable', `The file cannot be read (${code}); look after the disk.`];
  return unread(reason, message);
}

function unread(reason: Unread['reason'], message: string, line = 1): Unread {
  return { reason, message, line };
}

/** The value of a text in JSON; undefined for no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
