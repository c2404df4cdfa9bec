/** Lengths of text as servers count them: user-perceived characters, and bytes of UTF-8. */

import { graphemesOf } from '../../schedule/words/graphemes.ts';

/**
 * Extended grapheme clusters of UAX #29. A Bluesky PDS counts with this same segmenter (`@atproto/lex-data`);
 * Mastodon counts with Ruby's, which differs only in Indic conjuncts, depending on its Unicode version.
 */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of graphemesOf(text)) count += 1;
  return count;
}

export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
