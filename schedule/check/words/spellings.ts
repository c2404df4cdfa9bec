/** The wrong ways in which the names of a campaign can be met in a text, and the right one for each. */

import type { Campaign } from '../../model/campaign.ts';
import type { Language, PerLanguage } from '../../model/language.ts';

export type Spelling = {
  /** What a folded text holds wherever the pattern is found in it. */
  readonly plain: string;
  /** What to look for in a folded text. */
  readonly pattern: RegExp;
  /** The spellings that are right where it is found. */
  readonly right: readonly string[];
  /** What to write instead of any other. */
  readonly instead: string;
};

/** Whole names first, so that a surname within one is not reported again. */
export function spellingsOf({ names, facts }: Campaign, language: Language): readonly Spelling[] {
  const listed = new Set(names.map(({ en }) => en));
  const people = [...(facts?.events.values() ?? []), ...(facts?.context.values() ?? [])].flatMap(
    (event) => event.people,
  );
  const unlisted = [...new Set(people)].filter((person) => !listed.has(person));
  const found = [
    ...names.flatMap((person) => ofListed(person, language)),
    ...unlisted.flatMap((person) => ofUnlisted(person, language)),
  ];
  return [
    ...found.filter(({ instead }) => instead.includes(' ')),
    ...found.filter(({ instead }) => !instead.includes(' ')),
  ];
}

/** A name of the campaign has one order in each language, and one spelling. */
function ofListed(person: PerLanguage<string>, language: Language): readonly Spelling[] {
  const right = person[language];
  const other = person[language === 'hu' ? 'en' : 'hu'];
  if (right === undefined) return [];
  const { [language]: surname, [language === 'hu' ? 'en' : 'hu']: foreign } = surnamesOf(person);
  return [
    ...unique([right, reversed(right), other ?? right]).map((form) => spelling(form, [right], language)),
    ...(isAccented(surname) ? [spelling(surname, [surname], language)] : []),
    ...(fold(foreign) !== fold(surname) ? [spelling(foreign, [surname], language)] : []),
  ];
}

/** Of a person only the fact base names, the English form is known: Hungarian may turn it round. */
function ofUnlisted(person: string, language: Language): readonly Spelling[] {
  const right = language === 'en' ? [person] : [person, reversed(person)];
  const surname = person.split(' ').at(-1) ?? person;
  return [
    ...unique([person, reversed(person)]).map((form) => spelling(form, right, language)),
    ...(isAccented(surname) ? [spelling(surname, [surname], language)] : []),
  ];
}

/** A form that is looked for without its accents; before a Hungarian ending the last vowel may be long. */
function spelling(form: string, right: readonly string[], language: Language): Spelling {
  const ending = language === 'hu' ? hungarianEnding : '';
  const long = right.map((name) => name.replace(/a$/u, 'á').replace(/e$/u, 'é'));
  const plain = fold(form);
  return {
    plain,
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])${RegExp.escape(plain)}(?=${ending}(?![\p{L}\p{N}]))`, 'gu'),
    right: language === 'hu' ? unique([...right, ...long]) : right,
    instead: right[0] ?? form,
  };
}

/** Folded: case endings, `-féle`, and the plural of a family. */
const hungarianEnding =
  '(?:[oe]?t|n[ae]k|[a-z]?[ae]l|r[ae]|ro?l|h[oe]z|b[ae]n?|bol|nal|nel|tol|ert|ig|kent|ek?|ekn?[ae]k|i|ne)?';

/** Two words the other way round. */
function reversed(person: string): string {
  const words = person.split(' ');
  return words.length === 2 ? [...words].reverse().join(' ') : person;
}

/** English has the surname last; Hungarian where the same word stands, and last in the names it writes in that order. */
function surnamesOf({ hu = '', en = hu }: PerLanguage<string>): { readonly hu: string; readonly en: string } {
  const last = (name: string): string => name.split(' ').at(-1) ?? name;
  const shared = hu.split(' ').find((word) => fold(word) === fold(last(en)));
  return { hu: shared ?? last(hu === '' ? en : hu), en: last(en) };
}

/** With an accent to lose, and long enough to be no other word without it. */
function isAccented(surname: string): boolean {
  return surname.length > 3 && surname !== fold(surname);
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

/** The text without accents, every character at the place it had. */
export function fold(text: string): string {
  return text.replace(/\P{ASCII}/gu, (character) => {
    const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
    const plain = bare === 'ł' ? 'l' : bare === 'Ł' ? 'L' : bare;
    return plain.length === character.length ? plain : character;
  });
}
