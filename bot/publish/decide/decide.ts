/** What the bot does next on one channel, as data: everything it can ever do is decided in this pure function. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { isLate, lastChance, type Wording, wordingAt } from '../../../schedule/time/lateness.ts';
import type { SilentSpan } from '../../../schedule/time/silence.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Hold, Publication } from '../../ledger/ledger.ts';
import { holdOn, isReleased, type Passing, trafficOf } from './pace.ts';
import { type Chance, type Intended, isExhausted, retryAt } from './retry.ts';

export type Decision =
  /** Due, never tried: write the intent in this wording, which is final from then on, and send. */
  | { readonly kind: 'publish'; readonly slot: Slot; readonly wording: Wording }
  /** Intended, outcome not recorded: read back, and send only what is not there; while there is a hold, send nothing new. */
  | { readonly kind: 'settle'; readonly slot: Slot; readonly publication: Intended; readonly hold: Hold | null }
  /** Intended once, but its entry has left the campaign: read back, never send. */
  | { readonly kind: 'orphan'; readonly publication: Intended }
  /** Tried so often that only a person can find out what became of it. */
  | { readonly kind: 'abandon'; readonly publication: Intended }
  /** Too late to be sent; recorded, so that nothing is silently missing. */
  | { readonly kind: 'miss'; readonly slot: Slot };

/** What holds of one slot, or of what the ledger still knows of one, and why nothing is done where nothing is. */
export type Verdict =
  | Decision
  | { readonly kind: 'upcoming'; readonly slot: Slot }
  | { readonly kind: 'before-start'; readonly slot: Slot }
  | { readonly kind: 'settled'; readonly slot: Slot; readonly publication: Exclude<Publication, Intended> }
  /** Due, and never tried or looked for and not there; it has to wait. */
  | { readonly kind: 'held'; readonly slot: Slot; readonly hold: Hold }
  /** Tried, and not taken up again before an instant. */
  | { readonly kind: 'waiting'; readonly publication: Intended; readonly until: number };

export type Situation = {
  /** When the channel first ran: what was due before is none of its business. */
  readonly startedAt: Instant;
  readonly now: Instant;
  /** All slots from the start on, up to an hour from now or, if that is later (a clock was set back), to the last recorded publication. */
  readonly slots: readonly Slot[];
  readonly publications: readonly Publication[];
  /** The silences of the channel's campaigns that hold now, or held within the last hour. */
  readonly silences: readonly SilentSpan[];
  readonly chance: Chance;
};

/**
 * All that is to be done now, in the order of the due instants: first what only the ledger is told, then what is at its
 * minute and what a silence that is just over has held back, then the rest. Of what is late at most one slot goes out.
 */
export function decide(situation: Situation): readonly Decision[] {
  const { now, silences } = situation;
  const rank = (decision: Decision): number => {
    if (decision.kind === 'miss' || decision.kind === 'abandon') return 0;
    if (!('slot' in decision)) return 2;
    return !isLate(decision.slot, now) || (isReleased(decision.slot, now, silences) && isReady(decision, now)) ? 1 : 2;
  };
  return survey(situation)
    .filter(isDecision)
    .sort((a, b) => rank(a) - rank(b));
}

/** Whether it may be sent now, and its last attempt has not failed. */
function isReady(decision: Decision, now: Instant): boolean {
  if (decision.kind !== 'settle') return decision.kind === 'publish';
  const { publication, slot, hold } = decision;
  const isFailing = publication.lastFailure !== null && heldBy(publication) === null;
  return hold === null && now <= lastChance(slot) && !isFailing;
}

/** Whether something is done now. */
export function isDecision(verdict: Verdict): verdict is Decision {
  switch (verdict.kind) {
    case 'publish':
    case 'settle':
    case 'orphan':
    case 'abandon':
    case 'miss':
      return true;
    case 'upcoming':
    case 'before-start':
    case 'settled':
    case 'held':
    case 'waiting':
      return false;
  }
}

/** What holds of every slot, in the order of their due instants; entries that left the campaign come first. */
export function survey(situation: Situation): readonly Verdict[] {
  const { startedAt, now, slots, publications, chance } = situation;
  const recorded = new Map(publications.map((publication) => [publication.slot, publication]));
  const known = new Set(slots.map(({ id }) => id));
  const orphans = publications.flatMap((publication): Verdict[] => {
    if (publication.state !== 'intended' || known.has(publication.slot)) return [];
    return [takenUp(publication, null, now, chance) ?? { kind: 'orphan', publication }];
  });
  const traffic = [...trafficOf(slots, publications, startedAt, now)];
  const inOrder = [...slots].sort((a, b) => a.due - b.due);
  const begun = new Map(
    inOrder.flatMap((slot) => {
      const publication = recorded.get(slot.id);
      return publication?.state === 'intended' ? [[slot, begunVerdict(slot, publication, situation, traffic)]] : [];
    }),
  );
  const verdicts = inOrder.map(
    (slot) => begun.get(slot) ?? freshVerdict(slot, recorded.get(slot.id), situation, traffic),
  );
  return [...orphans, ...verdicts];
}

/**
 * What is taken up again and may be sent joins the traffic: the next late one waits for it. What is held, or past its
 * limit, is only looked for; what was looked for and then held back waits as long as anything holds it and no longer,
 * since what it waited for may have come to nothing, and what is due after it must not overtake it. After a silence it is
 * looked for in any case, because the rest of a thread that is partly there waits for nothing else.
 */
function begunVerdict(
  slot: Slot,
  publication: Intended,
  { now, silences, chance }: Situation,
  traffic: Passing[],
): Verdict {
  const limit = lastChance(slot);
  const hold = holdOn(slot, now, silences, now > limit ? [] : traffic);
  const before = heldBy(publication);
  if (now <= limit && before !== null) {
    if (hold !== null && (hold.why === 'silence' || before !== 'silence')) return { kind: 'held', slot, hold };
  } else {
    const waiting = takenUp(publication, limit, now, chance);
    if (waiting !== null) return waiting;
  }
  if (hold === null && now <= limit) traffic.push({ slot: slot.id, at: now, due: slot.due });
  return { kind: 'settle', slot, publication, hold };
}

/** A late slot that may go out joins the traffic, so that the next one keeps its distance from it. */
function freshVerdict(
  slot: Slot,
  publication: Publication | undefined,
  { startedAt, now, silences }: Situation,
  traffic: Passing[],
): Verdict {
  if (publication !== undefined && publication.state !== 'intended') return { kind: 'settled', slot, publication };
  if (slot.due < startedAt) return { kind: 'before-start', slot };
  if (slot.due > now) return { kind: 'upcoming', slot };
  const wording = wordingAt(slot, now);
  if (wording === null) return { kind: 'miss', slot };
  const hold = holdOn(slot, now, silences, traffic);
  if (hold !== null) return { kind: 'held', slot, hold };
  if (isLate(slot, now)) traffic.push({ slot: slot.id, at: now, due: slot.due });
  return { kind: 'publish', slot, wording };
}

/** What held it back when it was looked for last; null if that had another end. */
function heldBy({ lastFailure }: Intended): Hold['why'] | null {
  return lastFailure?.failure.kind === 'held' ? lastFailure.failure.hold.why : null;
}

/** Why an intended publication is not taken up again now; null if it is. */
function takenUp(publication: Intended, limit: Instant | null, now: Instant, chance: Chance): Verdict | null {
  const until = retryAt(publication, now, limit, chance);
  if (now < until) return { kind: 'waiting', publication, until };
  return isExhausted(publication, limit) ? { kind: 'abandon', publication } : null;
}
