/** Whether what was made ready ahead of time can still be counted on. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { Preparation } from '../../ledger/ledger.ts';

const minute = 60_000;

/**
 * How long what was uploaded counts as being there: servers keep what no post refers to for an hour at least (the blob
 * specification of atproto; Mastodon keeps it a day). After that it is uploaded again.
 */
const freshMillis = 30 * minute;

/** After an attempt that failed or was cut off, the next is made no sooner. */
const pauseMillis = minute;

/** Whether the network has all it needs, and for so short a time that it cannot have forgotten. */
export function countsAsReady({ isComplete, preparedAt }: Preparation, now: Instant): boolean {
  return isComplete && isWithin(freshMillis, preparedAt, now);
}

/** Whether it was tried in vain a moment ago. */
export function isPausing({ isComplete, preparedAt }: Preparation, now: Instant): boolean {
  return !isComplete && isWithin(pauseMillis, preparedAt, now);
}

/** A clock that was set back tells nothing. */
function isWithin(millis: number, then: Instant, now: Instant): boolean {
  return now >= then && now - then < millis;
}
