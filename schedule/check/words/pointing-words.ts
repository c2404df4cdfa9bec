/** Every post makes sense alone: none begins by pointing at a day or a place that only another post names. */

import type { Campaign } from '../../model/campaign.ts';
import { inLanguage, type Language } from '../../model/language.ts';
import { type Finding, rule } from '../rule.ts';
import { type OwnText, textsOf } from './texts.ts';

/** Words that mean a day, a place or a person told before; all but `dayOnly` are looked for in the first sentence. */
type Pointers = {
  /** Answered by a month or a year in the same sentence. */
  readonly time: RegExp;
  /** Answered by a name that stands before them in the post. */
  readonly place: RegExp;
  /** Only as the first words of all. */
  readonly person: RegExp;
  /** A day without its month; answered by a month that stands before it in the post. */
  readonly dayOnly: RegExp;
  readonly months: RegExp;
};

const pointers: Readonly<Record<Language, Pointers>> = {
  hu: {
    time: pattern([
      'ugyanezen a(?:z)? (?:napon|estén|éjszakán|héten)',
      'ugyanaznap',
      'ugyanerre a napra',
      'ugyanekkor',
      'aznap(?:i|ra|tól)?',
      '(?:ezen|azon|ezekben|azokban) a(?:z)? (?:napon|napokban|estén|éjszakán|hajnalon|reggelen|héten)',
      'e napokban',
      'másnap',
      'előző (?:nap|este|éjjel)',
      'ekkor(?:ra|tájt)?',
      'akkor(?:ra|tájt)?',
      'egyidejűleg',
      '^(?:este|éjjel|éjszaka|reggel|délelőtt|délben|délután|hajnalban|később|utóbb|azután|aztán|végül|utána|hamarosan|nemsokára|közben|eközben|azóta|addigra)',
    ]),
    place: pattern([
      '(?:ebben |abban )?a(?:z)? (?:házban|épület(?:ben|et|nél|ből)?|székház(?:ban|at)?|téren|helyszínen)',
      'itt',
      'ott',
      'ugyanitt',
      'ugyanott',
      'odabent',
      'bent',
      'odakint',
    ]),
    person: pattern(['^(?:ő|ők|őt|őket|ez|ezek|ezt|ezeket|erre|emiatt|közülük|mindketten|valamennyien|náluk|velük)']),
    dayOnly: /(?<![\p{L}\p{N}.–-])\d{1,2}-(?:án|én|a|e|ára|ére|áig|éig|ától|étől|i)(?![\p{L}\p{N}])/giu,
    months: /január|február|március|április|május|június|július|augusztus|szeptember|október|november|december/iu,
  },
  en: {
    time: pattern([
      'th(?:at|at same|e same) (?:day|morning|afternoon|evening|night|week)',
      'the (?:next|following|previous) (?:day|morning|afternoon|evening|night)',
      'the (?:day|evening|night) before',
      '(?:in |during |of )?th(?:ese|ose) (?:(?:first|last) )?days',
      '(?:at|around|about|by) th(?:is|at) time',
      '^(?:later|then|afterwards|meanwhile|soon|finally|in the (?:evening|morning|afternoon|night))',
    ]),
    place: pattern(['the (?:building|house|square|headquarters)', 'here', 'inside(?=[.,;])', 'outside(?=[.,;])']),
    person: pattern([
      '^(?:he|she|they|him|them|his|her|their|this(?! (?:morning|afternoon|evening))|these|those|both)',
    ]),
    dayOnly: /(?<![\p{L}\p{N}])the \d{1,2}(?:st|nd|rd|th)(?![\p{L}\p{N}])/giu,
    months: /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/u,
  },
};

export const pointingWords = rule('pointing-word', (campaign) => {
  const posts = textsOf(campaign).filter(({ kind }) => kind === 'post');
  const pointing = posts.flatMap((text) => {
    const found = pointerIn(text, campaign);
    return found === null ? [] : [{ text, found }];
  });
  return [
    ...pointing
      .filter(({ text }) => answer(text) === undefined)
      .map(({ text, found }) => ({ ...text.at(found.index), message: asked(found[0]) })),
    ...idle(
      campaign,
      pointing.map(({ text }) => text),
    ),
  ];
});

function asked(words: string): string {
  return `“${words}” points at another post, and people meet this one alone; name the day, the place or the person, or say under \`standsAlone\` why it is clear.`;
}

function answer({ entry, post }: OwnText): string | undefined {
  return entry.thread[post]?.standsAlone;
}

/** The first word of a text that points out of it. */
function pointerIn({ text, language }: OwnText, { names, places }: Campaign): RegExpExecArray | null {
  const { time, place, person, dayOnly, months } = pointers[language];
  const [first] = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text);
  const sentence = first?.segment ?? '';
  const found =
    person.exec(sentence) ?? (months.test(sentence) || /\b1[89]\d\d\b/u.test(sentence) ? null : time.exec(sentence));
  if (found !== null) return found;
  const somewhere = place.exec(sentence);
  const known = [...names, ...[...places.values()].map((known) => known.name)].flatMap((known) =>
    inLanguage(known, language).split(/[ ,]+/u),
  );
  if (somewhere !== null && !namesSomething(sentence.slice(0, somewhere.index), known)) return somewhere;
  return [...text.matchAll(dayOnly)].find(({ index }) => !months.test(text.slice(0, index))) ?? null;
}

/** Within a sentence a capital is a name; at its start only a name that the campaign knows, with or without an ending. */
function namesSomething(before: string, known: readonly string[]): boolean {
  const [first = '', ...others] = before.match(/[\p{L}\p{M}\p{N}’-]+/gu) ?? [];
  return (
    others.some((word) => /^\p{Lu}/u.test(word)) ||
    known.some((name) => /^\p{Lu}/u.test(name) && first.startsWith(name))
  );
}

/** An answer to nothing would hide the next pointing word. */
function idle({ entries }: Campaign, pointing: readonly OwnText[]): readonly Finding[] {
  return entries.flatMap((entry) =>
    entry.thread.flatMap(({ standsAlone }, post) => {
      if (standsAlone === undefined || pointing.some((text) => text.entry === entry && text.post === post)) return [];
      const message = 'No text of this post begins with a pointing word; take `standsAlone` out.';
      return [{ ...entry.origin.locate(['thread', post, 'standsAlone']), message }];
    }),
  );
}

function pattern(words: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${words.join('|')})(?![\p{L}\p{N}-])`, 'iu');
}
