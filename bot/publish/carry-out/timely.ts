/** Keeps back at its last step what was decided in time: the machine slept meanwhile, or the server took long. */

import { lastChance } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { publishes } from '../../channel.ts';
import { type Hold, holdOn } from '../decide/pace.ts';
import type { Outlet, Ports } from '../ports.ts';

/** Thrown in the middle of a send, before its next request: later passes decide anew. */
export class HeldUp extends Error {
  /** What it has to wait for, if that is known. */
  readonly hold: Hold | null;

  constructor(message: string, hold: Hold | null = null) {
    super(message);
    this.name = 'HeldUp';
    this.hold = hold;
  }
}

/**
 * Throws a `HeldUp` in a silence, past the limit of a slot, or before it is due by a clock that was set back. The rest of a
 * thread that is partly there has no limit, and waits for a silence of its own campaign alone.
 */
export function stillTimely(
  slot: Slot,
  isPartial: boolean,
  { channel }: Outlet,
  { calendar, now: clock }: Pick<Ports, 'calendar' | 'now'>,
): void {
  const now = clock();
  const silences = calendar
    .silencesAt(now)
    .filter(({ campaign }) => (isPartial ? campaign.id === slot.campaign.id : publishes(channel, campaign)));
  const hold = holdOn(slot, now, silences, []);
  if (hold !== null) throw new HeldUp('a silence has begun before it could be sent', hold);
  if (isPartial) return;
  if (now > lastChance(slot)) throw new HeldUp('sending it was held up until past its limit');
  if (now < slot.due) throw new HeldUp('by this clock, which was set meanwhile, it is not due yet');
}
