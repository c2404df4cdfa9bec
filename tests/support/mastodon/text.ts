/** What Mastodon makes of a status text: its length, its tags and mentions, its HTML. */

import type { ServerAccount } from './accounts.ts';
import type { Settings } from './options.ts';

const url = /(?<![\p{L}\p{N}_@/.])https?:\/\/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#][^\s<>"'“”„]*)?/giu;
// Mastodon's own rules, in Ruby's character classes: `Account::MENTION_RE` and `Tag::HASHTAG_RE`.
const word = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}`;
const letter = String.raw`\p{Alphabetic}`;
const separator = String.raw`_\u{b7}\u{30fb}\u{200c}`;
const mention = new RegExp(
  `(?<![=/${word}])@([a-zA-Z0-9_]+(?:[.-]+[a-zA-Z0-9_]+)*)(?:@([${word}]+(?:[.-]+[${word}]+)*))?`,
  'gu',
);
const tagWithin = `[${word}][${word}${separator}]*[${letter}${separator}][${word}${separator}]*[${word}]`;
const tagOfWord = `[${word}]*${letter}[${word}]*`;
const tag = new RegExp(String.raw`(?<=^|\p{White_Space})[#\u{ff03}](${tagWithin}|${tagOfWord})`, 'gmu');
const closing = /[.,:;!?)\]}…]+$/u;

type Entity = {
  readonly kind: 'url' | 'mention' | 'tag';
  readonly start: number;
  readonly written: string;
  /** Without its sign, and of a mention without its server. */
  readonly name: string;
  readonly domain: string | null;
};

/**
 * Graphemes of warning and text, an address with its protocol as a fixed number, a mention without its server
 * (`StatusLengthValidator`). Other software counts code points as they are written.
 */
export function lengthOf(spoilerText: string, text: string, { mode, limits }: Settings): number {
  if (mode === 'none' || mode === 'snac') return [...spoilerText, ...text].length;
  const counted = rewrite(text, entitiesOf(text, ['url', 'mention']), (entity) =>
    entity.kind === 'url' ? 'x'.repeat(limits.charactersReservedPerUrl) : `@${entity.name}`,
  );
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(spoilerText + counted)].length;
}

/** A mention of somebody here loses its server, in the stored text too (`ProcessMentionsService`). */
export function withLocalMentions(text: string, known: (username: string) => ServerAccount | null, domain: string) {
  return rewrite(text, entitiesOf(text, ['mention']), ({ written, ...entity }) => {
    const account = entity.domain === domain ? known(entity.name) : null;
    return account === null ? written : `@${account.user.username}`;
  });
}

/** Every hashtag in order, as it is written, without its sign. */
export function writtenTags(text: string): readonly string[] {
  return entitiesOf(text).flatMap(({ kind, name }) => (kind === 'tag' ? [name] : []));
}

/** Every mention in order, as it is written. */
export function writtenMentions(text: string): readonly string[] {
  return entitiesOf(text).flatMap(({ kind, written }) => (kind === 'mention' ? [written] : []));
}

/** Names in lower case, each once. */
export function tagsOf(text: string): readonly string[] {
  return [...new Set(writtenTags(text).map((name) => name.toLowerCase()))];
}

export function mentionsOf(text: string, known: (username: string) => ServerAccount | null): readonly ServerAccount[] {
  const named = entitiesOf(text).flatMap(({ kind, name, domain }) =>
    kind === 'mention' && domain === null ? [known(name)] : [],
  );
  return [...new Set(named.filter((account) => account !== null))];
}

/** Paragraphs, line breaks, and links as the Mastodon web page shows them. */
export function htmlOf(text: string, known: (username: string) => ServerAccount | null, domain: string): string {
  if (text === '') return '';
  const linked = rewrite(text, entitiesOf(text), (entity) => linkOf(entity, known, domain), escaped);
  const paragraphs = linked.split(/\n{2,}/u).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`);
  return paragraphs.join('');
}

function linkOf(entity: Entity, known: (username: string) => ServerAccount | null, domain: string): string {
  switch (entity.kind) {
    case 'url': {
      const [, protocol = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/isu.exec(entity.written) ?? [];
      const cut = rest.length > 30;
      return `<a href="${escaped(entity.written)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${protocol}</span><span class="${cut ? 'ellipsis' : ''}">${escaped(rest.slice(0, 30))}</span><span class="invisible">${escaped(rest.slice(30))}</span></a>`;
    }
    case 'mention': {
      const account = entity.domain === null ? known(entity.name) : null;
      if (account === null) return escaped(entity.written);
      const { username } = account.user;
      return `<span class="h-card" translate="no"><a href="https://${domain}/@${username}" class="u-url mention">@<span>${username}</span></a></span>`;
    }
    case 'tag':
      return `<a href="https://${domain}/tags/${encodeURIComponent(entity.name)}" class="mention hashtag" rel="tag">#<span>${escaped(entity.name)}</span></a>`;
  }
}

function entitiesOf(text: string, kinds: readonly Entity['kind'][] = ['url', 'mention', 'tag']): readonly Entity[] {
  const found: Entity[] = [
    ...text.matchAll(url).map(({ 0: match, index }): Entity => {
      const written = match.replace(closing, '');
      return { kind: 'url', start: index, written, name: written, domain: null };
    }),
    ...text.matchAll(mention).map(({ 0: written, 1: name = '', 2: domain = null, index }): Entity => {
      return { kind: 'mention', start: index, written, name, domain };
    }),
    ...text.matchAll(tag).map(({ 0: written, 1: whole = '', index }): Entity => {
      const before = text.startsWith('://', index + written.length) ? /^(.+)https?$/u.exec(whole)?.[1] : undefined;
      const name = before ?? whole;
      return { kind: 'tag', start: index, written: written.slice(0, 1 + name.length), name, domain: null };
    }),
  ];
  let end = 0;
  return found
    .sort((a, b) => a.start - b.start)
    .filter((entity) => {
      if (entity.start < end) return false;
      end = entity.start + entity.written.length;
      return true;
    })
    .filter(({ kind }) => kinds.includes(kind));
}

function rewrite(
  text: string,
  entities: readonly Entity[],
  replace: (entity: Entity) => string,
  between: (text: string) => string = (part) => part,
): string {
  let end = 0;
  let result = '';
  for (const entity of entities) {
    result += between(text.slice(end, entity.start)) + replace(entity);
    end = entity.start + entity.written.length;
  }
  return result + between(text.slice(end));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
