import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instantFromIso } from '../../../schedule/time/instant.ts';
import { isLate, lastChance } from '../../../schedule/time/lateness.ts';
import { campaign, minute, outcomes, type Played, play, slots, startsAt } from './afternoon.ts';

const end = instantFromIso('2027-11-04T20:30Z');
const silence = { from: instantFromIso('2027-11-04T07:08Z'), to: instantFromIso('2027-11-04T12:00Z') };
const { spacingMinutes, perHour } = campaign.catchUp;

/** Beats `step` milliseconds apart. */
const beats = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / step)) }, (_, index) => from + (index + 1) * step);

const slotOf = new Map(slots.map((slot) => [slot.id, slot]));
const lateOnes = ({ sent }: Played) =>
  sent.filter(({ slot: id, at }) => {
    const slot = slotOf.get(id);
    return slot !== undefined && isLate(slot, at);
  });

/** Each slot is on the server once and recorded as published, or not on the server and recorded as missed. */
function expectAccounted({ sent, publications }: Played): void {
  const recorded = Object.fromEntries(publications.map(({ slot, state }) => [slot, state]));
  const there = new Set(sent.map(({ slot }) => slot));
  expect(sent, 'nothing is there twice').toHaveLength(there.size);
  expect(recorded).toEqual(Object.fromEntries(slots.map(({ id }) => [id, there.has(id) ? 'published' : 'missed'])));
}

/** What a silence held back and what was due at its end are told together, right after it. */
const areTogether = (one: Sent, other: Sent): boolean => {
  const [first, second] = [one, other].sort((a, b) => dueOf(a) - dueOf(b)) as [Sent, Sent];
  const isRightAfter = [first, second].every(({ at }) => at >= silence.to && at < silence.to + 3 * minute);
  return isRightAfter && dueOf(first) < silence.to && dueOf(second) === silence.to && first.at <= second.at;
};

type Sent = Played['sent'][number];

const dueOf = ({ slot }: Sent): number => slotOf.get(slot)?.due ?? 0;

function expectNoFlood(played: Played): void {
  const times = played.sent.map(({ at }) => at);
  for (const late of lateOnes(played)) {
    const { slot, at } = late;
    const others = played.sent.filter((other) => other.slot !== slot && !areTogether(late, other));
    const nearest = Math.min(...others.map((other) => Math.abs(other.at - at)));
    expect(nearest, `distance of ${slot}`).toBeGreaterThanOrEqual(spacingMinutes * minute);
    for (const start of times.filter((time) => time <= at && at < time + 60 * minute)) {
      const inHour = times.filter((time) => time >= start && time < start + 60 * minute).length;
      expect(inHour, `in the hour of ${slot}`).toBeLessThanOrEqual(perHour);
    }
  }
  expect(
    times.filter((at) => at >= silence.from && at < silence.to),
    'in the silence',
  ).toEqual([]);
}

/** Hours in which no process runs, as spans of minutes from the start. */
const outages = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 5, max: 400 })), { maxLength: 3 });
const readingsBut = (spans: readonly (readonly [number, number])[], step: number) =>
  beats(startsAt, end, step).filter((at) =>
    spans.every(([from, length]) => at < startsAt + from * minute || at > startsAt + (from + length) * minute),
  );
/** One outcome a call, and from then on all well. */
const troubles = fc.array(fc.constantFrom(...outcomes), { maxLength: 30 });
const inTurn = <T>(list: readonly T[], then: T) => {
  const rest = [...list];
  return (): T => rest.shift() ?? then;
};

describe('after hours without a process', () => {
  it('every slot goes out once or is recorded as missed; late ones are apart, few, in order and never in the silence', async () => {
    await fc.assert(
      fc.asyncProperty(outages, fc.integer({ min: 30, max: 55 }), async (spans, seconds) => {
        const played = await play(readingsBut(spans, seconds * 1000), () => 'sent');
        expectAccounted(played);
        expectNoFlood(played);
        const due = (list: readonly { readonly slot: string }[]) =>
          list.map(({ slot }) => slots.findIndex(({ id }) => id === slot));
        const late = due(lateOnes(played));
        expect(late).toEqual([...late].sort((a, b) => a - b));
      }),
      { numRuns: 12 },
    );
  });

  it('what is at its minute goes out at it, whatever is still to be caught up with', async () => {
    const played = await play(readingsBut([[40, 48]], 30_000), () => 'sent');
    const onTime = slots.filter(({ due }) => due > startsAt + 88 * minute || due < startsAt + 40 * minute);
    const at = new Map(played.sent.map(({ slot, at: sentAt }) => [slot, sentAt]));
    for (const { id, due } of onTime) expect((at.get(id) ?? 0) - due, id).toBeLessThan(minute);
    expect(lateOnes(played).length).toBeGreaterThan(1);
  });
});

describe('with a server that fails and a process that crashes', () => {
  it('every slot goes out once or is recorded as missed, and never in the silence', async () => {
    await fc.assert(
      fc.asyncProperty(outages, troubles, fc.array(fc.boolean(), { maxLength: 20 }), async (spans, list, finds) => {
        const played = await play(readingsBut(spans, 40_000), inTurn(list, 'sent'), inTurn(finds, true));
        expectAccounted(played);
        expectNoFlood(played);
      }),
      { numRuns: 12 },
    );
  });

  it('a slot that is sent late after all was within its limit when it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(outages, troubles, async (spans, list) => {
        const { sent } = await play(readingsBut(spans, 50_000), inTurn(list, 'sent'));
        for (const { slot, at } of sent) expect(at).toBeLessThanOrEqual(limitOf(slot));
      }),
      { numRuns: 6 },
    );
  });
});

function limitOf(id: string): Instant {
  const slot = slots.find((each) => each.id === id);
  if (slot === undefined) throw new Error(`no slot ${id}`);
  return lastChance(slot);
}

describe('with a clock that jumps, stands still, or runs backwards', () => {
  const hour = 60 * minute;
  /** Readings of a clock that is put forward and back, stands still and sleeps, and is right at the end. */
  const jumpy = fc
    .array(
      fc.oneof(
        fc.record({ kind: fc.constant('run' as const), minutes: fc.integer({ min: 1, max: 120 }) }),
        fc.record({ kind: fc.constant('jump' as const), minutes: fc.integer({ min: -90, max: 90 }) }),
        fc.record({ kind: fc.constant('stand' as const), minutes: fc.integer({ min: 1, max: 10 }) }),
      ),
      { maxLength: 12 },
    )
    .map((moves) => {
      const readings: number[] = [];
      let clock: number = startsAt;
      for (const { kind, minutes } of moves) {
        if (kind === 'jump') clock = Math.max(startsAt - hour, clock + minutes * minute);
        for (let passed = 0; kind !== 'jump' && passed < minutes; passed += 1) {
          if (kind === 'run') clock += minute;
          readings.push(clock);
        }
      }
      return [...readings, ...beats(clock, end, 50_000)];
    });

  it('no slot goes out twice, and none is lost without a word', async () => {
    await fc.assert(
      fc.asyncProperty(jumpy, troubles, async (readings, list) => {
        expectAccounted(await play(readings, inTurn(list, 'sent')));
      }),
      { numRuns: 12 },
    );
  });
});
