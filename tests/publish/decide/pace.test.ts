/** The edges of distances, pauses and orders. */

import { describe, expect, it } from 'vitest';
import type { Preparation, Publication, Setback } from '../../../bot/ledger/ledger.ts';
import { decide, isDecision, type Situation, survey } from '../../../bot/publish/decide/decide.ts';
import {
  heldBack,
  heldUntil,
  holdOn,
  holdReasons,
  isReleased,
  setbackWords,
  trafficOf,
} from '../../../bot/publish/decide/pace.ts';
import { countsAsReady, isPausing } from '../../../bot/publish/decide/readiness.ts';
import { givenUp, type Intended, isExhausted, retryAt } from '../../../bot/publish/decide/retry.ts';
import { situationOf } from '../../../bot/publish/decide/situation.ts';
import { dueAfter, failed, failures, intended, missed, published, slot } from '../../../docs/guarantee/samples.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { type Instant, instantFromMillis, plusMillis } from '../../../schedule/time/instant.ts';
import type { SilentSpan } from '../../../schedule/time/silence.ts';
import { type Slot, slotsOf } from '../../../schedule/time/slots.ts';
import { blueskyAccount, campaignWith, entryWith } from '../../support/threads.ts';

const minute = 60_000;
const start = dueAfter(-600);

const campaign = campaignWith({
  catchUp: { spacingMinutes: 2, perHour: 3 },
  entries: ['14:00', '15:00', '15:01', '15:30', '16:00'].map((time, index) =>
    entryWith({ id: `e${index}`, time, lateness: { graceMinutes: 600 } }),
  ),
});
const five = slotsOf(campaign, 2027) as unknown as readonly [Slot, Slot, Slot, Slot, Slot];
const [first, second, third, , fifth] = five;
const of = (one: Slot, publication: Publication): Publication => ({ ...publication, slot: one.id, due: one.due });
const spanning = (from: Instant, to: Instant): SilentSpan => ({ campaign, from, to });
const tried = (failure: Setback, at: Instant, changes: Partial<Intended> = {}): Intended =>
  intended({ attempts: 1, attemptedAt: [at], lastFailure: { failure, at }, ...changes });

describe('the traffic of a channel', () => {
  const at = (publication: Publication, now = dueAfter(300)) =>
    trafficOf([], [of(first, publication)], start, now).map((passing) => passing.at - slot.due);

  it('knows what went out or may have, and when', () => {
    expect(at(published)).toEqual([0]);
    expect(at(missed)).toEqual([]);
    expect(at(failed(failures.uncertain))).toEqual([0]);
    expect(at(failed(failures.refused))).toEqual([]);
    expect(at(intended())).toEqual([0]);
    expect(at(tried(failures.doubtful, dueAfter(3)))).toEqual([3 * minute]);
    expect(at(tried(heldBack({ why: 'spacing', until: dueAfter(9) }), dueAfter(3)))).toEqual([0]);
  });

  it('knows what is at its minute or comes within the hour, unless it is settled', () => {
    const coming = (now: Instant, publications: readonly Publication[] = [], startedAt = start) =>
      trafficOf(five, publications, startedAt, now).flatMap((passing) =>
        passing.isComing ? [[five.findIndex(({ id }) => id === passing.slot), passing.at - now]] : [],
      );
    expect(coming(second.due)).toEqual([
      [1, 0],
      [2, minute],
      [3, 30 * minute],
      [4, 60 * minute],
    ]);
    expect(coming(plusMillis(second.due, -1)).at(-1)).toEqual([3, 30 * minute + 1]);
    expect(coming(plusMillis(third.due, 30_000)).at(0)).toEqual([2, 0]);
    expect(coming(second.due, [], third.due).map(([index]) => index)).toEqual([2, 3, 4]);
    expect(coming(second.due, [of(second, published), of(third, intended())]).map(([index]) => index)).toEqual([
      2, 3, 4,
    ]);
  });
});

