/** Bluesky's limits, and how its servers measure a text. */

import { countGraphemes, utf8Length } from '../../render/lengths.ts';
import { endless, overflow, tooLong, verdict } from '../../render/measure.ts';
import type { Capabilities, Measured, NetworkRules } from '../../render/rules.ts';
import type { TextFault, Tokenized } from '../../render/tokens.ts';

export type BlueskyCapabilities = Capabilities & {
  readonly network: 'bluesky';
  readonly maxGraphemes: number;
  /** Of the text, in UTF-8. */
  readonly maxBytes: number;
};

export const blueskyRules: NetworkRules<BlueskyCapabilities> = {
  name: 'bluesky',
  title: 'Bluesky',
  dialect: 'bluesky',
  /** The lexicon allows pictures of 2,000,000 bytes since April 2026, but an older server refuses them without announcing it. */
  defaults: {
    network: 'bluesky',
    maxGraphemes: 300,
    maxBytes: 3000,
    maxImages: 4,
    maxImageBytes: 1_000_000,
    maxAltCharacters: null,
  },
  /** Bluesky has no field for a warning, so it stands above the text of every post, where a feed shows it first. */
  warning: 'first line',
  replies: 'public',
  gated: true,
  measure: (post, _, capabilities) => measured(post, capabilities),
  endlessness: (source, { maxGraphemes, maxBytes }) => endless(source, 'Bluesky', maxGraphemes, 2 * maxBytes),
};

/** Graphemes, everything as it is written; the bytes of UTF-8 have a limit of their own (lexicon `app.bsky.feed.post`). */
function measured(post: Tokenized, { maxGraphemes, maxBytes }: BlueskyCapabilities): Measured {
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
