/** The limits of a Mastodon server, and how it measures a text. */

import { countGraphemes } from '../../render/lengths.ts';
import { endless, overflow, pieces, tooLong, verdict } from '../../render/measure.ts';
import type { Capabilities, Measured, NetworkRules } from '../../render/rules.ts';
import type { Token, Tokenized } from '../../render/tokens.ts';

export type MastodonCapabilities = Capabilities & {
  readonly network: 'mastodon';
  /** Graphemes of warning and text together. */
  readonly maxCharacters: number;
  /** What every http(s) URL counts as, however long it is. */
  readonly charactersReservedPerUrl: number;
};

/** Of the limit: a text this many times as long in UTF-16 units does not fit, whatever addresses stand in it. */
const mostOfLimit = 20;

export const mastodonRules: NetworkRules<MastodonCapabilities> = {
  name: 'mastodon',
  title: 'Mastodon',
  dialect: 'mastodon',
  /** Mastodon 4.4 and 4.5 allow 1,500 characters of alt text, 4.6 more. */
  defaults: {
    network: 'mastodon',
    maxCharacters: 500,
    charactersReservedPerUrl: 23,
    maxImages: 4,
    maxImageBytes: 1_000_000,
    maxAltCharacters: 1500,
  },
  warning: 'field',
  replies: 'unlisted',
  gated: false,
  measure: (post, contentWarning, capabilities) => measured(post, contentWarning ?? '', capabilities),
  endlessness: (source, { maxCharacters }) => endless(source, 'Mastodon', maxCharacters, mostOfLimit * maxCharacters),
};

/**
 * Graphemes; the warning counts too, each web address as a fixed number whatever its length, and a mention without its
 * server (`StatusLengthValidator`).
 */
function measured(post: Tokenized, contentWarning: string, limits: MastodonCapabilities): Measured {
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
