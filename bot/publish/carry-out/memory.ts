/** What a process remembers of its own doing for as long as it runs, and nobody else can know; a new one begins with nothing. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { SlotId } from '../../../schedule/time/slots.ts';
import { accountKeyOf, type Channel } from '../../channel.ts';
import type { Lease } from '../../ledger/lease.ts';

/** Of a task that failed so many times in a row. */
type Pause = { readonly failures: number; readonly since: Instant; readonly until: Instant };

export type Memory = {
  /** Tasks that failed before there was an intent, by channel and task. */
  readonly pauses: Map<string, Pause>;
  /** By channel and slot: under the token of which lease the outcome of the last attempt was recorded. */
  readonly recorded: Map<string, number>;
};

type OnChannel = { readonly channel: Channel };
type Leased = OnChannel & { readonly lease: Lease };

export function newMemory(): Memory {
  return { pauses: new Map(), recorded: new Map() };
}

/** From now on a slot may be public, until the ledger knows what became of it. */
export function sendBegins({ recorded }: Memory, slot: SlotId, outlet: Leased): void {
  recorded.delete(placeOf(outlet, slot));
}

/** The ledger knows the outcome, or of the doubt. */
export function outcomeRecorded({ recorded }: Memory, slot: SlotId, outlet: Leased): void {
  recorded.set(placeOf(outlet, slot), outlet.lease.token);
}

/**
 * Whether the outcome of the last attempt was recorded under this very lease: nobody tells of an attempt that ended with
 * its process. No clock takes part in it.
 */
export function isRecorded({ recorded }: Memory, slot: SlotId, outlet: Leased): boolean {
  return recorded.get(placeOf(outlet, slot)) === outlet.lease.token;
}

/** A task or a slot of one channel. */
export function placeOf({ channel: { account, language } }: OnChannel, what: string): string {
  return `${accountKeyOf(account)} ${language} ${what}`;
}
