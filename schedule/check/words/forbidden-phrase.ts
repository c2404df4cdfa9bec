/** What the fact base knows to be wrong, or not ours to say, stands in no text. */

import type { ForbiddenPhrase } from '../../model/facts.ts';
import { rule } from '../rule.ts';
import { type OwnText, textsOf } from './texts.ts';

export const forbiddenPhrase = rule('forbidden-phrase', (campaign) => {
  const { facts } = campaign;
  if (facts === null) return [];
  const matchers = facts.phrases.map(matcher);
  return textsOf(campaign).flatMap((text) =>
    matchers.flatMap((find) => {
      const found = find(text);
      if (found === null) return [];
      const { words, offset, rule, instead } = found;
      return [{ ...text.at(offset), message: `“${words}” must not be written (${rule}). ${instead}` }];
    }),
  );
});

type Found = Pick<ForbiddenPhrase, 'rule' | 'instead'> & { readonly words: string; readonly offset: number };

/** Finds the first place where a text says it. */
function matcher({ language, phrases, near, unless, rule, instead }: ForbiddenPhrase) {
  const wrong = patternOf(phrases);
  const beside = near.length === 0 ? null : patternOf(near);
  const excuse = unless.length === 0 ? null : patternOf(unless);
  return (own: OwnText): Found | null => {
    if (own.language !== language || excuse?.test(own.text)) return null;
    const unbroken = own.text.replace(/(?<!\n)\n(?!\n)/gu, ' ');
    for (const { segment, index } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(unbroken)) {
      const found = wrong.exec(segment);
      if (found === null || (beside !== null && !beside.test(segment))) continue;
      return { rule, instead, words: found[0], offset: index + found.index };
    }
    return null;
  };
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
