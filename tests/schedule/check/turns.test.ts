import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulas } from '../../../schedule/check/words/formulas.ts';
import { pointingWords } from '../../../schedule/check/words/pointing-words.ts';
import { foreignTo, openingOf, turnsOf } from '../../../schedule/check/words/turns.ts';
import type { Language } from '../../../schedule/model/language.ts';
import { onBoth } from '../../support/slots.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const noNames: ReadonlySet<string> = new Set();

describe('a turn of phrase', () => {
  it.each<[string, Language, string, readonly string[]]>([
    ['is three words in small letters', 'en', 'During these days', ['during these days']],
    ['goes over no comma', 'en', 'One, two three, four', []],
    ['goes over no end of a sentence', 'hu', 'Jön az. Megy a', []],
    ['goes over no name within a sentence', 'en', 'so they say Budapest is far', ['so they say']],
    ['goes over no date', 'hu', 'egy nap október 23-án este lett', []],
    ['goes over no weekday with an ending', 'hu', 'azt hiszik vasárnapra a javát', []],
    ['goes over what only looks like a month', 'en', 'so they march', ['so they march']],
    ['goes into no quotation', 'hu', 'azt írják: „a mi kikötőnk az”', []],
    ['goes into no placeholder', 'en', 'on this {{years.ordinal}} of all', []],
    ['goes into no hashtag', 'en', 'a fine #Day1956 it is', []],
    [
      'keeps words with a hyphen or an apostrophe whole',
      'en',
      'the party’s well-known daily',
      ['the party’s well-known', 'the party’s well-known daily', 'party’s well-known daily'],
    ],
  ])('%s', (_, language, text, turns) => {
    expect(turnsOf(text, foreignTo(language, noNames)).map(({ words }) => words)).toEqual(turns);
  });

  it('goes over no name that the campaign knows, where it opens a sentence', () => {
    expect(turnsOf('Imre is far away', foreignTo('en', new Set(['Imre']))).map(({ words }) => words)).toEqual([
      'is far away',
    ]);
    expect(turnsOf('Imre is far', foreignTo('en', noNames)).map(({ words }) => words)).toEqual(['imre is far']);
  });

  it('stands where its offset says', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 12 }), (words) => {
        const text = words.join(' ');
        for (const turn of turnsOf(text, foreignTo('en', noNames)))
          expect(text.slice(turn.offset)).toMatch(new RegExp(`^${turn.words}`, 'u'));
      }),
    );
  });
});

describe('an opening', () => {
  it.each<[string, Language, string, string | null]>([
    ['is the first three words', 'en', 'The crowd goes on', 'the crowd goes'],
    ['has a gap where a date stands', 'en', 'On 23 October the crowd goes', 'on … the'],
    ['has a gap where a name stands', 'hu', 'A Bem téren valaki', 'a … téren'],
    ['ends with its sentence', 'en', 'Not yet. The crowd goes', null],
    ['needs two words of its own', 'en', 'Imre Nagy, Prime Minister', null],
  ])('%s', (_, language, text, opening) => {
    expect(openingOf(text, foreignTo(language, noNames))).toBe(opening);
  });
});

/** A campaign of posts in one language, with nothing in the other. */
function posts(language: Language, texts: readonly string[]) {
  return campaignWith({
    languages: [language],
    entries: texts.map((text, index) =>
      entryWith({ id: `post-${index}`, thread: [{ text: { [language]: onBoth(text) }, card: null }] }),
    ),
  });
}

describe('a formula', () => {
  const said = (times: number) =>
    posts(
      'en',
      Array.from({ length: times }, () => 'Then in these days'),
    );

  it('is what stands in six posts, and not in five', () => {
    expect(formulas.check(said(5))).toEqual([]);
    expect(formulas.check(said(6)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^“then in these days” is used 6 times/u),
    ]);
  });

  it('counts a post once, however often and on however many networks it says it', () => {
    const twice = posts(
      'en',
      Array.from({ length: 3 }, () => 'In these days, in these days.'),
    );
    expect(formulas.check(twice)).toEqual([]);
  });

  it('may run on where the campaign allows it, and a longer one that holds it may not', () => {
    const at = { file: 'campaign.yaml', line: 1, column: 1 };
    const allow = (phrase: string) => ({ ...said(6), formulas: [{ language: 'en' as const, phrase, at }] });
    expect(formulas.check(allow('then in these days'))).toEqual([]);
    expect(formulas.check(allow('in these days'))).toHaveLength(1);
  });
});

describe('a pointing word', () => {
  const found = (language: Language, text: string) =>
    pointingWords.check(posts(language, [text])).map(({ message }) => message.split('”')[0]?.slice(1));

  it.each<[Language, string, string]>([
    ['hu', 'Nagy Imre ugyanezen a napon jelzi, hogy igen.', 'ugyanezen a napon'],
    ['hu', 'Több aznapi felvételen fegyverek látszanak.', 'aznapi'],
    ['hu', 'Ugyanerre a napra keltezett képek.', 'Ugyanerre a napra'],
    ['hu', 'Azt beszélik, hogy a házban foglyok vannak.', 'a házban'],
    ['hu', 'Este Kádár János beszél.', 'Este'],
    ['hu', 'A semlegesség az ok, amelyre már 30-án célzott.', '30-án'],
    ['hu', 'Forradalmi tanácsok alakulnak ezekben a napokban.', 'ezekben a napokban'],
    ['en', 'That evening János Kádár calls.', 'That evening'],
    ['en', 'Two photographs of the same day show it.', 'the same day'],
    ['en', 'Rumour has it that prisoners are held inside.', 'inside'],
    ['en', 'They pass his words on to Moscow.', 'They'],
    ['en', 'Nobody leaves. On the 30th they do.', 'the 30th'],
    ['en', 'Banned parties are coming back in these days.', 'in these days'],
  ])('is found in %s: %s', (language, text, words) => {
    expect(found(language, text)).toEqual([words]);
  });

  it.each<[Language, string]>([
    ['hu', '1956. október 23-án este ugyanezen a napon volt.'],
    ['hu', 'A Rádiónál lövések dördülnek, és az épület ég.'],
    ['hu', 'Október 30-án és 31-én elvonulnak.'],
    ['hu', 'A harcok elültek. Este csend lett.'],
    ['hu', 'Az esték hosszúak, a hajnalok hidegek.'],
    ['en', 'On the evening of 4 November 1956, that evening, he calls.'],
    ['en', 'On 30 October they went; on the 31st they came back.'],
    ['en', 'Shots at Parliament, and the building is lost.'],
    ['en', 'People stand outside Parliament. That evening they go.'],
    ['en', 'Theirs is a long story.'],
  ])('is none in %s: %s', (language, text) => {
    expect(found(language, text)).toEqual([]);
  });
});
