/** What failed before there was an intent is not tried again at every beat: remembered in this process alone. */

import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import { type Failure, type Network, namedRetry } from '../../networks/network.ts';
import { drawnFor, ordinary, spreadAfter } from '../decide/retry.ts';

type Pause = { readonly failures: number; readonly since: Instant; readonly until: Instant };

/** As long as the outlets of this process last. */
const pausesOf = new WeakMap<Network, Map<string, Pause>>();

/** Whether a task is left alone at `now`. A clock that was set back ends every pause. */
export function isPaused(network: Network, task: string, now: Instant): boolean {
  const pause = pausesOf.get(network)?.get(task);
  return pause !== undefined && now >= pause.since && now < pause.until;
}

/** Leaves a task alone for longer after each failure, and until a little after the instant that a server named. */
export function pauseAfter(network: Network, task: string, failure: Failure, now: Instant): void {
  const pauses = pausesOf.get(network) ?? new Map<string, Pause>();
  pausesOf.set(network, pauses);
  for (const [known, { until }] of pauses) if (now - until > forgottenAfter) pauses.delete(known);
  const failures = (pauses.get(task)?.failures ?? 0) + 1;
  const drawn = drawnFor(`${task} ${now}`);
  const bound = plusMillis(now, Math.min(ordinary.longest, ordinary.first * 2 ** (failures - 1)));
  const named = namedRetry(failure);
  const until = named === null ? bound : spreadAfter(named, now, drawn);
  pauses.set(task, { failures, since: now, until: until > bound ? until : bound });
}

/** The longest time after the end of a pause in which a failure counts as another of the same row. */
const forgottenAfter = 60 * 60_000;
