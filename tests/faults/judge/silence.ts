/** In a silence an account publishes nothing, whatever went wrong before it. */

import type { Campaign } from '../../../schedule/model/campaign.ts';
import { silencesOf } from '../../../schedule/time/silence.ts';
import type { Diary } from '../season/diary.ts';
import { keyOf, type Seat } from '../season/season.ts';

/** What lies at most between the last check and its request, in milliseconds. */
const haste = 1_000;

/** What was sent in a silence, by the clock of the process that sent it. */
export function judgeSilences(seat: Seat, campaign: Campaign, season: number, diary: Diary): readonly string[] {
  const silences = silencesOf(campaign, season);
  return diary
    .pageOf(keyOf(seat))
    .sent.filter(({ told }) => silences.some(({ from, to }) => from + haste <= told && told < to))
    .filter(({ process, at }) => !wasCutShort(process, at, diary))
    .map(({ told }) => `${seat.id}: sent something in the silence, at ${new Date(told).toISOString()}`);
}

/** Whether the process stood still, or its clock was set, between its last check and its request. */
function wasCutShort(name: string, at: number, { lives }: Diary): boolean {
  const life = lives.find((each) => each.name === name);
  if (life === undefined) return false;
  const isJustBefore = (moment: number) => moment <= at && moment > at - haste;
  return (
    life.pauses.some(({ until }) => isJustBefore(until)) || life.clock.slice(1).some((set) => isJustBefore(set.at))
  );
}
