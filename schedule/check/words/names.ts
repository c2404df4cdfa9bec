/** People are spelled as the campaign spells them: in the language's order of names, and with every accent. */

import { rule } from '../rule.ts';
import { fold, type Spelling, spellingsOf } from './spellings.ts';
import { textsOf } from './texts.ts';

export const names = rule('name-spelling', (campaign) => {
  const spellings = { hu: spellingsOf(campaign, 'hu'), en: spellingsOf(campaign, 'en') };
  return textsOf(campaign).flatMap(({ text, language, at }) =>
    misspelled(text, spellings[language]).map(({ offset, written, instead }) => ({
      ...at(offset),
      message: `“${written}” is spelled “${instead}” in this language; correct it.`,
    })),
  );
});

type Misspelled = { readonly offset: number; readonly written: string; readonly instead: string };

/** Every place once, by the longest name that is found there. */
function misspelled(text: string, spellings: readonly Spelling[]): readonly Misspelled[] {
  const folded = fold(text);
  const found: Misspelled[] = [];
  for (const { plain, pattern, right, instead } of spellings) {
    if (!folded.includes(plain)) continue;
    for (const { 0: match, index } of folded.matchAll(pattern)) {
      const written = text.slice(index, index + match.length);
      const known = found.some(
        ({ offset, written: there }) => offset < index + match.length && index < offset + there.length,
      );
      if (!known && !right.includes(written)) found.push({ offset: index, written, instead });
    }
  }
  return found;
}
