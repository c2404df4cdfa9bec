/** Cards of each kind to draw: different words of about the same length, so that nobody gains by remembering the card before. */

import type { CardRecord } from '../../media/card.ts';
import { sha256Of } from '../../media/encoding/encode.ts';
import type { Place } from '../../schedule/model/card.ts';
import { plainTheme, type Theme } from '../../schedule/model/theme.ts';
import { photographSize } from './photograph.ts';

const variants = 60;

export const kinds = ['photo', 'flag', 'clock', 'map', 'quotation'] as const;
export type Kind = (typeof kinds)[number];

/** Their words are samples and no history; photo cards show the file. */
export function recordsOf(kind: Kind, file: string, bytes: Uint8Array): readonly CardRecord[] {
  const sha256 = sha256Of(bytes);
  return Array.from({ length: variants }, (_, index) => recordOf(kind, index, { file, sha256 }));
}

function recordOf(kind: Kind, index: number, photograph: { file: string; sha256: string }): CardRecord {
  const bearing = {
    language: 'en',
    theme,
    time: { before: 'by', clock: `18:${String(index).padStart(2, '0')}`, after: '' },
    date: '23 October 1956',
    place: `Budapest, ${turned('Kossuth Lajos tér', index)}`,
    credit: `${turned('Picture: made by the bench,', index)} CC0`,
    description: 'The picture: a sample for the bench, and words.',
    mourning: false,
  } as const;
  const story = {
    headline: `${turned('Two hundred thousand outside', index)} Parliament`,
    caption: turned('The crowd calls for free elections and a free press. It is still peaceful.', index),
  };
  switch (kind) {
    case 'photo':
      return { ...bearing, ...story, kind: 'photo', photograph: { ...noise, ...photograph } };
    case 'flag':
      return { ...bearing, ...story, kind: 'typographic', emblem: null };
    case 'clock':
      return { ...bearing, ...story, time: { ...bearing.time, before: '' }, kind: 'clock', emblem: null };
    case 'map':
      return { ...bearing, ...story, kind: 'map', map: scene };
    case 'quotation': {
      const quotation = `“${turned('We swear, we swear that we will no longer be captives of anybody', index)}.”`;
      return { ...bearing, kind: 'quotation', quotation, attribution: 'The crowd at the statue of Petőfi' };
    }
  }
}

const noise = {
  id: 'noise',
  ...photographSize,
  focus: { x: 0.5, y: 0.5 },
  licence: { name: 'CC0 1.0', address: null, asks: 'nothing' },
  credit: {},
  shows: {},
  sensitivity: null,
  locate: () => ({ file: 'noise.jpg', line: 1, column: 1 }),
} as const;

const theme: Theme = {
  ...plainTheme,
  motif: { kind: 'flag', stripes: ['#A4242E', '#EBE4D4', '#3C6A4A'], direction: 'horizontal', hole: true },
};

const scene = {
  area: 'budapest',
  pins: [place('statue', 'Bem tér', 47.515, 19.039), place('house', 'Kossuth tér', 47.507, 19.046)],
  routes: [
    [
      { latitude: 47.515, longitude: 19.039 },
      { latitude: 47.507, longitude: 19.046 },
    ],
  ],
  advances: [],
  ring: { around: { latitude: 47.5, longitude: 19.05 }, kilometres: 8 },
} as const;

function place(id: string, name: string, latitude: number, longitude: number): Place {
  return { id, name: { hu: name, en: name }, label: null, latitude, longitude };
}

/** The same words, the first so many of them at the end, and a number. */
function turned(text: string, by: number): string {
  const words = text.split(' ');
  const at = by % words.length;
  return [...words.slice(at), ...words.slice(0, at), ...(by === 0 ? [] : [by])].join(' ');
}
