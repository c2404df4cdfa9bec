/** The slots of several campaigns over any span of time, each computed once, and those outside of it not at all. */

import type { Campaign } from '../model/campaign.ts';
import { type Instant, plusMillis } from './instant.ts';
import { lastSeason } from './seasons.ts';
import { type SilentSpan, silencesOf } from './silence.ts';
import { type Slot, slotOf } from './slots.ts';
import { firstFrom, shifted, timetableOf, type WallClock, wallClockOf } from './timetable.ts';

export type Calendar = {
  /** All slots due in the span, both ends included, in order of their due instants. */
  readonly between: (from: Instant, to: Instant) => readonly Slot[];
  /** The first slot due after an instant, however far ahead the first season is. */
  readonly nextAfter: (instant: Instant) => Slot | null;
  /** The silences that hold at an instant. */
  readonly silencesAt: (instant: Instant) => readonly SilentSpan[];
  /** The silences that hold at any instant of the span, both ends included. */
  readonly silencesBetween: (from: Instant, to: Instant) => readonly SilentSpan[];
};

/** No wall clock is farther from UTC, and no rule of the repeated or missing hour moves it farther. */
const margin = 2 * 24 * 60 * 60_000;

export function calendarOf(campaigns: readonly Campaign[]): Calendar {
  const rows = campaigns.map((campaign) => ({ campaign, made: new Map<string, Slot>() }));
  const slotAt = ({ campaign, made }: Row, index: number, years: number): Slot => {
    const key = `${index} ${years}`;
    const slot = made.get(key) ?? slotOf(campaign, timetableOf(campaign).entryAt(index), years);
    made.set(key, slot);
    return slot;
  };
  /** The slots of one season whose wall clock lies in a span; `between` both ends. */
  const ofSeason = (row: Row, year: number, from: WallClock, to: WallClock): readonly Slot[] => {
    const years = year - row.campaign.year;
    if (years < 0 || year > lastSeason) return [];
    const timetable = timetableOf(row.campaign);
    const slots: Slot[] = [];
    for (let index = firstFrom(timetable, shifted(from, -years)); index < timetable.length; index += 1) {
      if (shifted(timetable.wallClockAt(index), years) > to) break;
      slots.push(slotAt(row, index, years));
    }
    return slots;
  };
  const between: Calendar['between'] = (from, to) => {
    const [first, last] = [wallClockOf(utcOf(from, -margin)), wallClockOf(utcOf(to, margin))];
    return range(yearOf(from) - 1, yearOf(to) + 1)
      .flatMap((year) => rows.flatMap((row) => ofSeason(row, year, first, last)))
      .filter(({ due }) => due >= from && due <= to)
      .sort(inOrder);
  };
  const silent = new Map<number, readonly SilentSpan[]>();
  const silences = (year: number): readonly SilentSpan[] => {
    const known = silent.get(year);
    if (known !== undefined) return known;
    const spans = campaigns.flatMap((campaign) => silencesOf(campaign, year));
    silent.set(year, spans);
    return spans;
  };
  const silencesBetween: Calendar['silencesBetween'] = (from, to) =>
    range(yearOf(from) - 1, yearOf(to) + 1)
      .flatMap(silences)
      .filter((silence) => silence.from <= to && from < silence.to);
  return {
    between,
    nextAfter: (instant) => {
      const next = rows.flatMap((row) => nextOf(row, instant, ofSeason));
      return next.sort(inOrder)[0] ?? null;
    },
    silencesAt: (instant) => silencesBetween(instant, instant),
    silencesBetween,
  };
}

type Row = { readonly campaign: Campaign; readonly made: Map<string, Slot> };

/** What one campaign has next, of each season that may be under way or ahead. */
function nextOf(
  row: Row,
  instant: Instant,
  ofSeason: (row: Row, year: number, from: WallClock, to: WallClock) => readonly Slot[],
): readonly Slot[] {
  const timetable = timetableOf(row.campaign);
  const first = Math.max(yearOf(instant) - 1, row.campaign.year);
  return range(first, first + 3).flatMap((year) => {
    const years = year - row.campaign.year;
    let from = wallClockOf(utcOf(instant, -margin));
    for (;;) {
      const index = firstFrom(timetable, shifted(from, -years));
      if (index >= timetable.length) return [];
      const begins = shifted(timetable.wallClockAt(index), years);
      const [next] = ofSeason(row, year, begins, dayAfter(begins))
        .filter(({ due }) => due > instant)
        .sort(inOrder);
      if (next !== undefined) return [next];
      from = dayAfter(begins) + 1;
    }
  });
}

/** Far enough: the end of summer time turns entries of the same night round, and no others. */
function dayAfter(wallClock: WallClock): WallClock {
  return wallClock + 10_000;
}

function inOrder(a: Slot, b: Slot): number {
  return a.due - b.due || (a.id < b.id ? -1 : 1);
}

function utcOf(instant: Instant, millis: number): string {
  return new Date(plusMillis(instant, millis)).toISOString();
}

function yearOf(instant: Instant): number {
  return new Date(instant).getUTCFullYear();
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
