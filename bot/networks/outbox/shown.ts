/** What a reader of the network would see of a publication, read from nothing but its requests. */

import type { ShownPublication } from '../../preview/page/shown.ts';
import { networkNamed } from '../all.ts';
import { loadedNetwork } from '../loaded.ts';
import type { OutboxPublication } from './publication.ts';

/** `path` leads from the page's folder to the publication's. */
export async function shown(publication: OutboxPublication, path: readonly string[]): Promise<ShownPublication> {
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
