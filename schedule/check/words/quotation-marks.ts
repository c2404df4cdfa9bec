/** Quotation marks and apostrophes are those of the language: „…” and »…« in Hungarian, “…” and ‘…’ in English. */

import type { Language } from '../../model/language.ts';
import { rule } from '../rule.ts';
import { textsOf } from './texts.ts';

const wrong: Readonly<Record<Language, RegExp>> = { hu: /["'`“‘]/gu, en: /["'`„«»]/gu };

const remedies: Readonly<Record<Language, string>> = {
  hu: 'write „…”, inside a quotation »…«, and ’ for an apostrophe',
  en: 'write “…”, inside a quotation ‘…’, and ’ for an apostrophe',
};

export const quotationMarks = rule('quotation-mark', (campaign) =>
  textsOf(campaign).flatMap(({ text, language, at }) =>
    [...text.matchAll(wrong[language])].map((found) => ({
      ...at(found.index),
      message: `${found[0]} is no quotation mark of this language; ${remedies[language]}.`,
    })),
  ),
);
