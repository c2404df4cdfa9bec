/** Wall-clock minutes to instants, with an explicit rule for the minutes that happen twice or not at all. */

import { DateTime, IANAZone } from 'luxon';
import type { Campaign } from '../model/campaign.ts';
import { type Instant, instantFromMillis } from './instant.ts';

type ClockRules = Pick<Campaign, 'timeZone' | 'repeatedHour' | 'missingHour'>;

const minute = 60_000;

/** Nothing is written in it; without one luxon asks the system for its own, which takes longer than all the rest. */
const locale = 'en';

/**
 * The instant of a wall-clock minute such as `2027-10-23T15:00`. luxon alone resolves an ambiguous minute differently
 * before and after the switch (moment/luxon#1665), so the offsets that hold around it are tried one by one.
 */
export function instantOf(local: string, rules: ClockRules): Instant {
  const asUtc = DateTime.fromISO(local, { zone: 'utc', locale });
  if (!asUtc.isValid || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) {
    throw new RangeError(`"${local}" is no wall-clock minute`);
  }
  const zone = IANAZone.create(rules.timeZone);
  const wall = asUtc.toMillis();
  const day = 24 * 60 * minute;
  const offsets = [zone.offset(wall - day), zone.offset(wall + day)];
  const instants = [...new Set(offsets.map((offset) => wall - offset * minute))]
    .filter((instant) => instant + zone.offset(instant) * minute === wall)
    .sort((a, b) => a - b);
  const [earlier, later] = instants;
  if (earlier === undefined) return instantFromMillis(afterGap(wall, zone, rules.missingHour, day));
  return instantFromMillis(rules.repeatedHour === 'later' ? (later ?? earlier) : earlier);
}

function afterGap(wall: number, zone: IANAZone, rule: ClockRules['missingHour'], day: number): number {
  const before = zone.offset(wall - day);
  const shifted = wall - before * minute;
  if (rule === 'shifted') return shifted;
  let first = shifted;
  while (zone.offset(first - minute) !== before) first -= minute;
  return first;
}

/** A day of the calendar as many years later, `1956-10-23` and 71 to `2027-10-23`. */
export function yearsLater(date: string, years: number): string {
  return `${fourDigits(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;
}

/** A year as dates are written, `0896`. */
export function fourDigits(year: number): string {
  return String(year).padStart(4, '0');
}

/** The wall clock of an instant in a time zone, `2027-10-23T15:00`. */
export function localOf(instant: Instant, timeZone: string): string {
  return DateTime.fromMillis(instant, { zone: timeZone, locale }).toFormat("yyyy-MM-dd'T'HH:mm");
}
