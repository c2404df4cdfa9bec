/** Dates and clock times as they are printed in Hungarian and English. */

import type { CardTime } from '../../media/card.ts';
import type { Certainty } from '../../schedule/model/campaign.ts';
import type { Language } from '../../schedule/model/language.ts';

const months = {
  hu: 'január február március április május június július augusztus szeptember október november december'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

const weekdays = {
  hu: 'vasárnap hétfő kedd szerda csütörtök péntek szombat'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
};

/** `1956-10-23` as `1956. október 23.` or `23 October 1956`. */
export function printedDate(date: string, language: Language): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const name = months[language][month - 1];
  if (name === undefined) throw new RangeError(`"${date}" is no date`);
  return language === 'hu' ? `${year}. ${name} ${day}.` : `${day} ${name} ${year}`;
}

/** The day of the week of `2027-10-23`: `szombat` or `Saturday`. */
export function weekdayOf(date: string, language: Language): string {
  const name = weekdays[language][new Date(`${date}T00:00Z`).getUTCDay()];
  if (name === undefined) throw new RangeError(`"${date}" is no date`);
  return name;
}

/** The time as a card shows it, as sure as the sources are; null where they give none. `time` is `05:20`. */
export function printedTime(time: string, certainty: Certainty, language: Language): CardTime | null {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const clock = language === 'hu' ? `${hour}:${time.slice(3)}` : time;
  const whole = language === 'hu' && minute === 0;
  switch (certainty) {
    case 'chosen':
      return null;
    case 'exact':
      return { before: '', clock, after: '' };
    case 'about':
      if (language === 'en') return { before: 'about', clock, after: '' };
      return whole ? { before: '', clock: String(hour), after: 'óra körül' } : { before: '', clock, after: 'körül' };
    case 'by':
      if (language === 'en') return { before: 'by', clock, after: '' };
      if (whole && 1 <= hour && hour < dawnEnds) {
        return { before: 'hajnali', clock: `${hour}-${ontoSuffix(hour)}`, after: '' };
      }
      return whole
        ? { before: '', clock: String(hour), after: 'órára' }
        : { before: '', clock: `${clock}-${ontoSuffix(minute)}`, after: '' };
  }
}

/** Until this hour „2 órára” would be taken for the afternoon, and Hungarian says „hajnali 2-re”. */
const dawnEnds = 6;

/** `-ra` or `-re`, after the vowels of the number as it is spoken: `háromra`, `harmincra`, `negyvenötre`. */
function ontoSuffix(number: number): 'ra' | 're' {
  const spokenLast = number % 10 === 0 ? number : number % 10;
  return [3, 6, 8, 20, 30].includes(spokenLast) ? 'ra' : 're';
}
