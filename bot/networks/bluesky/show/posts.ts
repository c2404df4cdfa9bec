/** Posts as the apps of Bluesky show them, read from nothing but the requests that make them. */

import { type Passage, passagesOf } from '../../../preview/page/passages.ts';
import type { ShownPost } from '../../../preview/page/shown.ts';
import { postsAmong } from '../freeze/freeze.ts';
import type { PostRecord, RecordFacet } from '../freeze/record.ts';
import type { BlueskyExchange } from './exchanges.ts';

/** `sourceOf` gives the address of a picture by its hash. */
export function blueskyPosts(
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

/** By the record's facets: UTF-8 byte ranges. */
export function blueskyPassages({ text, facets = [] }: PostRecord): readonly Passage[] {
  const bytes = Buffer.from(text);
  const cut = (start: number, end: number) => bytes.subarray(start, end).toString();
  const ranges = facets.map(({ index: { byteStart: start, byteEnd: end }, features: [feature] }) => ({
    start,
    end,
    passage: featured(cut(start, end), feature),
  }));
  return passagesOf(bytes.length, ranges, cut);
}

function featured(text: string, feature: RecordFacet['features'][0]): Passage {
  switch (feature.$type) {
    case 'app.bsky.richtext.facet#link':
      return { kind: 'link', text, uri: feature.uri };
    case 'app.bsky.richtext.facet#tag':
      return { kind: 'tag', text };
    case 'app.bsky.richtext.facet#mention':
      return { kind: 'mention', text };
  }
}
