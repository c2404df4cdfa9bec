/** A post's text cut into the passages a network shows differently: plain words, links, hashtags, mentions. */

import { mastodonAccount } from '../../../../schedule/words/account.ts';
import { tokenize } from '../../../render/tokens.ts';
import type { PostRecord, RecordFacet } from '../../bluesky/freeze/record.ts';

export type Passage = { readonly kind: 'plain' | 'tag' | 'mention'; readonly text: string } | Link;

type Link = { readonly kind: 'link'; readonly text: string; readonly uri: string };

const mention = new RegExp(String.raw`(?<![\p{L}\p{N}_/@=])@${mastodonAccount}`, 'gu');

type Range = { readonly start: number; readonly end: number; readonly passage: Passage };

/** By the record's facets: UTF-8 byte ranges. Ranges that overlap an earlier one or leave the text are passed over, as apps do. */
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

/** As Mastodon finds them in the text itself; of an address it shows 30 characters, without its scheme. */
export function mastodonPassages(status: string): readonly Passage[] {
  const { text, tokens } = tokenize(status, new Map(), 'mastodon');
  const cut = (start: number, end: number) => text.slice(start, end);
  const found = tokens.map(({ start, end, feature }): Range => {
    const words = cut(start, end);
    const passage: Passage =
      feature.kind === 'link'
        ? { kind: 'link', text: shortened(words), uri: feature.uri }
        : { kind: 'tag', text: words };
    return { start, end, passage };
  });
  const mentions = [...text.matchAll(mention)].map(
    ({ 0: words, index }): Range => ({
      start: index,
      end: index + words.length,
      passage: { kind: 'mention', text: words },
    }),
  );
  return passagesOf(text.length, [...found, ...mentions], cut);
}

function passagesOf(
  length: number,
  ranges: readonly Range[],
  cut: (start: number, end: number) => string,
): readonly Passage[] {
  const passages: Passage[] = [];
  let at = 0;
  for (const { start, end, passage } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start < at || end <= start || end > length) continue;
    if (start > at) passages.push({ kind: 'plain', text: cut(at, start) });
    passages.push(passage);
    at = end;
  }
  if (at < length) passages.push({ kind: 'plain', text: cut(at, length) });
  return passages;
}

function shortened(address: string): string {
  const bare = address.replace(/^https?:\/\/(www\.)?/, '');
  return bare.length > 30 ? `${bare.slice(0, 30)}…` : bare;
}
