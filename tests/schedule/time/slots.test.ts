import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../schedule/model/campaign.ts';
import { calendarOf } from '../../../schedule/time/calendar.ts';
import { instantFromMillis, toIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { instantOf, localOf } from '../../../schedule/time/wall-clock.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

/** A campaign of 1956 with these entries. */
const campaignOf = (entries: readonly Partial<Entry>[]) =>
  campaignWith({ id: 'hungary-1956', entries: entries.map(entryWith) });

const budapest = { timeZone: 'Europe/Budapest', repeatedHour: 'later', missingHour: 'after' } as const;

/** The day on which European summer time ends: the last Sunday of October. */
function lastSundayOfOctober(year: number): string {
  const last = DateTime.utc(year, 10, 31);
  return last.minus({ days: last.weekday % 7 }).toFormat('yyyy-MM-dd');
}

describe('slots', () => {
  it.each([2026, 2027, 2031])('the march of 15:00 and the broadcast of 05:20 keep their wall clock in %i', (year) => {
    expect(toIso(instantOf(`${year}-10-23T15:00`, budapest))).toBe(`${year}-10-23T13:00:00.000Z`);
    expect(toIso(instantOf(`${year}-11-04T05:20`, budapest))).toBe(`${year}-11-04T04:20:00.000Z`);
  });

  it('a slot is named by campaign, entry and wall clock, never by an instant', () => {
    const campaign = campaignOf([{ id: 'radio-silent', date: '1956-11-04', time: '08:07' }]);
    expect(slotsOf(campaign, 2027).map(({ id }) => id)).toEqual(['hungary-1956/radio-silent@2027-11-04T08:07']);
  });

  it('every minute of the repeated hour means the second one, in winter time, in every year from 2024 to 2100', () => {
    for (let year = 2024; year <= 2100; year += 1) {
      const day = lastSundayOfOctober(year);
      const minutes = Array.from({ length: 60 }, (_, minute) => `02:${String(minute).padStart(2, '0')}`);
      const entries = minutes.map((time, index) => ({ id: `minute-${index}`, date: `1956${day.slice(4)}`, time }));
      const slots = slotsOf(campaignOf(entries), year);
      expect(slots.map(({ due }) => toIso(due))).toEqual(minutes.map((time) => `${day}T01:${time.slice(3)}:00.000Z`));
      expect(new Set(slots.map(({ id }) => id)).size).toBe(60);
      const earlier = slotsOf({ ...campaignOf(entries), repeatedHour: 'earlier' }, year);
      expect(earlier.map(({ due }) => toIso(due))).toEqual(minutes.map((time) => `${day}T00:${time.slice(3)}:00.000Z`));
    }
  });

  it('a minute of the missing hour moves by the rule of the campaign', () => {
    const missing = (missingHour: 'shifted' | 'after') =>
      toIso(instantOf('2027-03-28T02:30', { ...budapest, missingHour }));
    expect(missing('shifted')).toBe('2027-03-28T01:30:00.000Z');
    expect(missing('after')).toBe('2027-03-28T01:00:00.000Z');
  });

  it('any minute of any day from 2024 to 2100 has exactly one instant, and the instant shows that minute on the clock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2024, max: 2100 }),
        fc.integer({ min: 0, max: 364 * 24 * 60 - 1 }),
        fc.constantFrom('Europe/Budapest', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        (year, minutes, timeZone) => {
          const local = DateTime.utc(year).plus({ minutes }).toFormat("yyyy-MM-dd'T'HH:mm");
          const rules = { ...budapest, timeZone };
          const shown = localOf(instantOf(local, rules), timeZone);
          const gap = DateTime.fromISO(local, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm") !== local;
          if (gap) expect(shown > local).toBe(true);
          else expect(shown).toBe(local);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a campaign that runs past New Year goes on in the next year', () => {
    const campaign = campaignOf([
      { id: 'new-year', date: '1957-01-01', time: '00:00' },
      { id: 'december', date: '1956-12-30', time: '12:00' },
    ]);
    expect(slotsOf(campaign, 2027).map(({ local }) => local)).toEqual(['2027-12-30T12:00', '2028-01-01T00:00']);
  });

  it('the epilogue has slots only if the campaign switches it on', () => {
    const campaign = campaignOf([
      { id: 'last-day', date: '1956-11-04' },
      { id: 'day-after', date: '1956-11-05', epilogue: true },
    ]);
    const entriesOf = (switched: typeof campaign) => slotsOf(switched, 2027).map(({ entry }) => entry.id);
    expect(entriesOf(campaign)).toEqual(['last-day']);
    expect(entriesOf({ ...campaign, epilogue: true })).toEqual(['last-day', 'day-after']);
  });

  it.each(['2027-10-23', '2027-10-23T15:00Z', '2027-13-01T10:00', '15:00'])(
    '"%s" is refused as wall clock',
    (local) => {
      expect(() => instantOf(local, budapest)).toThrow(RangeError);
    },
  );
});

describe('a calendar', () => {
  const times = fc.record({
    day: fc.integer({ min: 0, max: 400 }),
    minute: fc.integer({ min: 0, max: 1439 }),
    epilogue: fc.boolean(),
  });
  const inDays = (days: number) => new Date(Date.UTC(1956, 0, 1 + days)).toISOString().slice(0, 10);
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const campaigns = fc
    .record({
      entries: fc.array(times, { maxLength: 12 }),
      epilogue: fc.boolean(),
      repeatedHour: fc.constantFrom('earlier' as const, 'later' as const),
      missingHour: fc.constantFrom('shifted' as const, 'after' as const),
    })
    .map(({ entries, ...rules }) => ({
      ...campaignOf(
        entries.map(({ day, minute, epilogue }, index) => ({
          id: `entry-${index}`,
          date: inDays(day).replace(/-02-29$/u, '-02-28'),
          time: clock(minute),
          epilogue,
        })),
      ),
      ...rules,
    }));
  const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(1994, 0) });

  it('has the slots of all seasons in any span, and nothing else', () => {
    fc.assert(
      fc.property(campaigns, instants, fc.integer({ min: 0, max: 40 * 24 * 60 }), (campaign, from, minutes) => {
        const to = from + minutes * 60_000;
        const all = Array.from({ length: 8 }, (_, index) => slotsOf(campaign, 1987 + index)).flat();
        const expected = all.filter(({ due }) => due >= from && due <= to).map(({ id }) => id);
        const found = calendarOf([campaign]).between(instantFromMillis(from), instantFromMillis(to));
        expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
        expect(found.map(({ due }) => due)).toEqual(found.map(({ due }) => due).sort((a, b) => a - b));
      }),
      { numRuns: 300, seed: 1956 },
    );
  });

  it('knows the next slot of all seasons', () => {
    fc.assert(
      fc.property(campaigns, instants, (campaign, at) => {
        const all = Array.from({ length: 8 }, (_, index) => slotsOf(campaign, 1987 + index)).flat();
        const next = Math.min(...all.filter(({ due }) => due > at).map(({ due }) => due));
        expect(calendarOf([campaign]).nextAfter(instantFromMillis(at))?.due ?? Number.POSITIVE_INFINITY).toBe(next);
      }),
      { numRuns: 300, seed: 1956 },
    );
  });
});
