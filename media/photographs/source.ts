/** Opens a file that somebody gives as a photograph: a plain file of moderate size, and a picture by its content, not its name. */

import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { type Checked, type Problem, sound } from '../../schedule/model/problem.ts';
import { top } from '../../schedule/read/load-file.ts';
import { pngChunks } from './png.ts';

type PhotographFormat = 'jpeg' | 'png' | 'tiff' | 'webp';

export type Source = { readonly bytes: Buffer; readonly format: PhotographFormat };

/** What keeps a photograph out. */
export type Fault = readonly [rule: string, message: string];

/** Larger files are no photographs, or are meant to do harm. */
const maxBytes = 200_000_000;

/** The bytes of a photograph and what they are. Follows no link, waits for no device, and never reads more than 200 MB. */
export async function openSource(file: string): Promise<Checked<Source>> {
  const bytes = await plainFile(file);
  if (typeof bytes === 'string') return refused(file, 'no-file', bytes);
  const found = formatOf(bytes);
  if (found.format === undefined) return refused(file, 'no-photograph', `This is ${found.instead}; ${accepted}`);
  return sound({ bytes, format: found.format });
}

export function refused<T>(file: string, rule: string, message: string): Checked<T> {
  const problem: Problem = { ...top(file), rule, message };
  return { ok: false, problems: [problem] };
}

const accepted = 'a photograph has to be JPEG, PNG, TIFF or WebP.';

/** The bytes, or why there are none. */
async function plainFile(file: string): Promise<Buffer | string> {
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) return 'This is a link; give the file it leads to.';
    if (found.isDirectory()) return 'This is a folder; give one photograph.';
    if (!found.isFile()) return 'This is a device or a pipe; give a file.';
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat();
      if (size === 0) return 'The file is empty; give the photograph itself.';
      if (size > maxBytes)
        return `The file has ${Math.round(size / 1_000_000)} MB, and ${maxBytes / 1_000_000} are read at most; make it smaller.`;
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await handle.read(bytes, 0, size, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? 'There is no such file; look at its name.' : `The file cannot be read: ${String(error)}.`;
  }
}

type Found = { readonly format: PhotographFormat } | { readonly format?: undefined; readonly instead: string };

/** By the first bytes, as each format defines them. */
function formatOf(bytes: Buffer): Found {
  const starts = (text: string, at = 0) => bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (starts('\xff\xd8\xff')) return { format: 'jpeg' };
  if (starts('\x89PNG\r\n\x1a\n')) return isAnimatedPng(bytes) ? { instead: 'an animation' } : { format: 'png' };
  if (starts('II*\0') || starts('MM\0*') || starts('II+\0') || starts('MM\0+')) return { format: 'tiff' };
  if (starts('RIFF') && starts('WEBP', 8)) return { format: 'webp' };
  if (starts('GIF8')) return { instead: 'a GIF' };
  if (starts('ftyp', 4)) return { instead: 'a film, HEIC or AVIF; save it as JPEG first' };
  if (starts('%PDF')) return { instead: 'a PDF' };
  if (starts('PK\x03\x04') || starts('\x1f\x8b')) return { instead: 'an archive; unpack it first' };
  if (starts('#!')) return { instead: 'a script' };
  const head = bytes.subarray(0, 4096).toString('latin1');
  if (/<svg[\s>/]/iu.test(head)) return { instead: 'an SVG drawing' };
  if (/<(!doctype|html|\?xml|\?php|script)/iu.test(head)) return { instead: 'a page or a script' };
  if (/^[\t\n\r\x20-\x7e\x80-\xff]*$/u.test(head)) return { instead: 'a text' };
  return { instead: 'no picture this program knows' };
}

/** An `acTL` chunk before the picture data: PNG 3rd edition, section 11.3.6.1. */
function isAnimatedPng(bytes: Buffer): boolean {
  return pngChunks(bytes).some(({ type }) => type === 'acTL');
}
