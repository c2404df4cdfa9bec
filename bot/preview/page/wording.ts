/** The page's own words in both languages. */

import { type Language, languages } from '../../../schedule/model/language.ts';
import { printedDate, weekdayOf } from '../../render/dates.ts';
import { type Html, html } from '../../render/html.ts';

export const languageTitles: Readonly<Record<Language, string>> = { hu: 'Magyar', en: 'English' };

export const words = {
  hu: {
    skip: 'Ugrás az idővonalra',
    channels: 'Csatorna',
    all: 'Mind egymás mellett',
    days: 'Napok',
    empty: 'Itt még semmi sem jelent meg.',
    show: 'Megnyitás',
    hide: 'Becsukás',
    covered: 'Érzékeny kép',
    description: 'Képleírás',
    public: 'Nyilvános',
    unlisted: 'Csendes nyilvános',
    thread: (posts: number) => `${posts} bejegyzés egy szálban`,
    requests: 'Kérések',
    sum: (moments: number, channels: number) => `${moments} időpont ${channels} csatornán`,
    folder: 'Ami itt látható, ebbe a mappába jelent meg; hálózatra semmi sem került.',
  },
  en: {
    skip: 'Skip to the timeline',
    channels: 'Channel',
    all: 'All side by side',
    days: 'Days',
    empty: 'Nothing has been published here yet.',
    show: 'Show',
    hide: 'Hide',
    covered: 'Sensitive picture',
    description: 'Image description',
    public: 'Public',
    unlisted: 'Quiet public',
    thread: (posts: number) => `Thread of ${posts} posts`,
    requests: 'Requests',
    sum: (moments: number, channels: number) =>
      `${moments} ${moments === 1 ? 'moment' : 'moments'} on ${channels} ${channels === 1 ? 'channel' : 'channels'}`,
    folder: 'Everything here was published into this folder; nothing went to a network.',
  },
} as const;

/** The same words in every language; the page shows those of the chosen channel. */
export function inEach(phrase: (language: Language) => Html | string): readonly Html[] {
  return languages.map(
    (language) => html`<span lang="${language}" data-language="${language}">${phrase(language)}</span>`,
  );
}

export type DayName = {
  readonly month: string;
  readonly number: string;
  readonly weekday: string;
  readonly numberFirst: boolean;
};

/** `2027-10-23` taken apart as the language writes it. */
export function dayName(date: string, language: Language): DayName {
  const [first = '', second = ''] = withoutYear(date, language).split(' ');
  const numberFirst = /^\d/.test(first);
  const [number, month] = numberFirst ? [first, second] : [second, first];
  return { month, number, weekday: weekdayOf(date, language), numberFirst };
}

/** `október 23. – november 4.` or `23 October – 4 November`. */
export function daysBetween(first: string, last: string, language: Language): string {
  const [from, to] = [withoutYear(first, language), withoutYear(last, language)];
  return from === to ? from : `${from} – ${to}`;
}

function withoutYear(date: string, language: Language): string {
  return printedDate(date, language).replace(/^\d{4}\. | \d{4}$/, '');
}
