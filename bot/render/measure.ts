/** Measures a post's text exactly as its network's servers will, and lets only text without fault go on. */

import type { NonEmpty } from '../../schedule/model/language.ts';
import type { BlueskyCapabilities, Capabilities, MastodonCapabilities } from './capabilities.ts';
import { countGraphemes, graphemesOf, utf8Length } from './lengths.ts';
import type { MeasuredText } from './thread.ts';
import type { TextFault, Token, Tokenized } from './tokens.ts';

export type Measured =
  | { readonly ok: true; readonly text: MeasuredText; readonly length: number; readonly limit: number }
  | { readonly ok: false; readonly faults: NonEmpty<TextFault> };

/**
 * Counts graphemes. On Mastodon the warning counts too, each web address as a fixed number whatever its length, and a
 * mention without its server (`StatusLengthValidator`); on Bluesky everything counts as it is written, and the bytes
 * of UTF-8 have a limit of their own (lexicon `app.bsky.feed.post`).
 */
export function measure(post: Tokenized, contentWarning: string | null, capabilities: Capabilities): Measured {
  switch (capabilities.network) {
    case 'bluesky':
      return measureForBluesky(post, capabilities);
    case 'mastodon':
      return measureForMastodon(post, contentWarning ?? '', capabilities);
  }
}

/** Of Mastodon's limit: a text this many times as long in UTF-16 units does not fit, whatever addresses stand in it. */
const mostOfLimit = 20;

/** What is wrong with a text that is not even read, because no network would take one so long; null for any other. */
export function endlessness(source: string, capabilities: Capabilities): TextFault | null {
  const [network, limit, most] =
    capabilities.network === 'bluesky'
      ? (['Bluesky', capabilities.maxGraphemes, 2 * capabilities.maxBytes] as const)
      : (['Mastodon', capabilities.maxCharacters, mostOfLimit * capabilities.maxCharacters] as const);
  if (source.length <= most) return null;
  const message = `The text has more than ${most} characters; ${limit} are allowed on ${network}. Shorten it.`;
  return { rule: 'too-long', message };
}

function measureForBluesky(post: Tokenized, { maxGraphemes, maxBytes }: BlueskyCapabilities): Measured {
  const length = countGraphemes(post.text);
  const bytes = utf8Length(post.text);
  const misfits: TextFault[] = [];
  if (length > maxGraphemes)
    misfits.push(tooLong('Bluesky', length, maxGraphemes, overflow(post, maxGraphemes, countGraphemes)));
  if (bytes > maxBytes) {
    misfits.push({
      rule: 'too-many-bytes',
      message: `The text takes ${bytes} bytes on Bluesky; ${maxBytes} are allowed. Cut ${bytes - maxBytes}: the end, “${overflow(post, maxBytes, utf8Length)}”, no longer fits. Composed emoji weigh most.`,
    });
  }
  return verdict(post, length, maxGraphemes, misfits);
}

function measureForMastodon(post: Tokenized, contentWarning: string, limits: MastodonCapabilities): Measured {
  const { maxCharacters, charactersReservedPerUrl } = limits;
  const countedAs = (token: Token, written: string): string => {
    if (token.feature.kind === 'link') return 'x'.repeat(charactersReservedPerUrl);
    return token.feature.kind === 'mention' ? `@${written.slice(1).split('@')[0]}` : written;
  };
  const counted = pieces(post).map(({ token, written }) => (token === null ? written : countedAs(token, written)));
  const length = countGraphemes(contentWarning + counted.join(''));
  if (length <= maxCharacters) return verdict(post, length, maxCharacters, []);
  const room = maxCharacters - countGraphemes(contentWarning);
  const rest = overflow(post, room, (written, token) =>
    countGraphemes(token === null ? written : countedAs(token, written)),
  );
  return verdict(post, length, maxCharacters, [tooLong('Mastodon', length, maxCharacters, rest)]);
}

function verdict(post: Tokenized, length: number, limit: number, misfits: readonly TextFault[]): Measured {
  const [first, ...others] = [...misfits, ...post.faults];
  if (first !== undefined) return { ok: false, faults: [first, ...others] };
  return { ok: true, text: post.text as MeasuredText, length, limit };
}

function tooLong(network: string, length: number, limit: number, rest: string): TextFault {
  return {
    rule: 'too-long',
    message: `The text is ${length} characters long on ${network}; ${limit} are allowed. Cut ${length - limit}: the end, “${rest}”, no longer fits.`,
  };
}

type Piece = { readonly token: Token | null; readonly written: string };

/** The text in order: each token whole, and what stands between them. */
function pieces({ text, tokens }: Tokenized): readonly Piece[] {
  const list: Piece[] = [];
  let end = 0;
  for (const token of tokens) {
    list.push({ token: null, written: text.slice(end, token.start) });
    list.push({ token, written: text.slice(token.start, token.end) });
    end = token.end;
  }
  list.push({ token: null, written: text.slice(end) });
  return list;
}

/** What no longer fits, shortened to its first words, for a message. */
function overflow(post: Tokenized, room: number, weigh: (written: string, token: Token | null) => number): string {
  let left = room;
  let rest = '';
  for (const piece of pieces(post)) {
    const units = piece.token === null ? graphemesOf(piece.written) : [piece.written];
    for (const unit of units) {
      left -= weigh(unit, piece.token);
      if (left < 0) rest += unit;
    }
  }
  const shown = [...graphemesOf(rest.trim().replaceAll(/\s+/gu, ' '))];
  return shown.length > 40 ? `${shown.slice(0, 40).join('')}…` : shown.join('');
}
