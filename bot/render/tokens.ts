/** Finds the links, hashtags and mentions of a text, the same ones that readers get on the network. */

import type { Mention } from '../../schedule/model/campaign.ts';
import { type Dialect, dialects } from '../../schedule/model/language.ts';
import { hashtagAt, isTooLongForBluesky } from '../../schedule/words/hashtag.ts';
import { addressIn, addressRun, mastodonAddressAt } from './links.ts';
import type { FacetFeature } from './thread.ts';

/** A stretch of a text, in UTF-16 code units, end exclusive. */
export type Token = { readonly start: number; readonly end: number; readonly feature: FacetFeature };

/** What is wrong with a text and what to do about it, not yet located in a file. */
export type TextFault = { readonly rule: string; readonly message: string };

/** A text with its tokens, in order and apart from each other, and with what stands in it where a token was meant. */
export type Tokenized = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly faults: readonly TextFault[];
};

// Ruby's [[:word:]], in which Mastodon's rule for mentions (`Account::MENTION_RE`) is written.
const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]`;
const name = `${word}+(?:[.-]+${word}+)*`;
const found = new RegExp(
  [`(?<run>${addressRun})`, '(?<sign>[#＃])', `(?<![=/]|${word})@(?<mention>${name}(?:@(?:${name})?)?)`].join('|'),
  'giu',
);

/** One match of the grammar, before the network is asked what it makes of it. */
type Found = { readonly start: number; readonly whole: string; readonly text: string; readonly after: string };

/** What stands in the text instead of `whole`, or what is wrong with it, or plain text. */
type Reading =
  | { readonly kind: 'token'; readonly written: string; readonly feature: FacetFeature }
  | { readonly kind: 'fault'; readonly fault: TextFault }
  | { readonly kind: 'plain' };

/**
 * Reads a text whose placeholders are filled. White space around it goes, and each `@key` of `mentions` becomes the
 * address that the network links; offsets are those of the resulting text. E-mail addresses stay plain text.
 */
export function tokenize(source: string, mentions: ReadonlyMap<string, Mention>, dialect: Dialect): Tokenized {
  const trimmed = source.trim();
  const tokens: Token[] = [];
  const faults: TextFault[] = [];
  let text = '';
  let copied = 0;
  for (const match of trimmed.matchAll(found)) {
    const [whole] = match;
    if (match.index < copied) continue;
    const place: Found = { start: match.index, whole, text: trimmed, after: trimmed.slice(match.index) };
    const reading = read(place, match.groups ?? {}, mentions, dialect);
    if (reading.kind === 'fault') faults.push(reading.fault);
    if (reading.kind !== 'token') continue;
    text += trimmed.slice(copied, place.start);
    const start = text.length;
    text += reading.written;
    tokens.push({ start, end: text.length, feature: reading.feature });
    copied = place.start + (reading.feature.kind === 'mention' ? whole.length : reading.written.length);
  }
  return { text: text + trimmed.slice(copied), tokens, faults };
}

function read(
  place: Found,
  groups: Readonly<Record<string, string | undefined>>,
  mentions: ReadonlyMap<string, Mention>,
  dialect: Dialect,
): Reading {
  const { sign, mention } = groups;
  if (sign !== undefined) return readTag(place, dialect);
  if (mention !== undefined) return readMention(mention, mentions, dialect);
  return readLink(place, dialect);
}

function readLink({ whole, after }: Found, dialect: Dialect): Reading {
  const uri = addressIn(whole);
  const linked = mastodonAddressAt(after);
  if (linked === null || !URL.canParse(uri)) {
    return fault('broken-link', `“${uri}” is no web address that a network would link; write it out in full.`);
  }
  if (linked !== uri && dialect === 'mastodon') {
    const message = `Mastodon would link “${linked}” and not “${uri}”; put a space after the address, or percent-encode the character where they part.`;
    return fault('broken-link', message);
  }
  return { kind: 'token', written: uri, feature: { kind: 'link', uri } };
}

/** A sign of which neither network makes a hashtag, although one was meant, is a fault; other signs are plain text. */
function readTag({ start, text, after }: Found, dialect: Dialect): Reading {
  const found = hashtagAt(text, start, dialect);
  if (found !== null) {
    const written = text.slice(start, found.end);
    if (dialect === 'bluesky' && isTooLongForBluesky(found.tag)) {
      const message = `“${written}” is longer than Bluesky’s 64 characters for a hashtag; choose a shorter one.`;
      return fault('hashtag-too-long', message);
    }
    return { kind: 'token', written, feature: { kind: 'tag', tag: found.tag } };
  }
  if (dialects.some((name) => hashtagAt(text, start, name) !== null)) return { kind: 'plain' };
  const before = /.$/su.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? '';
  if (new RegExp(`${word}|[/&]`, 'u').test(before) || /^.\u{fe0f}?\u{20e3}/u.test(after)) return { kind: 'plain' };
  const alone = hashtagAt(after, 0, 'mastodon');
  if (alone !== null) {
    const message = `“${after.slice(0, alone.end)}” stands right after “${before}”, where no network links a hashtag; put a space before it.`;
    return fault('unlinked-hashtag', message);
  }
  const digits = new RegExp(`^.${word}+`, 'u').exec(after)?.[0];
  if (digits === undefined) return { kind: 'plain' };
  const message = `“${digits}” is no hashtag on either network; add a letter to it or leave out the #.`;
  return fault('numeric-hashtag', message);
}

function readMention(key: string, mentions: ReadonlyMap<string, Mention>, dialect: Dialect): Reading {
  const mention = mentions.get(key);
  if (mention === undefined) {
    const prefix = [...mentions.keys()].find((known) => key.startsWith(known));
    const advice =
      prefix === undefined
        ? 'list the account under mentions in campaign.yaml, or leave out the @'
        : `put a space after @${prefix}, because a network would read on`;
    return fault('unlisted-mention', `“@${key}” is no mention of this campaign; ${advice}.`);
  }
  switch (dialect) {
    case 'bluesky':
      return {
        kind: 'token',
        written: `@${mention.bluesky.handle}`,
        feature: { kind: 'mention', identity: mention.bluesky.did },
      };
    case 'mastodon':
      return {
        kind: 'token',
        written: `@${mention.mastodon}`,
        feature: { kind: 'mention', identity: mention.mastodon },
      };
  }
}

function fault(rule: string, message: string): Reading {
  return { kind: 'fault', fault: { rule, message } };
}
