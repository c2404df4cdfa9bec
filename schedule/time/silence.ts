/** The silences of a season as spans of time: hours in which a campaign publishes nothing, and nothing late goes out. */

import type { Campaign } from '../model/campaign.ts';
import { type Instant, plusMillis } from './instant.ts';
import { onTimeMillis } from './lateness.ts';
import { instantOf, yearsLater } from './wall-clock.ts';

/** From `from` on, up to but without `to`. */
export type SilentSpan = { readonly campaign: Campaign; readonly from: Instant; readonly to: Instant };

/** Those of the season that starts in `year`. Each begins when the minute is over at which the entry before it stands. */
export function silencesOf(campaign: Campaign, year: number): readonly SilentSpan[] {
  const years = year - campaign.year;
  if (years < 0) return [];
  return campaign.silences.map(({ date, from, to }) => {
    const day = yearsLater(date, years);
    return {
      campaign,
      from: plusMillis(instantOf(`${day}T${from}`, campaign), onTimeMillis),
      to: instantOf(`${day}T${to}`, campaign),
    };
  });
}
