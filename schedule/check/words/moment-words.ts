/** No text speaks of the moment it is published: a slot can be late, and a post is read on other days. */

import type { Language } from '../../model/language.ts';
import { rule } from '../rule.ts';
import { textsOf } from './texts.ts';

const words: Readonly<Record<Language, RegExp>> = {
  hu: wordsPattern(['ma', 'most', 'tegnap', 'holnap', 'tegnapelőtt', 'holnapután']),
  en: wordsPattern(['today', 'tonight', 'tomorrow', 'yesterday', 'this morning', 'this afternoon', 'this evening']),
};

const remedies: Readonly<Record<Language, string>> = {
  hu: 'write the day, like „október 24-én”, or „aznap”, „ekkor”',
  en: 'write the day, like “on 24 October”, or “that day”, “then”',
};

/** A description may speak of what its drawing shows now. */
export const momentWords = rule('moment-word', (campaign) =>
  textsOf(campaign).flatMap(({ text, kind, language, at }) =>
    [...text.matchAll(words[language])]
      .filter((found) => kind !== 'description' && !namesAPlace(text, found))
      .map((found) => ({
        ...at(found.index),
        message: `“${found[0]}” means the moment of reading, which nobody knows; ${remedies[language]}.`,
      })),
  ),
);

/** `Marx tér, ma Nyugati tér`: what a place is called in our time. */
function namesAPlace(text: string, { 0: word, index }: RegExpExecArray): boolean {
  return (
    /[,(]\s*$/u.test(text.slice(0, index)) && /^\s+(?:(?:az?|II\.)\s+)?\p{Lu}/u.test(text.slice(index + word.length))
  );
}

function wordsPattern(list: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${list.join('|')})(?![\p{L}\p{N}-])`, 'giu');
}