describe('a silence', () => {
  const until = dueAfter(30);

  it('holds from its first instant up to its end', () => {
    const held = (now: Instant) => holdOn(second, now, [spanning(dueAfter(10), until)], [])?.why ?? null;
    expect([dueAfter(9), dueAfter(10), plusMillis(until, -1), until].map(held)).toEqual([
      null,
      'silence',
      'silence',
      null,
    ]);
    const two = [spanning(dueAfter(10), until), spanning(dueAfter(10), dueAfter(50))];
    expect(holdOn(second, dueAfter(20), two, [])).toEqual({ why: 'silence', until: dueAfter(50) });
  });

  it('releases what it held for a minute after its end', () => {
    const released = (now: Instant, one: Slot = second) => isReleased(one, now, [spanning(dueAfter(10), until)]);
    expect(
      [plusMillis(until, -1), until, plusMillis(until, minute - 1), plusMillis(until, minute)].map((now) =>
        released(now),
      ),
    ).toEqual([false, true, true, false]);
    expect(released(until, { ...second, due: plusMillis(until, -minute + 1) })).toBe(false);
    expect(released(until, { ...second, due: plusMillis(until, -minute) })).toBe(true);
  });

  it('lets what is due at its end stand beside what it held', () => {
    const over = spanning(dueAfter(-60), third.due);
    const passing = (at: Instant, due: Instant) => [{ slot: first.id, at, due }];
    const held = (at: Instant, due: Instant, one = third, now = plusMillis(third.due, 2 * minute - 1)) =>
      holdOn(one, now, [over], passing(at, due))?.why ?? null;
    const end = third.due;
    expect(held(end, plusMillis(end, -1))).toBeNull();
    expect(held(end, end)).toBe('spacing');
    expect(held(plusMillis(end, -1), plusMillis(end, -1), third, plusMillis(end, 2 * minute - 2))).toBe('spacing');
    expect(held(plusMillis(end, 2 * minute - 1), plusMillis(end, -1))).toBeNull();
    expect(held(plusMillis(end, 2 * minute), plusMillis(end, -1), third, plusMillis(end, 3 * minute))).toBe('spacing');
    const later = { ...third, due: plusMillis(end, minute) };
    expect(held(end, plusMillis(end, -1), later, plusMillis(end, 2 * minute))).toBeNull();
    expect(held(plusMillis(end, 1), plusMillis(end, -1), later, plusMillis(end, 2 * minute))).toBe('spacing');
    const almost = { ...third, due: plusMillis(end, minute - 1) };
    expect(held(plusMillis(end, 1), plusMillis(end, -1), almost, plusMillis(end, 2 * minute))).toBeNull();
  });
});

describe('what is late', () => {
  const late = plusMillis(fifth.due, 200 * minute);
  const held = (...minutes: readonly number[]) =>
    holdOn(
      fifth,
      late,
      [],
      minutes.map((ago) => ({ slot: first.id, at: plusMillis(late, -ago * minute), due: first.due })),
    );

  it('goes out at exactly its distance', () => {
    expect(held(2)).toBeNull();
    expect(held(1.9)).toMatchObject({ why: 'spacing', until: plusMillis(late, 0.1 * minute) });
  });

  it('counts every hour that it would stand in', () => {
    expect(held(10, 20)).toBeNull();
    expect(held(10, 20, 30)).toMatchObject({ why: 'hourly-cap', until: plusMillis(late, 30 * minute) });
    expect(held(10, 20, 60)).toBeNull();
    expect(held(-10, -20, 45)).toBeNull();
    expect(held(-10, -20, 10)).toMatchObject({ why: 'hourly-cap' });
    expect(held(-10, -20, -30)?.why).toBe('hourly-cap');
  });
});

it('has words for each hold, and for how an attempt ended', () => {
  expect(holdReasons).toEqual({
    silence: 'nothing is published in this silence',
    spacing: 'it is late, and keeps a distance from the other posts',
    'hourly-cap': 'it is late, and there are enough posts in this hour',
  });
  const held = heldBack({ why: 'silence', until: dueAfter(9) });
  expect(setbackWords(held)).toBe('held back: nothing is published in this silence');
  expect(setbackWords({ kind: 'doubtful', message: 'no answer' })).toBe('no answer');
  expect([heldUntil(held), heldUntil(failures.unavailable)]).toEqual([dueAfter(9), null]);
});

