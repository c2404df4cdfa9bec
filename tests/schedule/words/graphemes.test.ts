import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphemesOf } from '../../../schedule/words/graphemes.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const segmented = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

const range = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code));
const characters = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(range(0x20, 0x7e), range(0xa0, 0x2ff), range(0x2010, 0x2027), range(0x2030, 0x205e)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\n', '\r', '\r\n', '\u0301', '\u200d', '\ufe0f', '👩‍🚒', '🇭🇺', '각', '\u00ad'),
  },
);

it('are those of the segmenter, for any text', () => {
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      expect([...graphemesOf(text)]).toEqual(segmented(text));
    }),
    { numRuns: 1000, seed: 1956 },
  );
});

it('are single characters where any two stand beside each other of which texts are made without a segmenter', () => {
  const codes = [
    0x0a,
    ...Array.from({ length: 0x5f }, (_, at) => 0x20 + at),
    ...Array.from({ length: 0x260 }, (_, at) => 0xa0 + at),
  ];
  const more = [
    ...Array.from({ length: 0x18 }, (_, at) => 0x2010 + at),
    ...Array.from({ length: 0x2f }, (_, at) => 0x2030 + at),
  ];
  const text = [...codes, ...more].map((code) => String.fromCodePoint(code)).join('');
  for (const each of text) {
    const woven = [...text].map((other) => each + other).join('');
    expect(segmented(woven).length).toBe(woven.length);
  }
});
