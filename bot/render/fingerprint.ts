/** One hash of everything a reader or server would get of a thread. */

import { hash } from 'node:crypto';
import { encoderSettings } from '../../media/encoding/encoder-settings.ts';
import type { NetworkRules } from './rules.ts';
import type { Thread, Told } from './thread.ts';

/**
 * SHA-256 in lower-case hexadecimal, over JSON with sorted keys. A picture counts with its drawing and how it will be
 * encoded, not with its bytes, so that the hash is the same on every machine and needs no picture to be encoded.
 */
export function fingerprintOf<I extends Told>(
  thread: Omit<Thread<I>, 'fingerprint'>,
  { gated }: Pick<NetworkRules, 'gated'>,
  hashOf: (picture: I) => string,
): string {
  const { network, language, slot, posts } = thread;
  const content = {
    network,
    language,
    slot: slot.id,
    due: slot.due,
    ...(gated && slot.campaign.replies !== 'everyone' && { replies: slot.campaign.replies }),
    posts: posts.map(({ text, facets, contentWarning, labels, sensitive, language, visibility, images }) => ({
      text,
      facets,
      contentWarning,
      labels,
      sensitive,
      language,
      visibility,
      images: images.map((drawing) => ({
        drawing: hashOf(drawing),
        alt: drawing.alt,
        credit: drawing.credit,
        width: drawing.width,
        height: drawing.height,
        encoderSettings,
      })),
    })),
  };
  return hash('sha256', JSON.stringify(content, withSortedKeys));
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