describe('what failed', () => {
  const limit = dueAfter(60);
  const all = () => 1;
  const until = (publication: Intended, lastChance: Instant | null, chance = all) =>
    retryAt(publication, dueAfter(1000), lastChance, chance) - (publication.lastFailure?.at ?? 0);

  it('is tried again after a pause for its kind and time', () => {
    const often = { attempts: 30 };
    expect(until(tried(failures.doubtful, limit, often), limit)).toBe(5 * minute);
    expect(until(tried(failures.doubtful, dueAfter(0), often), null)).toBe(30 * minute);
    expect(until(tried(failures.doubtful, dueAfter(70), often), limit)).toBe(30 * minute);
    expect(until(tried(failures.doubtful, dueAfter(70)), limit)).toBe(5_000);
    expect(until(tried(failures.unauthorised, dueAfter(0), often), null)).toBe(15 * minute);
    expect(until(tried(failures.unauthorised, dueAfter(0)), null)).toBe(minute);
    expect(until(tried(failures.doubtful, dueAfter(0)), limit, () => 0)).toBe(1_000);
  });

  it('is tried again a little after the instant that the server named', () => {
    const named: Setback = { kind: 'unavailable', message: '', retryAt: dueAfter(20) };
    expect(until(tried(named, dueAfter(0)), limit)).toBe(20 * minute + 10_000);
    expect(until(tried({ ...named, retryAt: plusMillis(dueAfter(0), 10_000) }, dueAfter(0)), limit)).toBe(11_000);
    expect(until(tried({ ...named, retryAt: dueAfter(-5) }, dueAfter(0)), limit)).toBe(5_000);
  });

  it('is tried again once it is known whether it was missed, however long its pause', () => {
    const known = dueAfter(65) + 1;
    const far = heldBack({ why: 'spacing', until: dueAfter(300) });
    const at = (instant: Instant, lastChance: Instant | null = limit) =>
      retryAt(tried(far, instant), dueAfter(1000), lastChance, all);
    expect(at(dueAfter(65))).toBe(known);
    expect(at(instantFromMillis(known))).toBe(dueAfter(300));
    expect(at(dueAfter(0), null)).toBe(dueAfter(300));
    expect(at(dueAfter(0))).toBe(known);
  });

  it('is given up after a hundred attempts past its limit, or in all where it has none', () => {
    const times = (count: number, at: Instant) =>
      intended({ attempts: count, attemptedAt: Array.from({ length: count }, () => at) });
    expect(isExhausted(times(100, limit), limit)).toBe(false);
    expect(isExhausted(times(100, plusMillis(limit, 1)), limit)).toBe(true);
    expect(isExhausted(times(99, plusMillis(limit, 1)), limit)).toBe(false);
    expect(isExhausted(times(100, dueAfter(0)), null)).toBe(true);
    expect(givenUp(intended({ attempts: 100 }))).toEqual({
      kind: 'uncertain',
      message: 'given up after 100 attempts, and it is not known whether it is public; the last answer: none',
    });
    expect(givenUp(tried({ kind: 'doubtful', message: 'no answer' }, limit)).message).toMatch(
      /the last answer: no answer$/,
    );
  });
});

describe('the order of what is to be done', () => {
  const situation = (changes: Partial<Situation>): Situation => ({
    startedAt: start,
    now: second.due,
    slots: five,
    publications: [],
    silences: [],
    chance: () => 0,
    ...changes,
  });
  const done = (changes: Partial<Situation>) =>
    decide(situation(changes)).map((each) => `${each.kind} ${'slot' in each ? each.slot.entry.id : 'gone'}`);
  const brief = (one: Slot): Slot => ({ ...one, entry: { ...one.entry, lateness: { graceMinutes: 5 } } });

  it('is first what only the ledger is told, then what is at its minute, then the rest', () => {
    const gone = of(first, intended());
    expect(done({ slots: five.slice(1), publications: [gone] })).toEqual(['publish e1', 'orphan gone']);
    const exhausted = of(
      fifth,
      intended({ attempts: 100, attemptedAt: Array.from({ length: 100 }, () => dueAfter(0)) }),
    );
    expect(done({ slots: five.slice(0, 4), publications: [exhausted], now: second.due }).at(0)).toBe('abandon gone');
    const late = of(second, intended());
    expect(done({ slots: [second, brief(first)], publications: [late], now: second.due })).toEqual([
      'miss e0',
      'settle e1',
    ]);
    expect(done({ slots: [brief(second), first], publications: [of(first, intended())], now: dueAfter(6) })).toEqual([
      'miss e1',
      'settle e0',
    ]);
  });

  it('is by the due instants, whatever the order of the slots', () => {
    const now = plusMillis(third.due, 30_000);
    const publications = [of(first, intended()), of(second, intended())];
    expect(done({ slots: [...five].reverse(), publications, now })).toEqual(['publish e2', 'settle e0', 'settle e1']);
    expect(
      survey(situation({ slots: [...five].reverse(), now })).map((each) => ('slot' in each ? each.slot.entry.id : '')),
    ).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  });

  it('puts what a silence held before what is due at its end, unless it may not be sent or fails', () => {
    const silences = [spanning(dueAfter(-90), second.due)];
    const begun = (changes: Partial<Intended> = {}) => [of(first, intended(changes))];
    const now = second.due;
    const slots = [first, second];
    expect(done({ silences, now, slots })).toEqual(['publish e0', 'publish e1']);
    expect(done({ silences, now, slots, publications: begun() })).toEqual(['settle e0', 'publish e1']);
    const failing = {
      attempts: 1,
      attemptedAt: [dueAfter(-20)],
      lastFailure: { failure: failures.doubtful, at: dueAfter(-20) },
    };
    expect(done({ silences, now, slots, publications: begun(failing) })).toEqual(['publish e1', 'settle e0']);
    const held = { ...failing, lastFailure: { failure: heldBack({ why: 'silence', until: now }), at: dueAfter(-20) } };
    expect(done({ silences, now, slots, publications: begun(held) })).toEqual(['settle e0', 'publish e1']);
    const past: Slot = { ...first, entry: { ...first.entry, lateness: { graceMinutes: 30 } } };
    expect(done({ silences, now, slots: [past, second], publications: begun() })).toEqual(['publish e1', 'settle e0']);
    const atLimit: Slot = { ...first, entry: { ...first.entry, lateness: { graceMinutes: 60 } } };
    expect(done({ silences, now, slots: [atLimit, second], publications: begun() })).toEqual([
      'settle e0',
      'publish e1',
    ]);
    const another = { ...silences[0], from: dueAfter(-1), to: dueAfter(30) } as SilentSpan;
    expect(done({ silences: [...silences, another], now, slots: [first, second], publications: begun() })).toEqual([
      'settle e0',
    ]);
  });

  it('is nothing for what waits', () => {
    const verdicts = survey(
      situation({ publications: [of(second, published)], now: plusMillis(second.due, 1_000), startedAt: second.due }),
    );
    expect(verdicts.map(({ kind }) => kind)).toEqual(['before-start', 'settled', 'upcoming', 'upcoming', 'upcoming']);
    expect(verdicts.map(isDecision)).toEqual([false, false, false, false, false]);
    expect(isDecision({ kind: 'held', slot, hold: { why: 'silence', until: dueAfter(1) } })).toBe(false);
    expect(isDecision({ kind: 'waiting', publication: intended(), until: 0 })).toBe(false);
    expect(isDecision({ kind: 'abandon', publication: intended() })).toBe(true);
  });

  it('lets what is at its minute go beside what is late, but only one of those', () => {
    const now = plusMillis(third.due, 59_999);
    const kinds = (publications: readonly Publication[]) =>
      survey(situation({ publications, now, slots: five.slice(0, 3) })).map(({ kind }) => kind);
    expect(kinds([])).toEqual(['held', 'held', 'publish']);
    expect(kinds([of(third, published)]).slice(0, 2)).toEqual(['held', 'held']);
    const calm = dueAfter(20);
    expect(survey(situation({ now: calm, slots: [first, second] })).map(({ kind }) => kind)).toEqual([
      'publish',
      'held',
    ]);
  });
});

