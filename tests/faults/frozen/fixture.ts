/** Data folders of an earlier version, frozen as its program was killed, with what it had asked its server for until then. */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Shape } from '../season/season.ts';

const root = fileURLToPath(new URL('../../fixtures/data-folders/', import.meta.url));

/** Content in base64, by the path in a folder. */
export type Files = Readonly<Record<string, string>>;

/** Nothing of who asked: whoever repeats it brings a token of its own. */
export type AskedOfServer = {
  /** By the server's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In base64. */
  readonly body: string;
};

export type FrozenFolder = {
  /** Where the program was killed; null where it came to its end. */
  readonly boundary: string | null;
  readonly files: Files;
  readonly asked: readonly AskedOfServer[];
};

/** One publication, frozen at each boundary between the program and the world. */
export type FrozenSeries = {
  readonly network: 'bluesky' | 'mastodon';
  readonly shape: Shape;
  /** Number of the trial whose campaign is published. */
  readonly trial: number;
  /** The server's address while the program ran. */
  readonly origin: string;
  /** When the server gave out its accounts, by its own clock. */
  readonly founded: number;
  /** In every folder of the series. */
  readonly shared: Files;
  readonly folders: readonly FrozenFolder[];
};

/** A server of Bluesky with one account and nothing published. */
export type FrozenPds = {
  readonly files: Files;
  readonly handle: string;
  readonly did: string;
  readonly password: string;
};

export function versions(): readonly string[] {
  return readdirSync(root).sort();
}

/** Names of the series of a version. */
export function seriesOf(version: string): readonly string[] {
  const names = readdirSync(join(root, version)).map((name) => name.replace(/\.json\.br$/, ''));
  return names.filter((name) => name !== 'pds').sort();
}

export function readFrozen<T extends FrozenSeries | FrozenPds>(version: string, name: string): T {
  const packed = readFileSync(join(root, version, `${name}.json.br`));
  return JSON.parse(brotliDecompressSync(packed).toString('utf8'));
}

/** What most folders of a series share is found again by the compression. */
export function writeFrozen(version: string, name: string, content: FrozenSeries | FrozenPds): void {
  const text = Buffer.from(JSON.stringify(content));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  mkdirSync(join(root, version), { recursive: true });
  writeFileSync(join(root, version, `${name}.json.br`), brotliCompressSync(text, { params }));
}

/** All files below a folder whose path is wanted. */
export function filesIn(folder: string, isWanted: (path: string) => boolean): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => isWanted(name) && statSync(join(folder, name)).isFile()).sort();
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

export function putFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.from(content, 'base64'));
  }
}
