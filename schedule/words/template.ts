/** Placeholders in an editor's text, `{{years}}`, and the values a slot gives them. */

import type { Campaign } from '../model/campaign.ts';
import { inLanguage, type Language } from '../model/language.ts';
import { article, inWords, inYear, ordinal } from './numbers.ts';

const notes = { hu: 'Források bejegyzésenként:', en: 'Sources, post by post:' } as const;

/** Every placeholder of a campaign; each works with a capital first letter too and is then capitalised. */
export type TemplateValues = ReadonlyMap<string, string>;

export type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly unknown: readonly string[] };

type TemplatedSlot = {
  readonly campaign: Pick<Campaign, 'title' | 'hashtags' | 'sourcesPage'>;
  readonly years: number;
  /** Wall clock, `2027-10-23T15:00`. */
  readonly local: string;
};

/**
 * What each placeholder stands for. Those of the anniversary are missing in the historical year itself. `sourcesPage` is there only if the campaign has one; `sourcesNote` always, and is
 * empty without one.
 */
export function templateValues(slot: TemplatedSlot, language: Language): TemplateValues {
  const { campaign, years } = slot;
  const year = Number(slot.local.slice(0, 4));
  const values = new Map<string, string>([
    ...(years < 1 ? [] : anniversary(years, language)),
    ['year', String(year)],
    ['year.in', inYear(year, language)],
    ['title', inLanguage(campaign.title, language)],
    [
      'hashtags',
      inLanguage(campaign.hashtags, language)
        .map((tag) => `#${tag}`)
        .join(' '),
    ],
  ]);
  if (campaign.sourcesPage === null) return values.set('sourcesNote', '');
  const page = inLanguage(campaign.sourcesPage, language);
  values.set('sourcesPage', page);
  values.set('sourcesNote', `${notes[language]} ${page}`);
  return values;
}

function anniversary(years: number, language: Language): readonly (readonly [string, string])[] {
  return [
    ['years', String(years)],
    ['years.words', inWords(years, language)],
    ['years.ordinal', ordinal(years, language)],
    ['years.article', article(years, language)],
  ];
}

/** Fills every `{{name}}`; if one is unknown nothing is filled and all unknown names are given, each once. */
export function fillTemplate(text: string, values: TemplateValues): Filled {
  const unknown = new Set<string>();
  const filled = text.replace(/\{\{\s*([^{}]*?)\s*\}\}/gu, (whole, name: string) => {
    const value = values.get(name) ?? capitalised(name, values);
    if (value === undefined) unknown.add(name);
    return value ?? whole;
  });
  return unknown.size > 0 ? { ok: false, unknown: [...unknown] } : { ok: true, text: filled };
}

export function hasPlaceholder(text: string): boolean {
  return /\{\{[^{}]*\}\}/u.test(text);
}

function capitalised(name: string, values: TemplateValues): string | undefined {
  const value = values.get(name.charAt(0).toLowerCase() + name.slice(1));
  return value === undefined ? undefined : value.charAt(0).toUpperCase() + value.slice(1);
}
