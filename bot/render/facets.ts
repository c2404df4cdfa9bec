/** Turns tokens, which are counted in UTF-16, into facets, which are counted in bytes of UTF-8. */

import { utf8Length } from './lengths.ts';
import type { Facet } from './thread.ts';
import type { Tokenized } from './tokens.ts';

/** One facet a token; slicing the text's UTF-8 bytes by its range gives exactly what the token covers. */
export function facetsOf({ text, tokens }: Tokenized): readonly Facet[] {
  return tokens.map(({ start, end, feature }) => ({
    byteStart: utf8Length(text.slice(0, start)),
    byteEnd: utf8Length(text.slice(0, end)),
    feature,
  }));
}
