/** Keeps a page beside the outbox's publications that shows them as a person would meet them on the networks. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUnfinished, makeFolder, sweep, writeWhole } from '../../../media/whole-file.ts';
import { fontFiles } from '../../preview/page/fonts.ts';
import { timelinePage } from '../../preview/page/page.ts';
import type { ShownPublication } from '../../preview/page/shown.ts';
import { networkNamed } from '../all.ts';
import { loadedNetwork } from '../loaded.ts';
import { orIfAbsent, publicationFile } from './outbox.ts';
import type { OutboxPublication } from './publication.ts';

/**
 * Writes `index.html` for all publications of an outbox folder, in one step, and the fonts it uses; gives the page's
 * path. Throws an Error that names the file if a publication cannot be read, or if the folder cannot be written.
 */
export async function writeTimeline(folder: string): Promise<string> {
  await makeFolder(join(folder, 'fonts'));
  await sweep(folder);
  const page = join(folder, 'index.html');
  await copyFonts(folder);
  await writeWhole(page, timelinePage(await publicationsIn(folder)));
  return page;
}

async function publicationsIn(folder: string): Promise<readonly ShownPublication[]> {
  const publications: ShownPublication[] = [];
  for (const channel of await foldersIn(folder)) {
    for (const name of await foldersIn(join(folder, channel))) {
      const publication = await readPublication(join(folder, channel, name, publicationFile));
      if (publication !== null) publications.push(await shown(publication, [channel, name]));
    }
  }
  return publications;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !isUnfinished(entry.name)).map(({ name }) => name);
}

/** Null where there is none: somebody else's folder. */
async function readPublication(file: string): Promise<OutboxPublication | null> {
  const text = await orIfAbsent(readFile(file, 'utf8'));
  if (text === null) return null;
  try {
    const publication = JSON.parse(text) as OutboxPublication;
    if (publication.format !== 1) throw new Error(`format ${publication.format} is not known to this version`);
    return publication;
  } catch (error) {
    throw new Error(`${file} is no publication of the outbox: ${String(error)}`, { cause: error });
  }
}

async function copyFonts(folder: string): Promise<void> {
  await sweep(join(folder, 'fonts'));
  const there = new Set(await readdir(join(folder, 'fonts')));
  for (const [name, specifier] of Object.entries(fontFiles)) {
    if (there.has(name)) continue;
    await writeWhole(join(folder, 'fonts', name), await readFile(fileURLToPath(import.meta.resolve(specifier))));
  }
}

/** What a reader of the network would see of a publication, read from nothing but its requests; `path` leads from the page's folder to the publication's. */
async function shown(publication: OutboxPublication, path: readonly string[]): Promise<ShownPublication> {
  const { network, language, account, slot, entry, local, due } = publication;
  const folder = path.map(encodeURIComponent).join('/');
  const sources = new Map(
    publication.files.map(({ name, sha256 }) => [sha256, `${folder}/${encodeURIComponent(name)}`]),
  );
  const sourceOf = (sha256: string) => sources.get(sha256) ?? '';
  const { title } = networkNamed(network).rules;
  const loaded = await loadedNetwork(network);
  const posts = loaded.shown(publication.exchanges, publication.receipts, sourceOf);
  return { network, title, language, account, slot, entry, local, due, posts, folder };
}
