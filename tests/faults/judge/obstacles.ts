/** What stood in the way of one slot, and when: by what the laboratory did and saw, not by what the bot says of it. */

import { refuseBeyondMillis } from '../../../bot/host/clock/clock-check.ts';
import { patience as lookedFor, requestLife } from '../../../bot/networks/mastodon/deliver/look-back.ts';
import { namedRetry } from '../../../bot/networks/network.ts';
import { heldUntil } from '../../../bot/publish/decide/pace.ts';
import { longestSpread, ordinary, unauthorised } from '../../../bot/publish/decide/retry.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import { onTimeMillis } from '../../../schedule/time/lateness.ts';
import { silencesOf } from '../../../schedule/time/silence.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Diary, Page, Span, Write } from '../season/diary.ts';
import { honoursKeys, type Seat } from '../season/season.ts';
import { outOfService } from './service.ts';

/** In the order in which one of several is named. */
export const reasons = [
  'no process ran',
  'every clock was wrong',
  'a dead or paused process had the lease',
  'its server was away',
  'a request met a fault',
  'its server had named a time',
  'the pause after a failure',
  'a silence',
  'its distance to the other posts',
  'enough posts in that hour',
] as const;

export type Why = (typeof reasons)[number];

export type Obstacle = Span & { readonly why: Why };

/** All there is to know of one channel's run. */
export type Case = {
  readonly seat: Seat;
  readonly page: Page;
  readonly lives: Diary['lives'];
  /** All that was due since the channel's first start. */
  readonly slots: readonly Slot[];
  readonly campaign: Campaign;
  readonly season: number;
  readonly outages: readonly Span[];
};

const minute = 60_000;
const hour = 60 * minute;

/** Within it an attempt that was disturbed is over, and written down. */
const aftermath = minute;

/** By how much a clock may be off where the bot still publishes. */
export function skewIn({ lives }: Pick<Case, 'lives'>): number {
  const bearable = lives.flatMap(({ clock }) => clock.map(({ offset }) => Math.abs(offset)));
  return Math.max(0, ...bearable.filter((offset) => offset <= refuseBeyondMillis));
}

export function obstaclesTo(slot: Slot, given: Case, within: Span): readonly Obstacle[] {
  const spans = silencesOf(given.campaign, given.season).map(({ from, to }) => ({ from, until: to }));
  const holds = [...because('a silence', spans), ...distances(slot, given)];
  return [
    ...outOfService(given.lives, given.page.leases, within),
    ...because('its server was away', given.outages),
    ...because('a request met a fault', given.page.faults),
    ...holds,
    ...pauses(slot, given, holds),
  ];
}

function because(why: Why, spans: readonly Span[]): readonly Obstacle[] {
  return spans.map(({ from, until }) => ({ from, until, why }));
}

/**
 * After each failed attempt of the slot itself the bot may rest for as long as its back-off lasts at most, but only where
 * something had happened that an attempt can fail of, and for long after it only while a request is in doubt.
 */
function pauses(slot: Slot, given: Case, holds: readonly Obstacle[]): readonly Obstacle[] {
  const { seat, page } = given;
  const skew = skewIn(given);
  const troubles = troublesIn(given);
  const attempts = page.writes.filter((write) => write.slot === slot.id && write.kind === 'attempted');
  const isKeyless = seat.network === 'mastodon' && !honoursKeys(seat.mode);
  return attempts.flatMap(({ at, told, failure }, index): readonly Obstacle[] => {
    if (failure === null) return [];
    if (failure.kind === 'held') {
      const hold = holds.find((each) => meets(each, at - skew, at + skew));
      return hold === undefined ? [] : [{ from: at, until: failure.hold.until + skew, why: hold.why }];
    }
    const { first, longest } = failure.kind === 'unauthorised' ? unauthorised : ordinary;
    const until = at + Math.min(longest, first * 2 ** index) + skew;
    const named = namedRetry(failure);
    const inDoubt = failure.kind !== 'doubtful' ? 0 : isKeyless ? lookedFor : requestLife;
    if (!troubles.some((trouble) => meets(trouble, at - inDoubt - aftermath, at))) return [];
    const pause: Obstacle = { from: at, until, why: 'the pause after a failure' };
    if (named === null) return [pause];
    const retryAt = named + longestSpread;
    const limit = Math.max(at, ...page.faults.flatMap(({ named }) => named ?? []));
    const isToldRight = Math.abs(told - at) <= skew + aftermath;
    const end = isToldRight ? Math.min(retryAt, limit + longestSpread + 1_000) + skew : retryAt + skew;
    return [
      pause,
      { from: at, until: end, why: isToldRight ? 'its server had named a time' : 'every clock was wrong' },
    ];
  });
}

/** Whatever an attempt can fail of. */
function troublesIn({ page, lives, outages }: Case): readonly Span[] {
  const moment = (at: number): Span => ({ from: at, until: at });
  const taken = page.leases.filter(({ holder }, index) => index > 0 && holder !== page.leases[index - 1]?.holder);
  return [
    ...page.faults,
    ...outages,
    ...taken.map(({ at }) => moment(at)),
    ...lives.flatMap(({ until, pauses: paused, clock }) => [
      moment(until),
      ...paused,
      ...clock.slice(1).map(({ at }) => moment(at)),
    ]),
  ];
}

function meets({ from, until }: Span, start: number, end: number): boolean {
  return from <= end && until >= start;
}

/**
 * A late slot keeps its distance from what was or may have been published, and from what is due soon or at its minute; and
 * there may be enough of both in an hour.
 */
function distances(slot: Slot, given: Case): readonly Obstacle[] {
  const { spacingMinutes, perHour } = given.campaign.catchUp;
  const skew = skewIn(given);
  const late = slot.due + onTimeMillis - skew;
  const others = given.slots.filter(({ id }) => id !== slot.id);
  const keptFrom = (millis: number): readonly (readonly Span[])[] =>
    others.map(({ id, due }) => [
      { from: Math.max(late, due - millis - skew), until: due + onTimeMillis + skew },
      ...given.page.writes
        .filter((write) => write.slot === id && mayBePublic(write))
        .map(({ at, told }) => ({ from: Math.max(late, at), until: Math.max(at, told) + millis + skew })),
    ]);
  return [
    ...because('its distance to the other posts', keptFrom(spacingMinutes * minute).flat()),
    ...because('enough posts in that hour', crowded(keptFrom(hour), perHour)),
  ];
}

/** What was looked for and is not there is only waiting for its turn. */
function mayBePublic({ kind, failure }: Write): boolean {
  switch (kind) {
    case 'intended':
    case 'published':
      return true;
    case 'attempted':
      return failure === null || heldUntil(failure) === null;
    case 'failed':
      return failure?.kind === 'uncertain';
    case 'missed':
      return false;
  }
}

/** When spans of at least so many groups hold at once. */
function crowded(groups: readonly (readonly Span[])[], least: number): readonly Span[] {
  if (groups.length < least) return [];
  const times = [...new Set(groups.flat().flatMap(({ from, until }) => [from, until]))].sort((a, b) => a - b);
  return times.flatMap((from, index) => {
    const holds = groups.filter((spans) => spans.some((span) => span.from <= from && from < span.until));
    return holds.length < least ? [] : [{ from, until: times[index + 1] ?? from }];
  });
}
