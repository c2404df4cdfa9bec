/** Finds the clock times that a Hungarian or English text names: `15:00`, `5 óra 20 perckor`, `21.30-ra`, `at 3 pm`. */

import type { Language } from '../../model/language.ts';

export type ClockWords = {
  /** `05:20`; of a text that leaves the half of the day open, every hour it can mean. */
  readonly times: readonly string[];
  readonly words: string;
  readonly offset: number;
  /** Said as exact: `at 15:00`, `15 órakor`. */
  readonly exact: boolean;
  /** Said as an end: `until 13:00`, `13 óráig`. */
  readonly until: boolean;
};

/** Which parts of a match are hour and minute, and whether its words say `exact` or `until`. */
type Form = { readonly pattern: RegExp; readonly exact: RegExp; readonly until: RegExp };

const numberWords: ReadonlyMap<string, number> = new Map([
  ['egy', 1],
  ['kettő', 2],
  ['két', 2],
  ['három', 3],
  ['négy', 4],
  ['öt', 5],
  ['hat', 6],
  ['hét', 7],
  ['nyolc', 8],
  ['kilenc', 9],
  ['tíz', 10],
  ['tizenegy', 11],
  ['tizenkettő', 12],
  ['tizenkét', 12],
]);

/** Matches nothing. */
const never = /(?!)/;

/** `15 óra` and its cases that name an hour; `15 órán át`, `15 órával`, `15 óra alatt` are spans of time. */
const hungarianHour = String.raw`(?<hour>\d{1,2}) ór(?:akor|ára|áig|ától|a(?!\p{L}| (?:alatt|múl|hossz|eltelt)))`;

const forms: Readonly<Record<Language, readonly Form[]>> = {
  hu: [
    {
      pattern: new RegExp(String.raw`(?<![\p{L}\d.,:])${hungarianHour}(?: (?<minute>\d{1,2}) perc\p{L}*)?`, 'giu'),
      exact: /(?:órakor|perckor)$/iu,
      until: /(?:óráig|percig)$/iu,
    },
    {
      pattern: new RegExp(String.raw`(?<!\p{L})(?<hour>${[...numberWords.keys()].join('|')}) órakor`, 'giu'),
      exact: /órakor$/iu,
      until: never,
    },
    {
      pattern: /(?<![\p{L}\d.,:])(?<hour>\d{1,2})[.:](?<minute>[0-5]\d)(?![\d.,:]\d|\d)(?:-\p{L}+)?/gu,
      exact: /-kor$/u,
      until: /-ig$/u,
    },
  ],
  en: [
    {
      pattern:
        /(?:(?<before>at|until|till) )?(?<![\p{L}\d.,:])(?<hour>\d{1,2})[:.](?<minute>[0-5]\d)(?![\d.,:]\d|\d)(?: ?(?<half>[ap])\.?m\b)?/giu,
      exact: /^at /iu,
      until: /^(?:until|till) /iu,
    },
    {
      pattern:
        /(?:(?<before>at|until|till) )?(?<![\p{L}\d.,:])(?<hour>\d{1,2})(?: ?(?<half>[ap])\.?m\b| o[’']clock)/giu,
      exact: /^at /iu,
      until: /^(?:until|till) /iu,
    },
  ],
};

/** In the order of the text. */
export function clockWordsIn(text: string, language: Language): readonly ClockWords[] {
  return forms[language]
    .flatMap(({ pattern, exact, until }) =>
      [...text.matchAll(pattern)].flatMap((found) => {
        const [words] = found;
        const times = timesOf(found.groups ?? {}, language);
        if (times.length === 0) return [];
        return [{ times, words, offset: found.index, exact: exact.test(words), until: until.test(words) }];
      }),
    )
    .sort((a, b) => a.offset - b.offset);
}

function timesOf(groups: Readonly<Record<string, string | undefined>>, language: Language): readonly string[] {
  const { hour: written = '', minute = '00', half } = groups;
  const hour = numberWords.get(written.toLowerCase()) ?? Number(written);
  if (hour > 23 || Number(minute) > 59) return [];
  const at = (value: number): string => `${String(value).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (half !== undefined) return hour > 12 ? [] : [at((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0))];
  const open = hour >= 1 && hour <= 12 && !written.startsWith('0') && language === 'hu';
  return open ? [at(hour), at((hour + 12) % 24)] : [at(hour)];
}
