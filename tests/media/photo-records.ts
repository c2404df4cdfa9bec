/** Sample photo cards: their words are samples, their photograph shows nothing that happened. */

import type { PhotoRecord } from '../../media/card.ts';
import type { Photograph } from '../../schedule/model/photograph.ts';
import { photographOf } from '../support/photographs.ts';
import { hungarianTheme, uprightTheme } from '../support/theme.ts';

const photograph = photographOf({
  id: 'sample',
  file: 'sample.jpg',
  sha256: '5'.repeat(64),
  width: 1500,
  height: 1000,
  focus: { x: 0.6, y: 0.4 },
});

const hungarian = {
  kind: 'photo',
  language: 'hu',
  theme: hungarianTheme,
  photograph,
  credit: 'Fotó: Minta Archívum / Példa Péter 1234, vágva, szürkén · Fotó és kártya: CC BY-SA 3.0',
  description: 'Próbakép: szürke foltok. (A licenc szövege: https://creativecommons.org/licenses/by-sa/3.0/)',
  mourning: false,
} as const;

const english = {
  ...hungarian,
  language: 'en',
  credit: 'Photo: Mária Minta (Minta Archívum 1234), cropped, in grey · Photo: CC BY 4.0',
  description: 'A picture for tests: grey patches. (The licence: https://creativecommons.org/licenses/by/4.0/)',
} as const;

export const photoRecords = {
  hu: {
    ...hungarian,
    time: { before: '', clock: '21:30-ra', after: '' },
    date: '1956. október 23.',
    place: 'Budapest, Felvonulási tér',
    headline: 'Ledől a szobor',
    caption: 'Csak a csizmák maradnak a talapzaton. Az emberek magyar zászlókat tűznek beléjük.',
  },
  en: {
    ...english,
    time: { before: 'by', clock: '18:00', after: '' },
    date: '23 October 1956',
    place: 'Budapest, Kossuth Lajos tér',
    headline: 'Two hundred thousand outside Parliament',
    caption: 'The crowd calls for free elections and a free press. It is still peaceful.',
  },
  'without-time': {
    ...english,
    time: null,
    date: '31 October 1956',
    place: null,
    headline: 'Soviet troops leave the square',
    caption: null,
  },
  mourning: {
    ...hungarian,
    time: { before: '', clock: '8', after: 'óra körül' },
    date: '1956. november 4.',
    place: 'Budapest, Országház és Kossuth Lajos tér',
    headline: 'Megszállják az Országházat',
    caption: 'Szovjet katonák elfoglalják az épületet. Bibó István államminiszter nem hagyja el a helyét.',
    mourning: true,
  },
  'another-look': {
    ...english,
    theme: uprightTheme,
    time: { before: '', clock: '13:20', after: '' },
    date: '28 October 1956',
    place: 'Kossuth Radio, Budapest',
    headline: 'An immediate, general ceasefire',
    caption: 'The government orders an end to the firing.',
  },
} as const satisfies Record<string, PhotoRecord>;

export function withPhotograph(record: PhotoRecord, photograph: Photograph): PhotoRecord {
  return { ...record, photograph };
}
