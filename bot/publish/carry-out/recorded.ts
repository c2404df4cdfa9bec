/**
 * Of which publications the ledger knows the outcome of the last attempt: remembered by this process alone, for as long as
 * it holds the same lease, because nobody tells of an attempt that ended with its process. No clock takes part in it.
 */

import type { SlotId } from '../../../schedule/time/slots.ts';
import type { Network } from '../../networks/network.ts';

/** By the token of the lease it was recorded under; as long as the outlets of this process last. */
const recordsOf = new WeakMap<Network, Map<SlotId, number>>();

/** From now on a slot may be public, until the ledger knows what became of it. */
export function sendBegins(network: Network, slot: SlotId): void {
  recordsOf.get(network)?.delete(slot);
}

/** The ledger knows the outcome, or of the doubt. */
export function outcomeRecorded(network: Network, slot: SlotId, token: number): void {
  const records = recordsOf.get(network) ?? new Map<SlotId, number>();
  recordsOf.set(network, records.set(slot, token));
}

/** Whether the outcome of the last attempt was recorded under this very lease. */
export function isRecorded(network: Network, slot: SlotId, token: number): boolean {
  return recordsOf.get(network)?.get(slot) === token;
}
