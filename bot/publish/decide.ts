/** What the bot does next on one channel, as data: everything it can ever do is decided in this pure function. */

import type { Instant } from '../../schedule/instant.ts';
import { type Wording, wordingAt } from '../../schedule/lateness.ts';
import type { Slot } from '../../schedule/slots.ts';
import type { Publication } from '../ledger/ledger.ts';

type Intended = Extract<Publication, { state: 'intended' }>;

export type Decision =
  /** Due, never tried: write the intent in this wording, which is final from then on, and send. */
  | { readonly kind: 'publish'; readonly slot: Slot; readonly wording: Wording }
  /** Intended, outcome not recorded: read back, and send only what is not there. */
  | { readonly kind: 'settle'; readonly slot: Slot; readonly publication: Intended }
  /** Intended once, but its entry has left the campaign: read back, never send. */
  | { readonly kind: 'orphan'; readonly publication: Intended }
  /** Too late to be sent; recorded, so that nothing is silently missing. */
  | { readonly kind: 'miss'; readonly slot: Slot };

export type Situation = {
  /** When the channel first ran: what was due before is none of its business. */
  readonly startedAt: Instant;
  readonly now: Instant;
  /** All slots from the start on, up to now or, if that is later (a clock was set back), to the last recorded publication. */
  readonly slots: readonly Slot[];
  readonly publications: readonly Publication[];
};

/** All that is to be done now, in the order of the due instants. Nothing is decided for what is settled or not yet due. */
export function decide({ startedAt, now, slots, publications }: Situation): readonly Decision[] {
  const recorded = new Map(publications.map((publication) => [publication.slot, publication]));
  const known = new Set(slots.map(({ id }) => id));
  const orphans = publications.flatMap((publication): Decision[] =>
    publication.state === 'intended' && !known.has(publication.slot) && now >= retryAt(publication)
      ? [{ kind: 'orphan', publication }]
      : [],
  );
  const inOrder = [...slots].sort((a, b) => a.due - b.due);
  return [...orphans, ...inOrder.flatMap((slot) => decideSlot(slot, recorded.get(slot.id), startedAt, now))];
}

function decideSlot(slot: Slot, publication: Publication | undefined, startedAt: Instant, now: Instant): Decision[] {
  if (publication?.state === 'intended') {
    return now < retryAt(publication) ? [] : [{ kind: 'settle', slot, publication }];
  }
  if (publication !== undefined || slot.due < startedAt || slot.due > now) return [];
  const wording = wordingAt(slot, now);
  return [wording === null ? { kind: 'miss', slot } : { kind: 'publish', slot, wording }];
}

const second = 1000;

/**
 * When an intended publication is taken up again: at once if its last attempt was cut off without an answer, otherwise
 * at the instant its server named, or after a pause that doubles with every attempt, from five seconds to five minutes.
 */
function retryAt({ attempts, lastFailure }: Intended): number {
  if (lastFailure === null) return Number.NEGATIVE_INFINITY;
  const { failure, at } = lastFailure;
  if (failure.kind === 'unavailable' && failure.retryAt !== null) return failure.retryAt;
  return at + Math.min(5 * 60 * second, 5 * second * 2 ** (attempts - 1));
}
