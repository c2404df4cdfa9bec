/** The slots of several campaigns over any span of time, each season computed once. */

import type { Campaign } from '../model/campaign.ts';
import type { Instant } from './instant.ts';
import { type SilentSpan, silencesOf } from './silence.ts';
import { type Slot, slotsOf } from './slots.ts';

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

export function calendarOf(campaigns: readonly Campaign[]): Calendar {
  const seasons = new Map<number, readonly Slot[]>();
  const season = (year: number): readonly Slot[] => {
    const known = seasons.get(year);
    if (known !== undefined) return known;
    const slots = campaigns.flatMap((campaign) => slotsOf(campaign, year));
    seasons.set(year, slots);
    return slots;
  };
  const silent = new Map<number, readonly SilentSpan[]>();
  const silences = (year: number): readonly SilentSpan[] => {
    const known = silent.get(year);
    if (known !== undefined) return known;
    const spans = campaigns.flatMap((campaign) => silencesOf(campaign, year));
    silent.set(year, spans);
    return spans;
  };
  const inYears = (first: number, last: number): readonly Slot[] =>
    range(first, last)
      .flatMap(season)
      .sort((a, b) => a.due - b.due);
  const yearOf = (instant: Instant): number => new Date(instant).getUTCFullYear();
  const silencesBetween: Calendar['silencesBetween'] = (from, to) =>
    range(yearOf(from) - 1, yearOf(to) + 1)
      .flatMap(silences)
      .filter((silence) => silence.from <= to && from < silence.to);
  return {
    between: (from, to) => inYears(yearOf(from) - 1, yearOf(to) + 1).filter(({ due }) => due >= from && due <= to),
    nextAfter: (instant) => {
      const first = Math.min(...campaigns.map((campaign) => Math.max(yearOf(instant) - 1, campaign.year)));
      if (first === Number.POSITIVE_INFINITY) return null;
      return inYears(first, first + 3).find(({ due }) => due > instant) ?? null;
    },
    silencesAt: (instant) => silencesBetween(instant, instant),
    silencesBetween,
  };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
