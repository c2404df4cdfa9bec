/** Which sends the ledger has no outcome of: remembered in this process alone, whose lease tells of those before it. */

import type { SlotId } from '../../schedule/slots.ts';
import type { Network } from '../networks/network.ts';

/** As long as the outlets of this process last. */
const sendsOf = new WeakMap<Network, Set<SlotId>>();

/** From now on a slot may be public, until the ledger knows what became of it. */
export function sendBegins(network: Network, slot: SlotId): void {
  const sends = sendsOf.get(network) ?? new Set();
  sendsOf.set(network, sends.add(slot));
}

/** The ledger knows the outcome, or of the doubt. */
export function outcomeRecorded(network: Network, slot: SlotId): void {
  sendsOf.get(network)?.delete(slot);
}

/** Whether a slot was sent, and what became of it could not be recorded. */
export function isUnrecorded(network: Network, slot: SlotId): boolean {
  return sendsOf.get(network)?.has(slot) ?? false;
}
