/** What the fact base knows to be wrong, or not ours to say, stands in no text. */

import type { ForbiddenPhrase } from '../../model/facts.ts';
import { rule } from '../rule.ts';
import { type OwnText, textsOf } from './texts.ts';

export const forbiddenPhrase = rule('forbidden-phrase', (campaign) => {
  const { facts } = campaign;
  if (facts === null) return [];
  const matchers = facts.phrases.map(matcher);
  return textsOf(campaign).flatMap((text) => {
    const plain = inOneCase(text.text);
    return matchers.flatMap(({ pieces, find }) => {
      const found = pieces.some((piece) => plain.includes(piece)) ? find(text) : null;
      if (found === null) return [];
      const { words, offset, rule, instead } = found;
      return [{ ...text.at(offset), message: `“${words}” must not be written (${rule}). ${instead}` }];
    });
  });
});

type Found = Pick<ForbiddenPhrase, 'rule' | 'instead'> & { readonly words: string; readonly offset: number };

/** What differs in case alone becomes the same. */
function inOneCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** The longest piece of a phrase that stands in a text exactly so, but for its case: to look for it first saves most of the search. */
function pieceOf(phrase: string): string {
  const pieces = phrase.split(/[\s*'’]+/u).sort((a, b) => b.length - a.length);
  return inOneCase(pieces[0] ?? '');
}

/** Finds the first place where a text says it; each of the `pieces` stands in what one of the phrases is found in. */
function matcher({ language, phrases, near, unless, rule, instead }: ForbiddenPhrase) {
  const wrong = patternOf(phrases);
  const beside = near.length === 0 ? null : patternOf(near);
  const excuse = unless.length === 0 ? null : patternOf(unless);
  const find = (own: OwnText): Found | null => {
    if (own.language !== language) return null;
    const unbroken = own.text.replace(/(?<!\n)\n(?!\n)/gu, ' ');
    if (!wrong.test(unbroken) || excuse?.test(own.text)) return null;
    for (const { segment, index } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(unbroken)) {
      const found = wrong.exec(segment);
      if (found === null || (beside !== null && !beside.test(segment))) continue;
      return { rule, instead, words: found[0], offset: index + found.index };
    }
    return null;
  };
  return { pieces: phrases.map(pieceOf), find };
}

/** Whole words in any case and with any space between them; `*` is any ending, straight and curly apostrophes are one. */
function patternOf(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) =>
    phrase
      .trim()
      .split(/\s+/u)
      .map((word) =>
        word
          .split('*')
          .map((part) => RegExp.escape(part).replace(/\\x27|’/gu, "['’]"))
          .join(String.raw`[\p{L}\p{N}-]*`),
      )
      .join(String.raw`\s+`),
  );
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{N}])`, 'iu');
}
