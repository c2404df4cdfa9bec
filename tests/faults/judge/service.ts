/** When no process could have published on a channel, and why. */

import { refuseBeyondMillis } from '../../../bot/host/clock/clock-check.ts';
import type { LeaseNote, Life, Span } from '../season/diary.ts';
import type { Obstacle, Why } from './obstacles.ts';

/** The parts of a span in which nobody could have published; `leases` are those of the channel, in order. */
export function outOfService(lives: readonly Life[], leases: readonly LeaseNote[], within: Span): readonly Obstacle[] {
  const there = lives.filter(({ from, until }) => from < within.until && until > within.from);
  const offsets = new Set(there.flatMap(({ clock }) => clock.map(({ offset }) => offset)));
  const times = [
    within.from,
    ...there.flatMap(({ from, until, pauses, clock }) => [
      from,
      until,
      ...pauses.flatMap((pause) => [pause.from, pause.until]),
      ...clock.map(({ at }) => at),
    ]),
    ...leases.flatMap(({ at, expiresAt }) => [at, ...[...offsets].map((offset) => expiresAt - offset)]),
  ].filter((at) => at >= within.from && at < within.until);
  const ordered = [...new Set(times)].sort((a, b) => a - b);
  let next = 0;
  return ordered.flatMap((from, index): readonly Obstacle[] => {
    while ((leases[next]?.at ?? Number.POSITIVE_INFINITY) <= from) next += 1;
    const why = absence(there, leases[next - 1], lives, from);
    return why === null ? [] : [{ from, until: ordered[index + 1] ?? within.until, why }];
  });
}

/** Why nobody can publish at a moment; null if somebody can. */
function absence(there: readonly Life[], lease: LeaseNote | undefined, all: readonly Life[], at: number): Why | null {
  const running = there.filter((life) => isRunning(life, at));
  if (running.length === 0) return 'no process ran';
  const able = running.filter((life) => Math.abs(offsetOf(life, at)) <= refuseBeyondMillis);
  if (able.length === 0) return 'every clock was wrong';
  if (lease === undefined || lease.holder === null || able.some(({ name }) => name === lease.holder)) return null;
  const holder = all.find(({ name }) => name === lease.holder);
  if (holder?.isKnownDead && holder.until <= at) return null;
  const isOver = able.some((life) => lease.expiresAt <= at + offsetOf(life, at));
  return isOver ? null : 'a dead or paused process had the lease';
}

function isRunning({ from, until, pauses }: Life, at: number): boolean {
  return from <= at && at < until && !pauses.some((pause) => pause.from <= at && at < pause.until);
}

function offsetOf({ clock }: Life, at: number): number {
  return clock.findLast((set) => set.at <= at)?.offset ?? 0;
}
