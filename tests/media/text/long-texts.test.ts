import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CardRecord } from '../../../media/card.ts';
import { drawCard } from '../../../media/draw.ts';
import { mostCharacters } from '../../../media/page.ts';
import { fontOf } from '../../../media/text/faces.ts';
import type { Place } from '../../../schedule/model/card.ts';
import { plainTheme, type Theme, type Typeface, typefaces } from '../../../schedule/model/theme.ts';

const bearing = {
  language: 'hu',
  theme: plainTheme,
  time: { before: '', clock: '18:00', after: '' },
  date: '1956. október 23.',
  place: 'Budapest',
  credit: 'Rajz: Emléknap',
  description: 'Zászló.',
  mourning: false,
  emblem: null,
} as const;
const story = { headline: 'A tömeg', caption: 'A Kossuth téren.' };
const pin = (name: string): Place => ({
  id: 'square',
  name: { hu: name, en: name },
  label: null,
  latitude: 47.5,
  longitude: 19.05,
});
const map = (name: string) => ({ area: 'budapest', pins: [pin(name)], routes: [], advances: [], ring: null }) as const;
const figures = (value: string, label: string) =>
  [
    { value, label },
    { value: '2', label: 'hely' },
  ] as const;

/** For each field of each kind of card, the card that has this text in it. */
const cards: Readonly<Record<string, (text: string) => CardRecord>> = {
  'headline typographic': (text) => ({ ...bearing, kind: 'typographic', ...story, headline: text }),
  'headline clock': (text) => ({ ...bearing, kind: 'clock', ...story, headline: text }),
  'headline memorial': (text) => ({ ...bearing, kind: 'memorial', ...story, headline: text, time: null }),
  'headline map': (text) => ({ ...bearing, kind: 'map', map: map('Tér'), ...story, headline: text }),
  'headline figures': (text) => ({
    ...bearing,
    kind: 'figures',
    ...story,
    headline: text,
    figures: figures('1', 'tér'),
  }),
  'caption typographic': (text) => ({ ...bearing, kind: 'typographic', ...story, caption: text }),
  'caption clock': (text) => ({ ...bearing, kind: 'clock', ...story, caption: text }),
  'caption memorial': (text) => ({ ...bearing, kind: 'memorial', ...story, caption: text, time: null }),
  'caption map': (text) => ({ ...bearing, kind: 'map', map: map('Tér'), ...story, caption: text }),
  'caption figures': (text) => ({ ...bearing, kind: 'figures', ...story, caption: text, figures: figures('1', 'tér') }),
  'quotation quotation': (text) => ({ ...bearing, kind: 'quotation', quotation: text, attribution: 'Nagy Imre' }),
  'attribution quotation': (text) => ({ ...bearing, kind: 'quotation', quotation: '„Esküszünk!”', attribution: text }),
  'figures value': (text) => ({ ...bearing, kind: 'figures', ...story, figures: figures(text, 'tér') }),
  'figures label': (text) => ({ ...bearing, kind: 'figures', ...story, figures: figures('1', text) }),
  'place typographic': (text) => ({ ...bearing, kind: 'typographic', ...story, place: text }),
  'credit typographic': (text) => ({ ...bearing, kind: 'typographic', ...story, credit: text }),
  'map pin': (text) => ({ ...bearing, kind: 'map', map: map(text), ...story }),
};

/** Texts that fit nowhere: the cases that were slow, and some of each kind. */
const texts: Readonly<Record<string, string>> = {
  'a text of 2,400 characters': 'Szabadság szél '.repeat(160),
  'a text of 7,990 characters': 'Szabadság szél '.repeat(533),
  'a text of 8,000 characters': 'Szabadság, szél '.repeat(500),
  'a text of a million characters': 'Az emberek zászlókat visznek. '.repeat(33_334),
  'one word of 7,900 characters': 'szabad'.repeat(1317),
  'one word of 100,000 characters': 'a'.repeat(100_000),
  '10,000 short words': 'a i '.repeat(5000),
  '3,900 words of one narrow letter': 'i '.repeat(3900),
  '3,900 words that may not be parted': 'a '.repeat(3900),
  '3,900 parts between hyphens': 'i-'.repeat(3900),
  '3,900 parts between soft hyphens': 'iw\u00AD'.repeat(2600),
  '3,900 lines': 'i\n'.repeat(3900),
  '3,900 quotation marks': '„'.repeat(3900),
};

/** Counts the characters that the typefaces shape, and the widths that are looked up, while something is drawn. */
function counting<T>(work: () => T): { readonly result: T; readonly shaped: number; readonly looked: number } {
  const spies = typefaces.map((face) => vi.spyOn(fontOf(face), 'layout'));
  const get = Map.prototype.get;
  let looked = 0;
  Map.prototype.get = function counted(this: Map<unknown, unknown>, key: unknown): unknown {
    looked += 1;
    return get.call(this, key);
  };
  let result: T;
  try {
    result = work();
  } finally {
    Map.prototype.get = get;
  }
  const shaped = spies.flatMap(({ mock }) => mock.calls).reduce((sum, [text]) => sum + String(text).length, 0);
  for (const spy of spies) spy.mockRestore();
  return { result, shaped, looked };
}

describe.each(Object.entries(cards))('%s', (name, card) => {
  const [field] = name.split(' ');

  it.each(Object.entries(texts))('with %s is refused, and hardly measured', (_, text) => {
    const { result, shaped, looked } = counting(() => drawCard(card(text)));
    if (result.ok) throw new Error('it was drawn');
    expect(result.faults.map((fault) => [fault.field, fault.rule])).toEqual([[field, 'card-overflow']]);
    for (const { message } of result.faults) expect(message.length).toBeLessThan(260);
    expect(shaped).toBeLessThan(100_000);
    expect(looked).toBeLessThan(2_000_000);
  });
});

describe('no text of as many characters as are not tried', () => {
  const lookOf = (face: Typeface): Theme => ({
    ...plainTheme,
    faces: { poster: face, place: face, headline: face, caption: face, credit: face },
  });
  /** The narrowest letters of the typefaces, so that as many as can be fit on a line. */
  const letters = ['·', "'", 'i', 'i ', '·\u00AD', 'i\u00AD'];
  const roomiest = [
    'caption typographic',
    'caption map',
    'quotation quotation',
    'headline typographic',
    'credit typographic',
  ];
  const nearly = mostCharacters - 1;

  it.each(typefaces)('fits on a card in %s, however narrow its letters are', (face) => {
    for (const letter of letters) {
      const text = letter.repeat(Math.ceil(nearly / letter.length)).slice(0, nearly);
      for (const card of roomiest.flatMap((name) => cards[name] ?? [])) {
        for (const on of ['portrait', 'landscape'] as const) {
          const record = { ...card(text), theme: lookOf(face) };
          const drawn = drawCard(record, on);
          const whole = drawn.ok && drawn.drawing.alt.length >= nearly / 2;
          expect(whole, `${JSON.stringify(letter)} in ${face}`).toBe(false);
        }
      }
    }
  });
});

it('what is drawn is longer than no text that is refused for its length alone', () => {
  const word = fc.stringMatching(/^[il.,'a]{1,6}$/u);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(...Object.values(cards)),
      (words, card) => {
        const text = words.join(' ');
        const drawn = drawCard(card(text));
        if (drawn.ok) expect(text.length).toBeLessThan(mostCharacters / 2);
      },
    ),
    { numRuns: 60 },
  );
});