describe('what was made ready', () => {
  const prepared = (isComplete: boolean): Preparation => ({
    frozen: intended().frozen,
    fingerprint: 'f',
    trail: null,
    preparedAt: dueAfter(0),
    isComplete,
  });

  it('counts for half an hour if it is complete, and is tried again after a minute if not', () => {
    const over = (test: typeof countsAsReady, isComplete: boolean) =>
      [-0.001, 0, 0.999, 1, 29.999, 30].map((minutes) => test(prepared(isComplete), dueAfter(minutes)));
    expect(over(countsAsReady, true)).toEqual([false, true, true, true, true, false]);
    expect(over(countsAsReady, false)).toEqual([false, false, false, false, false, false]);
    expect(over(isPausing, false)).toEqual([false, true, true, false, false, false]);
    expect(over(isPausing, true)).toEqual([false, false, false, false, false, false]);
  });
});

describe('the situation of a channel', () => {
  const hushed = campaignWith({ ...campaign, silences: [{ date: '1956-10-23', from: '15:10', to: '15:40' }] });
  const channel = {
    id: 'b',
    network: 'bluesky',
    language: 'hu',
    campaigns: null,
    account: blueskyAccount,
    destination: 'outbox',
  } as const;
  const of_ = (now: Instant, publications: readonly Publication[] = [], campaigns: readonly string[] | null = null) =>
    situationOf(
      { ...channel, campaigns: campaigns as null },
      { ledger: { publications: async () => publications }, calendar: calendarOf([hushed]) },
      dueAfter(-120),
      now,
    );

  it('reaches an hour ahead, or to the last publication that is recorded', async () => {
    const ids = async (now: Instant, publications: readonly Publication[] = []) =>
      (await of_(now, publications)).slots.map(({ entry }) => entry.id);
    expect(await ids(dueAfter(-60))).toEqual(['e0', 'e1']);
    expect(await ids(dueAfter(-61))).toEqual(['e0']);
    expect(await ids(dueAfter(-61), [of(fifth, intended())])).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  });

  it('knows the silences of the last hour, and nothing of campaigns that it does not publish', async () => {
    const silences = async (now: Instant) => (await of_(now)).silences.length;
    expect([
      await silences(dueAfter(9)),
      await silences(dueAfter(20)),
      await silences(dueAfter(99)),
      await silences(dueAfter(101)),
    ]).toEqual([0, 1, 1, 0]);
    const other = await of_(dueAfter(20), [], ['another']);
    expect([other.slots, other.silences]).toEqual([[], []]);
  });
});
