/** Our own card, drawn and encoded by the very code that publishes. */

import type { CardRecord } from '../../media/card.ts';
import { drawCard } from '../../media/draw.ts';
import { encodeCard } from '../../media/encode.ts';
import { plainTheme } from '../../schedule/theme.ts';
import type { Contender } from '../rounds.ts';

/** The words are a sample and no history. */
export const record: CardRecord = {
  kind: 'typographic',
  language: 'en',
  theme: {
    ...plainTheme,
    motif: { kind: 'flag', stripes: ['#A4242E', '#EBE4D4', '#3C6A4A'], direction: 'horizontal', hole: true },
  },
  emblem: null,
  time: { before: 'by', clock: '18:00', after: '' },
  date: '23 October 1956',
  place: 'Budapest, Kossuth Lajos tér',
  headline: 'Two hundred thousand outside Parliament',
  caption: 'The crowd calls for free elections and a free press. It is still peaceful.',
  credit: 'Picture: made by the bench, CC0',
  description: 'The picture: noise in shades of gray, and words.',
  mourning: false,
};

/** Draws and encodes the card anew each time, under the limit of a server of the usual kind. */
export function ours(): Contender {
  return {
    name: `Emléknap (${record.kind} card)`,
    run: async () => {
      const drawn = drawCard(record);
      if (!drawn.ok) throw new Error('the words of the bench do not fit on a card');
      return (await encodeCard(drawn.drawing, { maxBytes: 1_000_000 })).bytes;
    },
  };
}
