/** What can be wrong with the days of a campaign: it begins and ends, and is over before it comes round again. */

import { yearsLater } from '../../time/wall-clock.ts';
import type { CampaignFile } from '../schema/campaign.ts';
import type { Report } from './checks.ts';

/** Reports days in the wrong order, and a campaign longer than the year in which each of its days comes once. */
export function checkSpan({ firstDay, lastDay }: Pick<CampaignFile, 'firstDay' | 'lastDay'>, report: Report): void {
  if (lastDay < firstDay) {
    const message = `The last day comes before the first; ${swapOr(firstDay, lastDay)}.`;
    report(['lastDay'], 'wrong-order', message);
    return;
  }
  const again = yearsLater(firstDay, 1);
  if (lastDay < again) return;
  const message = `A campaign comes round every year, and this one would not be over by then: its last day has to come before ${again}. Write ${likelyLastDay(firstDay, lastDay)} if that is meant; days of several years need a campaign for each year.`;
  report(['lastDay'], 'too-long', message);
}

/** Swapped days that would be years apart are not meant. */
function swapOr(firstDay: string, lastDay: string): string {
  const likely = `write ${likelyLastDay(firstDay, lastDay)} if that is meant`;
  if (firstDay >= yearsLater(lastDay, 1)) return likely;
  return `swap them, or ${likely}`;
}

/** The same day of the month in the first year that begins with the first day. */
function likelyLastDay(firstDay: string, lastDay: string): string {
  const sameYear = `${firstDay.slice(0, 4)}${lastDay.slice(4)}`;
  return sameYear >= firstDay ? sameYear : yearsLater(sameYear, 1);
}
