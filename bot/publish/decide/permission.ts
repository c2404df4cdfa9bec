/** Whether what was decided in time may still go out, right before its next request: the machine slept, or the server took long. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { lastChance } from '../../../schedule/time/lateness.ts';
import type { SilentSpan } from '../../../schedule/time/silence.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Hold } from '../../ledger/ledger.ts';
import { afterFailure, type Ending, type Patience } from './after-look.ts';
import { holdOn } from './pace.ts';

/** What keeps a request back at its last step. */
export type Stop =
  | { readonly kind: 'a silence'; readonly hold: Hold }
  | { readonly kind: 'past its limit' }
  | { readonly kind: 'not due' };

export type Asking = {
  readonly slot: Slot;
  readonly patience: Patience;
  /** Whether a post of its thread is known to be public. */
  readonly isBegun: boolean;
  /** Those of the channel's campaigns that hold now. */
  readonly silences: readonly SilentSpan[];
  readonly now: Instant;
};

/**
 * Null if it may go out. Nothing does in a silence, past its limit, or before it is due by a clock that was set back, unless
 * a person asks for it. The rest of a thread that is partly there has no limit, and waits for a silence of its own campaign
 * alone.
 */
export function stopOn({ slot, patience, isBegun, silences, now }: Asking): Stop | null {
  if (patience === 'however late') return null;
  const isPartial = patience === 'until it is whole' || isBegun;
  const binding = silences.filter(({ campaign }) => !isPartial || campaign.id === slot.campaign.id);
  const hold = holdOn(slot, now, binding, []);
  if (hold !== null) return { kind: 'a silence', hold };
  if (isPartial) return null;
  if (now > lastChance(slot)) return { kind: 'past its limit' };
  return now < slot.due ? { kind: 'not due' } : null;
}

const words: Readonly<Record<Stop['kind'], string>> = {
  'a silence': 'a silence has begun before it could be sent',
  'past its limit': 'sending it was held up until past its limit',
  'not due': 'by this clock, which was set meanwhile, it is not due yet',
};

/** What follows: `mayBeOut` tells whether a request was permitted before. */
export function afterStop(stop: Stop, mayBeOut: boolean): Ending {
  const message = words[stop.kind];
  if (mayBeOut) return afterFailure({ kind: 'doubtful', message });
  return stop.kind === 'a silence'
    ? { kind: 'hold back', hold: stop.hold }
    : afterFailure({ kind: 'unavailable', message, retryAt: null });
}
