/** What a reader of the network would see of a publication, read from nothing but its requests. */

import type { Language, NetworkName } from '../../../../schedule/model/language.ts';
import type { RenderedPost } from '../../../render/thread.ts';
import { postsAmong } from '../../bluesky/freeze/freeze.ts';
import type { PostRecord } from '../../bluesky/freeze/record.ts';
import type { BlueskyExchange, MastodonExchange, OutboxPublication } from '../publication.ts';
import { blueskyPassages, mastodonPassages, type Passage } from './passages.ts';

export type ShownPicture = {
  /** Address relative to the page. */
  readonly source: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};

export type ShownPost = {
  readonly id: string;
  readonly language: Language;
  readonly passages: readonly Passage[];
  /** Covers the whole post until it is opened. */
  readonly warning: string | null;
  /** Covers the pictures until they are opened: the self-labels, or none of them for a post that is only marked sensitive. */
  readonly cover: readonly string[] | null;
  readonly pictures: readonly ShownPicture[];
  /** Null on a network without such a choice. */
  readonly visibility: RenderedPost['visibility'] | null;
};

export type ShownPublication = {
  readonly network: NetworkName;
  readonly language: Language;
  readonly account: string;
  readonly slot: string;
  readonly entry: string;
  readonly local: string;
  readonly due: string;
  readonly posts: readonly ShownPost[];
  /** Address of its folder relative to the page, without a final slash. */
  readonly folder: string;
};

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

function blueskyPosts(
  exchanges: readonly BlueskyExchange[],
  ids: readonly string[],
  sourceOf: (sha256: string) => string,
): readonly ShownPost[] {
  const blobs = new Map<string, string>();
  const records: PostRecord[] = [];
  for (const { request } of exchanges) {
    switch (request.nsid) {
      case 'com.atproto.repo.uploadBlob':
        blobs.set(request.blob.ref.$link, sourceOf(request.picture.sha256));
        break;
      case 'com.atproto.repo.putRecord':
        records.push(request.body.record);
        break;
      case 'com.atproto.repo.applyWrites':
        records.push(...postsAmong(request.body.writes));
        break;
    }
  }
  return records.map((record, position) => ({
    id: ids[position] ?? '',
    language: record.langs[0],
    passages: blueskyPassages(record),
    warning: null,
    cover: record.labels?.values.map(({ val }) => val) ?? null,
    pictures: (record.embed?.images ?? []).map(({ alt, aspectRatio, image }) => ({
      source: blobs.get(image.ref.$link) ?? '',
      alt,
      ...aspectRatio,
    })),
    visibility: null,
  }));
}

function mastodonPosts(
  exchanges: readonly MastodonExchange[],
  sourceOf: (sha256: string) => string,
): readonly ShownPost[] {
  const media = new Map<string, ShownPicture>();
  const posts: ShownPost[] = [];
  for (const { request, answer } of exchanges) {
    if (request.path === '/api/v2/media') {
      const { sha256, width, height } = request.multipart.file;
      media.set(answer.id, { source: sourceOf(sha256), alt: request.multipart.description, width, height });
      continue;
    }
    const { status, spoiler_text = null, sensitive, language, visibility, media_ids = [] } = request.body;
    posts.push({
      id: answer.id,
      language,
      passages: mastodonPassages(status),
      warning: spoiler_text,
      cover: sensitive && spoiler_text === null ? [] : null,
      pictures: media_ids.flatMap((id) => media.get(id) ?? []),
      visibility,
    });
  }
  return posts;
}
