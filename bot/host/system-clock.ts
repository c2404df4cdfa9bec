/** This machine's clock. */

import { type Instant, instantFromMillis } from '../../schedule/time/instant.ts';

/** The instant of the system's clock. */
export function systemNow(): Instant {
  return instantFromMillis(Date.now());
}
