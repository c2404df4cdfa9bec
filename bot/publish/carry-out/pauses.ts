/** What failed before there was an intent is not tried again at every beat: remembered by this process alone. */

import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import { type Failure, namedRetry } from '../../networks/network.ts';
import { backoff, drawnFor, ordinary, spreadAfter } from '../decide/retry.ts';
import type { Outlet } from '../ports.ts';
import { type Memory, placeOf } from './memory.ts';

/** Whether a task is left alone at `now`. A clock that was set back ends every pause. */
export function isPaused({ pauses }: Memory, outlet: Outlet, task: string, now: Instant): boolean {
  const pause = pauses.get(placeOf(outlet, task));
  return pause !== undefined && now >= pause.since && now < pause.until;
}

/** Leaves a task alone for longer after each failure, and until a little after the instant that a server named. */
export function pauseAfter({ pauses }: Memory, outlet: Outlet, task: string, failure: Failure, now: Instant): void {
  const place = placeOf(outlet, task);
  for (const [known, { until }] of pauses) if (now - until > forgottenAfter) pauses.delete(known);
  const failures = (pauses.get(place)?.failures ?? 0) + 1;
  const drawn = drawnFor(`${task} ${now}`);
  const bound = plusMillis(now, backoff(ordinary, failures));
  const named = namedRetry(failure);
  const until = named === null ? bound : spreadAfter(named, now, drawn);
  pauses.set(place, { failures, since: now, until: until > bound ? until : bound });
}

/** The longest time after the end of a pause in which a failure counts as another of the same row. */
const forgottenAfter = 60 * 60_000;
