import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glued } from '../../media/text/glue.ts';
import { breakLines } from '../../media/text/lines.ts';
import { widthInEm } from '../../media/text/shape.ts';

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
    expect(breakLines(text, 'source-serif', measure)?.join('\n')).toMatchSnapshot();
  });

  it('are as few as the measure allows, keep every word in order and never run over', () => {
    const word = fc.stringMatching(/^[a-záéíóöőúüű]{2,12}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 8, max: 24 }),
        (wordList, measure) => {
          const lines = breakLines(wordList.join(' '), 'source-serif', measure) ?? [];
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
    const lines = breakLines('Az emberek zászlókat visznek, és a rádióhoz mennek el', 'source-serif', 11) ?? [];
    expect(lines.at(-1)?.split(' ').length).toBeGreaterThan(1);
  });

  it('break where the author broke them', () => {
    expect(breakLines('Nagy Imre\nMaléter Pál', 'source-serif', 30)).toEqual(['Nagy Imre', 'Maléter Pál']);
  });

  it('part a word only when it is wider than the measure, at a soft hyphen', () => {
    const text = 'Minisz\u00ADter\u00ADel\u00ADnök';
    expect(breakLines(text, 'source-serif', 20)).toEqual(['Miniszterelnök']);
    expect(breakLines(text, 'source-serif', 5)).toEqual(['Minisz-', 'terelnök']);
  });

  it('do not exist for a word that cannot be parted and is too wide', () => {
    expect(breakLines('megszentségteleníthetetlenségeskedéseitekért', 'source-serif', 8)).toBeNull();
  });
});
