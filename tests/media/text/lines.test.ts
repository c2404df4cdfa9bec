import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glued } from '../../../media/text/glue.ts';
import { breakLines } from '../../../media/text/lines.ts';
import { widthInEm } from '../../../media/text/shape.ts';
import { type Typeface, typefaces } from '../../../schedule/model/theme.ts';
import { everyBreak } from '../../support/every-break.ts';

const broken = (text: string, face: Typeface, measure: number) => breakLines(text, { face, measure })?.lines() ?? null;

describe('words that stay together', () => {
  it.each([
    'a|zászlót',
    'az|Országház',
    'A|kormány',
    '„A|kormány',
    'október|23.',
    'október|23-án',
    '1956.|október',
    '23|October',
    'October|23,',
    'Bem|tér',
    'Kossuth|térre',
    'Bródy|utcában',
    'Budaörsi|úton',
    'Margit|hídon',
    'Corvin|köz',
    'Andrássy|út.',
    'kormány|–',
    'szó|–,',
    'J.|F.',
    'F.|Kennedy',
    '200|000',
    '13|óra',
    '3|ezer',
    '2,5|millió',
    '5|km',
    '50|%',
    'dr.|Nagy',
  ])('%s', (pair) => {
    const [before = '', after = ''] = pair.split('|');
    expect(glued(before, after)).toBe(true);
  });

  it.each([
    'Nagy|Imre',
    '–|nem',
    'és|az',
    'a téren|marad',
    'tér|felé',
    'a,|b',
    'Azután|után',
    'kapunál|térkép',
    '1956|nyarán',
    'men|on',
  ])('and %s may be parted', (pair) => {
    const [before = '', after = ''] = pair.split('|');
    expect(glued(before, after)).toBe(false);
  });
});

describe('lines', () => {
  it.each([
    ['Csak a csizmák maradnak a talapzaton. Az emberek magyar zászlókat tűznek beléjük.', 18],
    [
      'Nagy Imre utoljára szól a rádióban: szovjet csapatok támadják Budapestet. Beszédét több nyelven is megismétlik.',
      19,
    ],
    ['A menet a Petőfi-szobortól a Margit hídon át a Bem térre tart – útközben ezrek csatlakoznak hozzá.', 16],
    ['Több mint kétszázezer ember áll a Kossuth Lajos téren. A tüntetés még békés is.', 14],
    ['By 02:00 Soviet tanks were in Budapest, on the orders of Defence Minister Georgy Zhukov.', 17],
  ])('of “%s” are even and end well', (text, measure) => {
    expect(broken(text, 'source-serif', measure)?.join('\n')).toMatchSnapshot();
  });

  it('are as few as the measure allows, keep every word in order and never run over', () => {
    const word = fc.stringMatching(/^[a-záéíóöőúüű]{2,12}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 8, max: 24 }),
        (wordList, measure) => {
          const lines = broken(wordList.join(' '), 'source-serif', measure) ?? [];
          expect(lines.join(' ')).toBe(wordList.join(' '));
          const width = (text: string) =>
            text.split(' ').reduce((sum, each) => sum + widthInEm(each, 'source-serif'), 0);
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(measure);
        },
      ),
      { seed: 1956 },
    );
  });

  it('do not end in one short word when there is another way', () => {
    const lines = broken('Az emberek zászlókat visznek, és a rádióhoz mennek el', 'source-serif', 11) ?? [];
    expect(lines.at(-1)?.split(' ').length).toBeGreaterThan(1);
  });

  it('break where the author broke them', () => {
    expect(broken('Nagy Imre\nMaléter Pál', 'source-serif', 30)).toEqual(['Nagy Imre', 'Maléter Pál']);
  });

  it('part a word only when it is wider than the measure, at a soft hyphen', () => {
    const text = 'Minisz\u00ADter\u00ADel\u00ADnök';
    expect(broken(text, 'source-serif', 20)).toEqual(['Miniszterelnök']);
    expect(broken(text, 'source-serif', 5)).toEqual(['Minisz-', 'terelnök']);
  });

  it('do not exist for a word that cannot be parted and is too wide', () => {
    expect(broken('megszentségteleníthetetlenségeskedéseitekért', 'source-serif', 8)).toBeNull();
  });
});

describe('lines that are measured as they grow', () => {
  const syllable = fc.stringMatching(/^[a-záéőiIlW]{1,5}$/u);
  const word = fc.oneof(
    { weight: 6, arbitrary: syllable },
    { weight: 2, arbitrary: fc.array(syllable, { minLength: 2, maxLength: 8 }).map((parts) => parts.join('\u00AD')) },
    { weight: 2, arbitrary: fc.array(syllable, { minLength: 2, maxLength: 6 }).map((parts) => parts.join('-')) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('a', 'Az', '1956.', 'október', '23.', 'Bem', 'tér', '–', '200', '000', '„A', 'I'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('\u00AD', '-', 'a\u00AD', '\u00ADl', 'e\u0301', 'x\u0301\u0302', '\u0301'),
    },
  );
  const gap = fc.constantFrom(' ', ' ', ' ', ' ', '  ', '\t', '\n', ' \n\n ');
  const text = fc
    .array(fc.tuple(word, gap), { minLength: 1, maxLength: 40 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  const face = fc.constantFrom(...typefaces);
  const tracking = fc.constantFrom(0, -0.008, -0.006, 0.004, 0.02, 0.07);
  const measure = fc.double({ min: 3, max: 30, noNaN: true });

  it('are those that are found when every break is tried', () => {
    fc.assert(
      fc.property(text, face, measure, tracking, (written, on, width, apart) => {
        const found = breakLines(written, { face: on, measure: width, tracking: apart });
        const tried = everyBreak(written, on, width, apart);
        expect(found?.lines() ?? null).toEqual(tried);
        expect(found?.count).toBe(tried?.length);
      }),
      { numRuns: 600 },
    );
  });

  it('are refused exactly where there are more than there is room for', () => {
    fc.assert(
      fc.property(text, face, measure, fc.integer({ min: 1, max: 12 }), (written, on, width, most) => {
        const tried = everyBreak(written, on, width);
        const fits = tried !== null && tried.length <= most;
        expect(breakLines(written, { face: on, measure: width, most })?.lines() ?? null).toEqual(fits ? tried : null);
      }),
      { numRuns: 300 },
    );
  });
});
