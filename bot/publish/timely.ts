/** Keeps back at its last step what was decided in time: the machine slept meanwhile, or the server took long. */

import { lastChance } from '../../schedule/lateness.ts';
import type { Slot } from '../../schedule/slots.ts';
import { publishes } from '../channel.ts';
import type { Failure } from '../networks/network.ts';
import { heldBack, holdOn } from './pace.ts';
import type { Outlet, Ports } from './ports.ts';

/** Thrown in the middle of a send, before its next request: later passes decide anew. */
export class HeldUp extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'HeldUp';
    this.failure = failure;
  }
}

/** Throws a `HeldUp` in a silence, or past the limit of a slot; the rest of a thread that is partly there has no limit. */
export function stillTimely(
  slot: Slot,
  isPartial: boolean,
  { channel }: Outlet,
  { calendar, now: clock }: Pick<Ports, 'calendar' | 'now'>,
): void {
  const now = clock();
  const silences = calendar.silencesAt(now).filter(({ campaign }) => publishes(channel, campaign));
  const hold = holdOn(slot, now, silences, []);
  if (hold !== null) throw new HeldUp(heldBack(hold));
  if (isPartial || now <= lastChance(slot)) return;
  const message = 'sending it was held up until past its limit';
  throw new HeldUp({ kind: 'unavailable', message, retryAt: null });
}
