/** Reads `.env`: a file of a bounded size in UTF-8, or a fault that says what it is instead. */

import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type SettingsFault, type Settled, settled } from '../../host/settings/fault.ts';
import { saveAsUtf8 } from './env-lines.ts';

const maxBytes = 256 * 1024;

/** The text of a file of settings; null if there is none. */
export function envText(file: string): Settled<string | null> {
  const fault = (message: string): Settled<never> => ({ ok: false, faults: [{ line: null, message }] });
  try {
    const link = lstatSync(file, { throwIfNoEntry: false });
    if (link === undefined) return settled([], () => null);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return fault(`${file} is a link to a file that is not there. Mend or remove it.`);
    if (!found.isFile()) return fault(`${file} is ${kindOf(found)}, and has to be a file with settings.`);
    if (found.size > maxBytes)
      return fault(`${file} is larger than ${maxBytes / 1024} KB, and cannot be what it should.`);
    return textOf(readFileSync(file), file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fault(`${file} cannot be read (${code}). Make it readable for whoever starts the program.`);
  }
}

/** The text of the bytes of a file of settings. A wrong byte outside of comments is left as U+FFFD, for its line to be named. */
export function textOf(bytes: Uint8Array, file = '.env'): Settled<string> {
  const isWide =
    bytes.includes(0) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const faults: SettingsFault[] = isWide
    ? [{ line: null, message: `${file} is not UTF-8 but UTF-16 or no text, so nothing in it is read. ${saveAsUtf8}` }]
    : [];
  return settled(faults, () => new TextDecoder().decode(bytes));
}

/** What a person should know of who can see the secrets in a file of settings. */
export function exposures(file: string): readonly string[] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return [];
  const isOpen = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  return [
    ...(isOpen
      ? [`${file} holds secrets, and other users of this machine can read it; close it: chmod 600 ${file}`]
      : []),
    ...(isTracked(file)
      ? [
          `${file} holds secrets, and git keeps it; take it out (git rm --cached ${file}), and make new secrets where it was pushed.`,
        ]
      : []),
  ];
}

function isTracked(file: string): boolean {
  if (!isInRepository(dirname(resolve(file)))) return false;
  const asked = ['-c', 'core.fsmonitor=false', 'ls-files', '--error-unmatch', '--', file];
  return spawnSync('git', asked, { stdio: 'ignore', timeout: 5_000 }).status === 0;
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  return dirname(folder) !== folder && isInRepository(dirname(folder));
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
