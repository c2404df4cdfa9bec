/** Our own card, the floor under every photo card, and what all ways share: sharp's photograph and our JPEG settings. */

import sharp, { type Sharp } from 'sharp';
import type { CardRecord } from '../../media/card.ts';
import { drawCard } from '../../media/draw.ts';
import { encodeCard } from '../../media/encoding/encode.ts';
import { jpeg, qualities } from '../../media/encoding/encoder-settings.ts';
import { pages } from '../../media/page.ts';
import { inTurn } from '../measure/turns.ts';
import type { Way } from './way.ts';
import type { Word } from './words.ts';

const { width, height } = pages.portrait;

/** A card for those who draw it another way: its words, and what stands under them, over the photograph or instead of it. */
export type Subject = { readonly words: readonly Word[]; readonly ground: string; readonly isPhoto: boolean };

/** Decode, resize and encode, and nothing else. */
export function floor(photograph: Uint8Array): Way {
  return { name: 'the floor: a photograph decoded, resized, encoded', draw: () => encoded(resized(photograph)) };
}

/** Draws and encodes each card anew by the very code that publishes, under the limit of a server of the usual kind. */
export function ours(records: readonly CardRecord[]): Way {
  const next = inTurn(records);
  return {
    name: 'Emléknap',
    draw: async () => {
      const drawn = drawCard(next());
      if (!drawn.ok) throw new Error('the words of the bench do not fit on a card');
      return (await encodeCard(drawn.drawing, { maxBytes: 1_000_000 })).bytes;
    },
  };
}

/** The photograph as every photo card shows it, in greys. */
export function grayPhotograph(photograph: Uint8Array): Sharp {
  return resized(photograph).grayscale().toColourspace('srgb');
}

function resized(photograph: Uint8Array): Sharp {
  return sharp(photograph).resize(width, height, { fit: 'cover' });
}

/** In our quality and settings. */
export function encoded(picture: Sharp): Promise<Buffer> {
  return picture.jpeg({ ...jpeg, quality: qualities[0] }).toBuffer();
}
