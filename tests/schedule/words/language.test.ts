import { describe, expect, it } from 'vitest';
import { article, inWords, inYear, ordinal } from '../../../schedule/words/numbers.ts';
import { fillTemplate, templateValues } from '../../../schedule/words/template.ts';
import { campaignWith } from '../../support/threads.ts';

describe('numbers', () => {
  it.each([
    [0, 'nulla', 'zero'],
    [1, 'egy', 'one'],
    [10, 'tíz', 'ten'],
    [12, 'tizenkettő', 'twelve'],
    [20, 'húsz', 'twenty'],
    [21, 'huszonegy', 'twenty-one'],
    [71, 'hetvenegy', 'seventy-one'],
    [100, 'száz', 'one hundred'],
    [144, 'száznegyvennégy', 'one hundred and forty-four'],
    [200, 'kétszáz', 'two hundred'],
    [1956, 'ezerkilencszázötvenhat', 'one thousand nine hundred and fifty-six'],
    [2027, 'kétezer-huszonhét', 'two thousand and twenty-seven'],
  ])('%i is said as it is in both languages', (value, hu, en) => {
    expect(inWords(value, 'hu')).toBe(hu);
    expect(inWords(value, 'en')).toBe(en);
  });

  it.each([
    [1, 'az', 'a'],
    [5, 'az', 'a'],
    [8, 'a', 'an'],
    [11, 'a', 'an'],
    [18, 'a', 'an'],
    [50, 'az', 'a'],
    [57, 'az', 'a'],
    [71, 'a', 'a'],
    [80, 'a', 'an'],
    [100, 'a', 'a'],
    [1000, 'az', 'a'],
  ])('the article before %i fits its sound', (value, hu, en) => {
    expect(article(value, 'hu')).toBe(hu);
    expect(article(value, 'en')).toBe(en);
  });

  it.each([
    [2024, '2024-ben'],
    [2026, '2026-ban'],
    [2027, '2027-ben'],
    [2028, '2028-ban'],
    [2030, '2030-ban'],
    [2033, '2033-ban'],
    [2040, '2040-ben'],
    [2060, '2060-ban'],
    [2070, '2070-ben'],
    [2080, '2080-ban'],
    [2100, '2100-ban'],
    [2110, '2110-ben'],
  ])('the suffix on %i follows vowel harmony', (year, expected) => {
    expect(inYear(year, 'hu')).toBe(expected);
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [11, '11th'],
    [12, '12th'],
    [71, '71st'],
    [112, '112th'],
  ])('%i has its English ordinal', (value, expected) => {
    expect(ordinal(value, 'en')).toBe(expected);
    expect(ordinal(value, 'hu')).toBe(`${value}.`);
  });

  it.each([-1, 10_000, 1.5, Number.NaN])('%s is refused', (value) => {
    expect(() => inWords(value, 'en')).toThrow(RangeError);
  });
});

describe('templates', () => {
  const slot = {
    campaign: campaignWith({ hashtags: { hu: ['Magyarország1956'], en: ['Hungary1956'] } }),
    years: 71,
    local: '2027-10-23T15:00',
  };

  it('fill every placeholder, also with a capital letter', () => {
    const text = '{{Years.article}} {{years.ordinal}} évforduló {{year.in}}, {{ years.words }} év. {{hashtags}}';
    expect(fillTemplate(text, templateValues(slot, 'hu'))).toEqual({
      ok: true,
      text: 'A 71. évforduló 2027-ben, hetvenegy év. #Magyarország1956',
    });
  });

  it('name every unknown placeholder and fill nothing', () => {
    expect(fillTemplate('{{years}} {{nope}} {{nope}} {{alsoNot}}', templateValues(slot, 'en'))).toEqual({
      ok: false,
      unknown: ['nope', 'alsoNot'],
    });
  });

  it('have an address of the sources page only if the campaign has one', () => {
    expect(templateValues(slot, 'en').has('sourcesPage')).toBe(false);
    const campaign = campaignWith({
      ...slot.campaign,
      sourcesPage: { hu: 'https://example.org/hu', en: 'https://example.org/en' },
    });
    expect(templateValues({ ...slot, campaign }, 'en').get('sourcesPage')).toBe('https://example.org/en');
    expect(templateValues({ ...slot, campaign }, 'en').get('sourcesNote')).toBe(
      'Sources, post by post: https://example.org/en',
    );
    expect(templateValues(slot, 'en').get('sourcesNote')).toBe('');
  });
});
