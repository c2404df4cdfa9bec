/** What each network takes for a hashtag: the one rule for campaign files, checks and posts. */

import { type Dialect, dialects } from '../model/language.ts';
import { graphemesOf } from './graphemes.ts';

/** Where one stands, in UTF-16 code units, end exclusive, and its words without the sign. */
export type Hashtag = { readonly start: number; readonly end: number; readonly tag: string };

// Ruby's [[:word:]] and [[:alpha:]] (Onigmo, after UTS #18), in which Mastodon's rule is written.
const word = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}`;
const joint = String.raw`·・\u{200c}`;
const mastodonWords = new RegExp(`[${word}](?:[${word}${joint}]*[${word}])?`, 'uy');
const joined = new RegExp(`.[_${joint}].`, 'u');

const blueskyWords = /(?:(?!\u{20e2})[^\s\u{ad}\u{200b}-\u{200d}\u{2060}])+/uy;

/**
 * The hashtag whose sign stands at `start`, or null where the network makes none of it. Both want a space or nothing
 * before the sign. Bluesky (`TAG_REGEX` and `detectFacets` of `@atproto/api`) reads on to the next space or invisible
 * character, wants something that is neither digit nor punctuation, and leaves punctuation at the end out. Mastodon
 * (`Tag::HASHTAG_RE`) reads words, joined by middle dots or U+200C, and wants a letter in them, or something that joins.
 * The emoji of a key with # is plain text on Bluesky, where the sender decides, although a bare U+20E3 would pass there.
 */
export function hashtagAt(text: string, start: number, dialect: Dialect): Hashtag | null {
  if (!/[#＃]/u.test(text.charAt(start))) return null;
  const before = text.charAt(start - 1);
  const tag = dialect === 'bluesky' ? onBluesky(text, start + 1, before) : onMastodon(text, start + 1, before);
  return tag === null ? null : { start, end: start + 1 + tag.length, tag };
}

/** Every hashtag of a text on a network, in order. */
export function hashtagsIn(text: string, dialect: Dialect): readonly Hashtag[] {
  return [...text.matchAll(/[#＃]/gu)].flatMap(({ index }) => hashtagAt(text, index, dialect) ?? []);
}

/** Bluesky's lexicon (`app.bsky.richtext.facet#tag`) allows 64 graphemes and 640 bytes; its apps pass over longer ones. */
export function isTooLongForBluesky(tag: string): boolean {
  return [...graphemesOf(tag)].length > 64 || Buffer.byteLength(tag) > 640;
}

/** What is wrong with a tag that is to stand in posts of every network, or null if each takes the whole of it. */
export function faultOfCommonTag(tag: string): string | null {
  const readings = dialects.map((dialect) => ({ dialect, read: hashtagAt(`#${tag}`, 0, dialect)?.tag ?? null }));
  if (readings.every(({ read }) => read === null))
    return 'needs a letter: tags of digits alone work on neither network';
  const otherwise = readings.find(({ read }) => read !== tag);
  if (otherwise !== undefined) {
    const name = otherwise.dialect === 'bluesky' ? 'Bluesky' : 'Mastodon';
    const instead = otherwise.read === null ? 'no hashtag' : `only #${otherwise.read}`;
    return `has to be letters and digits only: ${name} would make ${instead} of #${tag}`;
  }
  return isTooLongForBluesky(tag) ? 'is longer than the 64 characters that Bluesky allows a hashtag' : null;
}

function onBluesky(text: string, from: number, before: string): string | null {
  if (!/^\s?$/u.test(before) || /^\u{fe0f}|^\u{20e3}/u.test(text.slice(from, from + 1))) return null;
  blueskyWords.lastIndex = from;
  const run = blueskyWords.exec(text)?.[0] ?? '';
  return /[^\d\p{P}]/u.test(run) ? run.replace(/\p{P}+$/u, '') : null;
}

function onMastodon(text: string, from: number, before: string): string | null {
  if (!/^\p{White_Space}?$/u.test(before)) return null;
  mastodonWords.lastIndex = from;
  const run = mastodonWords.exec(text)?.[0] ?? '';
  if (!/\p{Alphabetic}/u.test(run) && !joined.test(run)) return null;
  // `Extractor` gives the scheme of an address that follows at once back to it.
  return text.startsWith('://', from + run.length) ? run.replace(/(?<=.)https?$/u, '') : run;
}
