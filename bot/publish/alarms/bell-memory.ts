/** What a bell knows of earlier: plain data, which processes hand on to each other and put together. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { SlotId } from '../../../schedule/time/slots.ts';
import type { BellMemory } from '../../ledger/state.ts';
import { givenUp, keyOf } from './matter.ts';

type Instants = Readonly<Record<string, Instant>>;

export const blankMemory: BellMemory = { raised: {}, away: {} };

/** What others have written since `base`, with all that one's own memory has gained or lost since. */
export function mergedMemory(base: BellMemory, own: BellMemory, theirs: BellMemory): BellMemory {
  return {
    raised: mergedInstants(base.raised, own.raised, theirs.raised),
    away: mergedInstants(base.away, own.away, theirs.away),
  };
}

function mergedInstants(base: Instants, own: Instants, theirs: Instants): Instants {
  const kept = Object.entries(theirs).filter(([key]) => own[key] !== undefined || base[key] === undefined);
  const gained = Object.entries(own).filter(([key, at]) => base[key] !== at);
  return Object.fromEntries([...kept, ...gained]);
}

/** Names publications that were given up, or may be. */
export type Heard = { readonly channel: string; readonly slot: SlotId };

/** A memory in which a person knows of publications that were given up until an instant, however it was said. */
export function withHeard({ raised, away }: BellMemory, heard: readonly Heard[], at: Instant): BellMemory {
  const keys = heard.map(({ channel, slot }) => keyOf({ kind: 'failed', channels: [channel], slot }));
  return { raised: { ...raised, ...Object.fromEntries(keys.map((key) => [key, at])) }, away };
}

/** Whether a person knows of a publication that was given up at an instant. */
export function isHeard(raised: ReadonlyMap<string, Instant>, { channel, slot }: Heard, at: Instant): boolean {
  const told = givenUp.flatMap((kind) => raised.get(keyOf({ kind, channels: [channel], slot })) ?? []);
  return told.some((instant) => instant >= at);
}
