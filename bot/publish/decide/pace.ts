/** Keeps late posts apart: how soon one may follow what a channel has published, may have published or is about to. */

import type { CatchUp } from '../../../schedule/model/campaign.ts';
import { type Instant, instantFromMillis } from '../../../schedule/time/instant.ts';
import { isLate, onTimeMillis } from '../../../schedule/time/lateness.ts';
import type { SilentSpan } from '../../../schedule/time/silence.ts';
import type { Slot, SlotId } from '../../../schedule/time/slots.ts';
import type { Hold, Publication, Setback } from '../../ledger/ledger.ts';

/** Why a slot has to wait, in words. */
export const holdReasons: Readonly<Record<Hold['why'], string>> = {
  silence: 'nothing is published in this silence',
  spacing: 'it is late, and keeps a distance from the other posts',
  'hourly-cap': 'it is late, and there are enough posts in this hour',
};

/** What is recorded of a publication that was looked for, is not there and has to wait. */
export function heldBack(hold: Hold): Setback {
  return { kind: 'held', hold };
}

/** How an attempt ended, in words. */
export function setbackWords(setback: Setback): string {
  return setback.kind === 'held' ? `held back: ${holdReasons[setback.hold.why]}` : setback.message;
}

/** Until when it has to wait; null for every other end of an attempt. */
export function heldUntil(setback: Setback): Instant | null {
  return setback.kind === 'held' ? setback.hold.until : null;
}

/** A thread on the channel: when it went out, may have gone out, or is due. */
export type Passing = {
  readonly slot: SlotId;
  readonly at: Instant;
  readonly due: Instant;
  /** At its minute or due soon; whether it went out is not recorded. */
  readonly isComing?: true;
};

const minute = 60_000;
export const hour = 60 * minute;

/**
 * The traffic of a channel around `now`: what is recorded as published or in doubt, what is at its minute and not
 * settled, and what is due within the hour. `slots` have to reach an hour ahead.
 */
export function trafficOf(
  slots: readonly Slot[],
  publications: readonly Publication[],
  startedAt: Instant,
  now: Instant,
): readonly Passing[] {
  const recorded = new Map(publications.map((publication) => [publication.slot, publication]));
  const past = publications.flatMap((publication): Passing[] => {
    const at = passedAt(publication);
    return at === null ? [] : [{ slot: publication.slot, at, due: publication.due }];
  });
  const coming = slots.flatMap((slot): Passing[] => {
    const { id, due } = slot;
    if (due < startedAt || due > now + hour || isLate(slot, now)) return [];
    const state = recorded.get(id)?.state;
    if (state !== undefined && state !== 'intended') return [];
    return [{ slot: id, at: due > now ? due : now, due, isComing: true }];
  });
  return [...past, ...coming];
}

/**
 * When a publication was or may have been sent last; null if it certainly is not public. A failure to look for it hides
 * what its last attempt did, so any attempt counts, but not a look that found nothing there: two publications that wait
 * for their turn would hold each other back for ever.
 */
function passedAt(publication: Publication): Instant | null {
  switch (publication.state) {
    case 'published':
      return publication.publishedAt;
    case 'intended':
      return publication.lastFailure === null || heldUntil(publication.lastFailure.failure) !== null
        ? publication.intendedAt
        : publication.lastFailure.at;
    case 'failed':
      return publication.failure.kind === 'uncertain' ? publication.failedAt : null;
    case 'missed':
      return null;
  }
}

/**
 * Whether a silence that held a slot back ended less than a minute ago. Such a slot is told before what is due at the end
 * of the silence, so that they stand in order: it keeps no distance from what is coming, nor that from it, if the first of
 * the two takes its time.
 */
export function isReleased(slot: Pick<Slot, 'due'>, now: Instant, silences: readonly SilentSpan[]): boolean {
  return silences.some(({ to }) => to <= now && now < to + onTimeMillis && isLate(slot, to));
}

/** What keeps a slot back at `now`: a silence, or for a late one the distance to the others and their number in an hour. */
export function holdOn(
  slot: Slot,
  now: Instant,
  silences: readonly SilentSpan[],
  traffic: readonly Passing[],
): Hold | null {
  const late = isLate(slot, now);
  const ends = silences
    .filter(({ campaign, from, to }) => from <= now && now < to && (late || campaign.id === slot.campaign.id))
    .map(({ to }) => to);
  if (ends.length > 0) return { why: 'silence', until: instantFromMillis(Math.max(...ends)) };
  if (!late) return null;
  const { catchUp } = slot.campaign;
  const passing = traffic.filter((each) => each.slot !== slot.id);
  const others = passing.map(({ at }) => at);
  const released = isReleased(slot, now, silences);
  const over = silences.find(({ to }) => to <= slot.due && slot.due < to + onTimeMillis);
  const isTogether = ({ at, due, isComing }: Passing): boolean =>
    (released && isComing === true) ||
    (over !== undefined && due < over.to && at >= over.to && at < over.to + 2 * onTimeMillis);
  const kept = passing.filter((each) => !isTogether(each));
  const apart = keepsApart(
    now,
    kept.map(({ at }) => at),
    catchUp,
  );
  if (apart && keepsCap(now, others, catchUp)) return null;
  return { why: apart ? 'hourly-cap' : 'spacing', until: firstGap(now, others, catchUp) };
}

function keepsApart(at: number, others: readonly number[], { spacingMinutes }: CatchUp): boolean {
  return others.every((other) => Math.abs(other - at) >= spacingMinutes * minute);
}

/** Whether no hour that contains `at` has more in it than the cap, `at` included. */
function keepsCap(at: number, others: readonly number[], { perHour }: CatchUp): boolean {
  const near = others.filter((other) => Math.abs(other - at) < hour);
  const starts = [at, ...near.filter((other) => other < at)];
  return starts.every((start) => near.filter((other) => other >= start && other < start + hour).length < perHour);
}

/** The first instant after `now` that keeps both, as far as the traffic is known. */
function firstGap(now: number, others: readonly number[], catchUp: CatchUp): Instant {
  const candidates = others
    .flatMap((other) => [other + catchUp.spacingMinutes * minute, other + hour])
    .filter((at) => at > now)
    .sort((a, b) => a - b);
  const gap = candidates.find((at) => keepsApart(at, others, catchUp) && keepsCap(at, others, catchUp));
  return instantFromMillis(gap ?? now + hour);
}
