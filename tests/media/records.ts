/** Sample cards for the tests: every kind, in both languages, in mourning and not; their words are samples, not history. */

import type { CardRecord } from '../../media/card.ts';
import type { Coordinates, Place } from '../../schedule/model/card.ts';
import { plainTheme } from '../../schedule/model/theme.ts';
import { hungarianTheme, linenTheme, uprightTheme } from '../support/theme.ts';

const hungarian = {
  language: 'hu',
  theme: hungarianTheme,
  emblem: null,
  credit: 'Forrás: mintaszöveg a próbához',
  description: 'A kép: lyukas magyar zászló, rajta szöveg.',
  mourning: false,
} as const;

const english = {
  language: 'en',
  theme: hungarianTheme,
  emblem: null,
  credit: 'Source: sample text for the tests',
  description: 'The picture: a Hungarian flag with a hole, and words.',
  mourning: false,
} as const;

function at(latitude: number, longitude: number): Coordinates {
  return { latitude, longitude };
}

function place(id: string, name: string, latitude: number, longitude: number): Place {
  return { id, name: { hu: name, en: name }, label: null, latitude, longitude };
}

export const records = {
  'typographic-hu': {
    ...hungarian,
    kind: 'typographic',
    time: { before: '', clock: '21:30-ra', after: '' },
    date: '1956. október 23.',
    place: 'Budapest, Felvonulási tér',
    headline: 'Ledől a szobor',
    caption: 'Csak a csizmák maradnak a talapzaton. Az emberek magyar zászlókat tűznek beléjük.',
  },
  'typographic-en': {
    ...english,
    kind: 'typographic',
    time: { before: 'by', clock: '18:00', after: '' },
    date: '23 October 1956',
    place: 'Budapest, Kossuth Lajos tér',
    headline: 'Two hundred thousand outside Parliament',
    caption: 'The crowd calls for free elections and a free press. It is still peaceful.',
  },
  'typographic-without-time-hu': {
    ...hungarian,
    kind: 'typographic',
    time: null,
    date: '1956. október 23.',
    place: 'Budapest, Bem József tér',
    headline: 'A lyukas zászló',
    caption: null,
  },
  'typographic-mourning-hu': {
    ...hungarian,
    kind: 'typographic',
    time: { before: '', clock: '8', after: 'óra körül' },
    date: '1956. november 4.',
    place: 'Budapest, az Országház épülete és a Kossuth Lajos tér környéke',
    headline: '„Megszállják az Országházat, Bibó István bent marad”',
    caption:
      'Szovjet katonák elfoglalják az épületet. Bibó István államminiszter – a törvényes kormány utolsó jelen lévő tagja – nem hagyja el a helyét, és nyilatkozatot ír a nemzethez.',
    mourning: true,
  },
  'clock-en': {
    ...english,
    kind: 'clock',
    time: { before: '', clock: '13:20', after: '' },
    date: '28 October 1956',
    place: 'Kossuth Radio, Budapest',
    headline: 'An immediate, general ceasefire',
    caption: 'The government orders an end to the firing and calls the uprising a national movement.',
  },
  'clock-mourning-hu': {
    ...hungarian,
    kind: 'clock',
    time: { before: '', clock: '8:07', after: '' },
    date: '1956. november 4.',
    place: null,
    headline: 'Elhallgat a rádió.',
    caption: null,
    mourning: true,
  },
  'memorial-hu': {
    ...hungarian,
    kind: 'memorial',
    time: null,
    date: '1956. október 25.',
    place: 'Kossuth Lajos tér',
    headline: 'Emlékezünk',
    caption: 'Akik a Kossuth téren meghaltak: hogy hányan, arról a források mást-mást írnak.',
  },
  'memorial-mourning-en': {
    ...english,
    kind: 'memorial',
    time: null,
    date: '4 November 1956',
    place: null,
    headline: 'We remember',
    caption: 'Those who died on one side.\nThose who died on the other.',
    mourning: true,
  },
  'typographic-emblem-hu': {
    ...hungarian,
    kind: 'typographic',
    emblem: 'boots',
    time: { before: '', clock: '21:30-ra', after: '' },
    date: '1956. október 23.',
    place: 'Budapest, Felvonulási tér',
    headline: 'Ledől a szobor',
    caption: 'Csak a csizmák maradnak a talapzaton. Az emberek magyar zászlókat tűznek beléjük.',
  },
  'typographic-emblem-without-time-en': {
    ...english,
    kind: 'typographic',
    emblem: 'council-table',
    time: null,
    date: '28 October 1956',
    place: 'New York',
    headline: 'The Security Council meets',
    caption: null,
  },
  'clock-emblem-en': {
    ...english,
    kind: 'clock',
    emblem: 'radio',
    time: { before: '', clock: '13:20', after: '' },
    date: '28 October 1956',
    place: 'Kossuth Radio, Budapest',
    headline: 'An immediate, general ceasefire',
    caption: null,
  },
  'memorial-emblem-mourning-hu': {
    ...hungarian,
    kind: 'memorial',
    emblem: 'candle',
    time: null,
    date: '1956. november 4.',
    place: null,
    headline: 'Emlékezünk',
    caption: 'Mintaszöveg a próbához.',
    mourning: true,
  },
  'memorial-emblem-linen-en': {
    ...english,
    theme: linenTheme,
    kind: 'memorial',
    emblem: 'bell',
    time: null,
    date: '6 October 1849',
    place: 'Arad',
    headline: 'We remember',
    caption: null,
  },
  'quotation-hu': {
    ...hungarian,
    kind: 'quotation',
    time: { before: '', clock: '20:00', after: 'körül' },
    date: '1956. október 23.',
    place: 'Budapest, Bem József tér',
    quotation: '„Csak mintaszöveg ez, de mintának elég hosszú”',
    attribution: 'Egy ismeretlen hang a téren, mintaszöveg a próbához',
  },
  'quotation-short-en': {
    ...english,
    kind: 'quotation',
    time: null,
    date: '4 November 1956',
    place: null,
    quotation: '“A sample!”',
    attribution: 'A voice in the tests',
  },
  'quotation-mourning-en': {
    ...english,
    kind: 'quotation',
    time: { before: '', clock: '5:20', after: '' },
    date: '4 November 1956',
    place: 'Free Kossuth Radio, Budapest',
    quotation:
      '“This is a sample of a long quotation in several sentences. It stands here to be set, and says nothing of history. Let it be as long as an announcement on the radio may be.”',
    attribution: 'Someone who speaks on the radio, to the people of the country and to the world',
    mourning: true,
  },
  'figures-one-hu': {
    ...hungarian,
    kind: 'figures',
    time: null,
    date: '1956. október 23.',
    place: 'Budapest, Kossuth Lajos tér',
    headline: 'Ennyien vannak a téren',
    figures: [{ value: '200 000', label: 'ember az Országház előtt, mintaszám a próbához' }],
    caption: null,
  },
  'figures-three-en': {
    ...english,
    kind: 'figures',
    time: { before: 'by', clock: '18:00', after: '' },
    date: '23 October 1956',
    place: 'Budapest',
    headline: 'What the samples count',
    figures: [
      { value: '16', label: 'points in a list of demands' },
      { value: '1,130', label: 'tanks that no source has counted' },
      { value: '800', label: 'of them already here' },
    ],
    caption: 'Sample numbers: they are here to be set, one under another.',
  },
  'figures-four-mourning-hu': {
    ...hungarian,
    kind: 'figures',
    time: null,
    date: '1956. november 4.',
    place: 'Magyarország',
    headline: 'A mintaszámok, amelyeket a források másként mondanak',
    figures: [
      { value: '2500', label: 'magyar halott' },
      { value: '20 000', label: 'sebesült' },
      { value: '700', label: 'szovjet halott' },
      { value: '200 000', label: 'menekült' },
    ],
    caption: 'Mintaszámok a próbához.',
    mourning: true,
  },
  'typographic-upright-en': {
    ...english,
    theme: uprightTheme,
    kind: 'typographic',
    time: { before: 'about', clock: '17:30', after: '' },
    date: '14 July 1789',
    place: 'Paris',
    headline: 'A sample of another commemoration',
    caption: 'Upright stripes without a hole; the time leads the words instead.',
  },
  'clock-upright-mourning-en': {
    ...english,
    theme: uprightTheme,
    kind: 'clock',
    time: { before: '', clock: '11:00', after: '' },
    date: '11 November 1918',
    place: 'Compiègne',
    headline: 'The guns fall silent',
    caption: null,
    mourning: true,
  },
  'memorial-linen-hu': {
    ...hungarian,
    theme: linenTheme,
    kind: 'memorial',
    time: null,
    date: '1849. október 6.',
    place: 'Arad',
    headline: 'Emlékezünk',
    caption:
      'Próbaszöveg egy másik megemlékezéshez, fehér vászonnal, olyan hosszú, hogy a szavak a lehető legmagasabban kezdődnek: ott, ahol a vászonnak már el kell tűnnie.',
  },
  'map-hu': {
    ...hungarian,
    kind: 'map',
    time: { before: '', clock: '15:00', after: '' },
    date: '1956. október 23.',
    place: 'Budapest, Bem József tér',
    headline: 'A menet átkel a Dunán',
    caption: 'Mintaszöveg: a térre sokan gyűlnek, azután a túlsó partra indulnak.',
    map: {
      area: 'budapest',
      pins: [place('bem-ter', 'Bem tér', 47.5128, 19.0379), place('orszaghaz', 'Országház', 47.5071, 19.0462)],
      routes: [[place('bem-ter', 'Bem tér', 47.5128, 19.0379), place('orszaghaz', 'Országház', 47.5071, 19.0462)]],
      advances: [],
      ring: null,
    },
    description: 'Vázlatos térkép Budapestről.',
  },
  'map-mourning-en': {
    ...english,
    kind: 'map',
    time: { before: 'about', clock: '3:00', after: '' },
    date: '4 November 1956',
    place: 'Budapest, from the south and from the north',
    headline: 'Tanks drive into the city',
    caption: 'Sample text: along the two great roads of the Pest side, towards the bridges.',
    map: {
      area: 'budapest',
      pins: [place('parliament', 'Parliament', 47.5071, 19.0462)],
      routes: [],
      advances: [
        [at(47.443, 19.0928), at(47.4605, 19.0824), at(47.4749, 19.0705)],
        [at(47.56, 19.079), at(47.541, 19.0703), at(47.524, 19.0645)],
      ],
      ring: { around: at(47.498, 19.05), kilometres: 9 },
    },
    mourning: true,
  },
  'map-towns-en': {
    ...english,
    kind: 'map',
    time: null,
    date: '26 October 1956',
    place: null,
    headline: 'No longer only Budapest',
    caption: null,
    map: {
      area: 'hungary',
      pins: [
        place('budapest', 'Budapest', 47.498, 19.04),
        place('debrecen', 'Debrecen', 47.532, 21.624),
        place('miskolc', 'Miskolc', 48.103, 20.778),
        place('szeged', 'Szeged', 46.253, 20.148),
        place('tatabanya', 'Tatabánya', 47.585, 18.393),
        place('gyor', 'Győr', 47.683, 17.635),
        place('sopron', 'Sopron', 47.685, 16.59),
      ],
      routes: [],
      advances: [],
      ring: null,
    },
  },
  'map-linen-hu': {
    ...hungarian,
    theme: linenTheme,
    kind: 'map',
    time: null,
    date: '1956. november 1.',
    place: 'Breszt, Bukarest, Brioni',
    headline: 'Út a szövetségesekhez',
    caption: 'Mintaszöveg egy másik külsővel.',
    map: {
      area: 'central-europe',
      pins: [
        place('moszkva', 'Moszkva', 55.752, 37.616),
        place('breszt', 'Breszt', 52.098, 23.688),
        place('bukarest', 'Bukarest', 44.432, 26.106),
        place('brioni', 'Brioni', 44.917, 13.767),
      ],
      routes: [[at(55.752, 37.616), at(52.098, 23.688), at(44.432, 26.106), at(44.917, 13.767)]],
      advances: [],
      ring: null,
    },
  },
  'typographic-plain-mourning-hu': {
    ...hungarian,
    theme: plainTheme,
    kind: 'typographic',
    time: null,
    date: '1848. március 15.',
    place: null,
    headline: 'Egy kampány, amely nem mond semmit a külsejéről',
    caption: null,
    mourning: true,
  },
} as const satisfies Record<string, CardRecord>;

export const samples: readonly (readonly [name: string, record: CardRecord])[] = Object.entries(records);

/** The story of a card as the alt text has it, in reading order. */
export function storyOf(record: CardRecord): readonly string[] {
  switch (record.kind) {
    case 'quotation':
      return [record.quotation, record.attribution];
    case 'figures':
      return [
        record.headline,
        ...record.figures.flatMap(({ value, label }) => [value, label]),
        ...oneLine(record.caption),
      ];
    default:
      return [record.headline, ...oneLine(record.caption)];
  }
}

function oneLine(text: string | null): readonly string[] {
  return text === null ? [] : [text.replaceAll('\n', ' ')];
}
