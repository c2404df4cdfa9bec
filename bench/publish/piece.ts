/** What is published again and again: a post with a picture, or a thread of five with two, each under keys of its own. */

import type { NetworkName } from '../../bot/networks/all.ts';
import type { Thread } from '../../bot/render/thread.ts';
import type { Drawing, Picture } from '../../media/card.ts';
import { drawCard } from '../../media/draw.ts';
import { encodeCard } from '../../media/encoding/encode.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';
import { type PostChanges, slotWith, threadWith } from '../../tests/support/threads.ts';
import { recordsOf } from '../cards/records.ts';

export const shapes = ['post', 'thread'] as const;
export type Shape = (typeof shapes)[number];

export type PiecePost = {
  readonly text: string;
  readonly pictures: readonly Picture[];
  readonly alts: readonly string[];
};

export type Piece = {
  readonly posts: NonEmpty<PiecePost>;
  /** The same for our own adapter. */
  readonly thread: Thread;
  readonly picturing: (sha256: string) => Promise<Picture>;
};

export type Pieces = { readonly next: (shape: Shape, network: NetworkName) => Piece };

type Card = { readonly drawing: Drawing; readonly picture: Picture };

/** Draws the two cards that all pieces show. */
export async function newPieces(): Promise<Pieces> {
  const [one, two] = await Promise.all([cardOf(0), cardOf(1)]);
  const known = new Map([one, two].map(({ picture }) => [picture.sha256, picture]));
  const picturing = async (sha256: string): Promise<Picture> => {
    const picture = known.get(sha256);
    if (picture === undefined) throw new Error(`there is no picture ${sha256}`);
    return picture;
  };
  let count = 0;
  return {
    next(shape, network) {
      count += 1;
      const slot = slotWith({ id: `entry-${count}` });
      const shown: NonEmpty<Card | null> = shape === 'post' ? [one] : [one, null, two, null, null];
      const [first, ...rest] = shown;
      const text = (position: number): string => `Publication ${count}, post ${position + 1}: ${words}`;
      const worded = (card: Card | null, position: number): PiecePost => ({
        text: text(position),
        pictures: card === null ? [] : [card.picture],
        alts: card === null ? [] : [card.drawing.alt],
      });
      const rendered = (card: Card | null, position: number): PostChanges => ({
        text: text(position),
        images: card === null ? [] : [card.drawing],
      });
      return {
        posts: [worded(first, 0), ...rest.map((card, index) => worded(card, index + 1))],
        thread: threadWith({
          slot,
          network,
          posts: [rendered(first, 0), ...rest.map((card, index) => rendered(card, index + 1))],
        }),
        picturing,
      };
    },
  };
}

const words = 'people gather in the square and read the demands aloud, one after the other, until the lights go out.';

async function cardOf(index: number): Promise<Card> {
  const record = recordsOf('clock', '', new Uint8Array())[index];
  const drawn = record === undefined ? null : drawCard(record);
  if (!drawn?.ok) throw new Error('the card of the bench does not fit');
  return { drawing: drawn.drawing, picture: await encodeCard(drawn.drawing, { maxBytes: 1_000_000 }) };
}
