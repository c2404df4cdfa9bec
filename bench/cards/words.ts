/** The lines of the card as our own drawing breaks and places them, for those who draw the same card another way. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CardRecord } from '../../media/card.ts';
import { composeCard } from '../../media/draw.ts';

export type FontName = keyof typeof fonts;

export const fonts = {
  League: {
    pango: 'League Gothic',
    weight: 400,
    file: file('league-gothic/400Regular/LeagueGothic_400Regular.ttf'),
  },
  TextBold: {
    pango: 'Source Serif 4 SemiBold',
    weight: 600,
    file: file('source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
  },
  Text: {
    pango: 'Source Serif 4',
    weight: 400,
    file: file('source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
  },
  CourierBold: {
    pango: 'Courier Prime Bold',
    weight: 700,
    file: file('courier-prime/700Bold/CourierPrime_700Bold.ttf'),
  },
  Courier: { pango: 'Courier Prime', weight: 400, file: file('courier-prime/400Regular/CourierPrime_400Regular.ttf') },
} as const;

export type Word = {
  readonly text: string;
  readonly font: FontName;
  /** Pixels. */
  readonly size: number;
  readonly fill: string;
  /** Upper left corner of the ink. */
  readonly left: number;
  readonly top: number;
};

/** Names on a map are left out: they are part of the map. Throws an Error if the record does not fit on a card. */
export function wordsOf(record: CardRecord): readonly Word[] {
  const composition = composeCard(record);
  if (!composition.ok) throw new Error('the words of the bench do not fit on a card');
  return composition.lines
    .filter(({ field }) => field !== 'map')
    .map(({ text, field, size, fill, box }) => ({
      text: field === 'place' ? text.toUpperCase() : text,
      font: fontOf(field),
      size,
      fill,
      left: Math.round(box.left),
      top: Math.round(box.top),
    }));
}

function fontOf(field: string): FontName {
  switch (field) {
    case 'time':
    case 'date':
      return 'League';
    case 'headline':
    case 'quotation':
      return 'TextBold';
    case 'place':
      return 'CourierBold';
    case 'credit':
      return 'Courier';
    default:
      return 'Text';
  }
}

export function fontData(name: FontName): Uint8Array {
  return readFileSync(fonts[name].file);
}

function file(path: string): string {
  return fileURLToPath(import.meta.resolve(`@expo-google-fonts/${path}`));
}
