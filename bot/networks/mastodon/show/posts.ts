/** Posts as Mastodon shows them, read from nothing but the requests that make them. */

import { mastodonAccount } from '../../../../schedule/words/account.ts';
import { type Passage, passagesOf, type Range } from '../../../preview/page/passages.ts';
import type { ShownPicture, ShownPost } from '../../../preview/page/shown.ts';
import { tokenize } from '../../../render/tokens.ts';
import type { MastodonExchange } from './exchanges.ts';

const mention = new RegExp(String.raw`(?<![\p{L}\p{N}_/@=])@${mastodonAccount}`, 'gu');

/** `sourceOf` gives the address of a picture by its hash. */
export function mastodonPosts(
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

function shortened(address: string): string {
  const bare = address.replace(/^https?:\/\/(www\.)?/, '');
  return bare.length > 30 ? `${bare.slice(0, 30)}…` : bare;
}
