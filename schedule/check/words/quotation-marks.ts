/** Quotation marks and apostrophes are those of the language: „…” and »…« in Hungarian, “…” and ‘…’ in English. */

import type { Language } from '../../model/language.ts';
import type { Rule } from '../rule.ts';
import { textsOf } from './texts.ts';

const name = 'quotation-mark';

const wrong: Readonly<Record<Language, RegExp>> = { hu: /["'`“‘]/gu, en: /["'`„«»]/gu };

const remedies: Readonly<Record<Language, string>> = {
  hu: 'write „…”, inside a quotation »…«, and ’ for an apostrophe',
  en: 'write “…”, inside a quotation ‘…’, and ’ for an apostrophe',
};

export const quotationMarks: Rule = {
  name,
  check: (campaign) =>
    textsOf(campaign).flatMap(({ text, language, at }) =>
      [...text.matchAll(wrong[language])].map((found) => ({
        ...at(found.index),
        rule: name,
        message: `${found[0]} is no quotation mark of this language; ${remedies[language]}.`,
      })),
    ),
};
