/** Nothing is missed without need: what is recorded as missed had no calm stretch, long enough to publish it, in all its time. */

import { freshFor } from '../../../bot/host/clock/clock-check.ts';
import { lastChance } from '../../../schedule/time/lateness.ts';
import type { Diary, Span } from '../season/diary.ts';
import { longestRest } from '../season/life.ts';
import { keyOf } from '../season/season.ts';
import { type Case, type Obstacle, obstaclesTo, reasons, skewIn, type Why } from './obstacles.ts';

/** Within it an undisturbed attempt is over, of a whole thread with its pictures. */
const attemptMillis = 10_000;

/**
 * So much calm is enough: a process of the laboratory looks again after its rest at the latest (the program itself after a
 * second), asks its servers for the time again if their last answer was lost, and publishes in one attempt.
 */
export const calmMillis = longestRest + freshFor + attemptMillis;

export type Liveness = { readonly explained: readonly Why[]; readonly broken: readonly string[] };

/** Judges the slots of one channel that are recorded as missed. */
export function judgeMisses(given: Omit<Case, 'page' | 'lives'> & { readonly diary: Diary }): Liveness {
  const { diary, seat, slots } = given;
  const run: Case = { ...given, page: diary.pageOf(keyOf(seat)), lives: diary.lives };
  const explained: Why[] = [];
  const broken: string[] = [];
  for (const slot of slots) {
    const record = run.page.writes.find((write) => write.slot === slot.id && write.kind === 'missed');
    if (record === undefined) continue;
    const fastest = Math.max(0, ...run.lives.flatMap(({ clock }) => clock.map(({ offset }) => offset)));
    if (record.at + fastest <= lastChance(slot))
      broken.push(`${seat.id} ${slot.id}: is recorded as missed before its time was over`);
    const skew = skewIn(run);
    const within = { from: slot.due + skew, until: Math.min(lastChance(slot) - skew, record.at) };
    const { calm, why } = weighed(obstaclesTo(slot, run, within), within);
    const length = calm.until - calm.from;
    if (length >= calmMillis)
      broken.push(
        `${seat.id} ${slot.id}: is recorded as missed, although nothing was in its way for ${Math.round(length / 1000)} s from ${new Date(calm.from).toISOString()} on`,
      );
    else explained.push(why);
  }
  return { explained, broken };
}

/** The longest stretch without any obstacle, and what held for longest in all. */
function weighed(obstacles: readonly Obstacle[], within: Span): { readonly calm: Span; readonly why: Why } {
  const near = obstacles.filter(({ from, until }) => from < within.until && until > within.from && until > from);
  const times = [within.from, within.until, ...near.flatMap(({ from, until }) => [from, until])]
    .filter((at) => at >= within.from && at <= within.until)
    .sort((a, b) => a - b);
  const lasted = new Map<Why, number>();
  let calm: Span = { from: within.from, until: within.from };
  let since: number | null = null;
  for (const [index, at] of times.entries()) {
    const end = times[index + 1] ?? at;
    if (end === at) continue;
    const why = reasons.find((reason) =>
      near.some((each) => each.why === reason && each.from <= at && at < each.until),
    );
    if (why === undefined) {
      since ??= at;
      if (end - since > calm.until - calm.from) calm = { from: since, until: end };
    } else {
      since = null;
      lasted.set(why, (lasted.get(why) ?? 0) + end - at);
    }
  }
  const [most] = [...lasted].sort(([, a], [, b]) => b - a);
  return { calm, why: most?.[0] ?? 'every clock was wrong' };
}
