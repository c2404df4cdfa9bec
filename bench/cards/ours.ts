/** Our own card, drawn and encoded by the very code that publishes. */

import type { PhotoRecord } from '../../media/card.ts';
import { drawCard } from '../../media/draw.ts';
import { encodeCard, sha256Of } from '../../media/encoding/encode.ts';
import { plainTheme, type Theme } from '../../schedule/model/theme.ts';
import { type Contender, inTurn } from '../rounds.ts';
import { photographSize } from './photograph.ts';

/** Different words of about the same length, so that nobody gains by remembering the card before. */
const variants = 60;

/** Photo cards of one file; their words are samples and no history. */
export function recordsOf(file: string, bytes: Uint8Array): readonly PhotoRecord[] {
  const photograph = {
    id: 'noise',
    file,
    sha256: sha256Of(bytes),
    ...photographSize,
    focus: { x: 0.5, y: 0.5 },
    licence: { name: 'CC0 1.0', address: null, asks: 'nothing' },
    credit: {},
    shows: {},
    sensitivity: null,
    locate: () => ({ file, line: 1, column: 1 }),
  } as const;
  return Array.from({ length: variants }, (_, index) => ({
    kind: 'photo',
    language: 'en',
    theme,
    photograph,
    time: { before: 'by', clock: `18:${String(index).padStart(2, '0')}`, after: '' },
    date: '23 October 1956',
    place: `Budapest, ${turned('Kossuth Lajos tér', index)}`,
    headline: `${turned('Two hundred thousand outside', index)} Parliament`,
    caption: turned('The crowd calls for free elections and a free press. It is still peaceful.', index),
    credit: `${turned('Picture: made by the bench,', index)} CC0`,
    description: 'The picture: noise in shades of gray, and words.',
    mourning: false,
  }));
}

const theme: Theme = {
  ...plainTheme,
  motif: { kind: 'flag', stripes: ['#A4242E', '#EBE4D4', '#3C6A4A'], direction: 'horizontal', hole: true },
};

/** The same words, the first so many of them at the end, and a number. */
function turned(text: string, by: number): string {
  const words = text.split(' ');
  const at = by % words.length;
  return [...words.slice(at), ...words.slice(0, at), ...(by === 0 ? [] : [by])].join(' ');
}

/** Draws and encodes the card anew each time, under the limit of a server of the usual kind. */
export function ours(records: readonly PhotoRecord[]): Contender {
  const next = inTurn(records);
  return {
    name: 'Emléknap, a photo card',
    run: async () => {
      const drawn = drawCard(next());
      if (!drawn.ok) throw new Error('the words of the bench do not fit on a card');
      return (await encodeCard(drawn.drawing, { maxBytes: 1_000_000 })).bytes;
    },
  };
}
