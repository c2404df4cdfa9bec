/** What a reader of the network would see of a publication, read from nothing but its requests. */

import type { ShownPublication } from '../../preview/page/shown.ts';
import { blueskyPosts } from '../bluesky/show/posts.ts';
import { mastodonPosts } from '../mastodon/show/posts.ts';
import type { OutboxPublication } from './publication.ts';

/** `path` leads from the page's folder to the publication's. */
export function shown(publication: OutboxPublication, path: readonly string[]): ShownPublication {
  const { network, language, account, slot, entry, local, due } = publication;
  const folder = path.map(encodeURIComponent).join('/');
  const sources = new Map(
    publication.files.map(({ name, sha256 }) => [sha256, `${folder}/${encodeURIComponent(name)}`]),
  );
  const sourceOf = (sha256: string) => sources.get(sha256) ?? '';
  const posts =
    publication.network === 'bluesky'
      ? blueskyPosts(
          publication.exchanges,
          publication.receipts.map(({ id }) => id),
          sourceOf,
        )
      : mastodonPosts(publication.exchanges, sourceOf);
  return { network, language, account, slot, entry, local, due, posts, folder };
}
