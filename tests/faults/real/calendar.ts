/** When each trial takes place: two hours apart within one year, so that each finds its servers as the one before left them. */

import { type Instant, instantFromMillis } from '../../../schedule/time/instant.ts';
import { instantOf } from '../../../schedule/time/wall-clock.ts';

const year = 2025;
const day = 24 * 3_600_000;
const slotsADay = 10;

/** Before the first trial. */
export const beginning = instantFromMillis(Date.UTC(year, 0, 1));

/** The wall-clock date of the campaign, in 2000, and the time of a trial; the hours that summer time moves are left out. */
export function slotNumber(trial: number): { readonly date: string; readonly time: string } {
  const date = new Date(beginning + (1 + Math.floor(trial / slotsADay)) * day).toISOString().slice(5, 10);
  return { date: `2000-${date}`, time: `${String(4 + 2 * (trial % slotsADay)).padStart(2, '0')}:00` };
}

export function dueOf(trial: number): Instant {
  const { date, time } = slotNumber(trial);
  return instantOf(`${date.replace('2000', String(year))}T${time}`, {
    timeZone: 'Europe/Budapest',
    repeatedHour: 'later',
    missingHour: 'after',
  });
}
