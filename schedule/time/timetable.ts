/** The entries of a campaign in the order of their wall clock, found without touching those before and after. */

import type { Campaign, Entry } from '../model/campaign.ts';

/** A wall-clock minute as a number, `1956-10-23T15:00` as 195610231500: in the same order, and cheap to compare. */
export type WallClock = number;

export type Timetable = {
  readonly length: number;
  readonly wallClockAt: (index: number) => WallClock;
  readonly entryAt: (index: number) => Entry;
};

export function wallClockOf(local: string): WallClock {
  return Number(local.slice(0, 16).replaceAll(/\D/gu, ''));
}

/** The same minute so many years later, or earlier where `years` is negative. */
export function shifted(wallClock: WallClock, years: number): WallClock {
  return wallClock + years * 100_000_000;
}

const known = new WeakMap<Campaign, Timetable>();

/** Gives a campaign the timetable that it was stored with; it has to be that of its entries. */
export function setTimetable(campaign: Campaign, timetable: Timetable): void {
  known.set(campaign, timetable);
}

/** The entries of `campaign`, those of the epilogue only if it is switched on. */
export function timetableOf(campaign: Campaign): Timetable {
  const stored = known.get(campaign);
  if (stored !== undefined) return stored;
  const entries = campaign.entries
    .filter((entry) => campaign.epilogue || !entry.epilogue)
    .map((entry) => ({ entry, at: wallClockOf(`${entry.date}T${entry.time}`) }))
    .sort((a, b) => a.at - b.at || (a.entry.id < b.entry.id ? -1 : 1));
  const of = <T>(index: number, take: (item: (typeof entries)[number]) => T): T => {
    const item = entries[index];
    if (item === undefined) throw new RangeError(`a timetable of ${entries.length} entries has no number ${index}`);
    return take(item);
  };
  const made: Timetable = {
    length: entries.length,
    wallClockAt: (index) => of(index, ({ at }) => at),
    entryAt: (index) => of(index, ({ entry }) => entry),
  };
  known.set(campaign, made);
  return made;
}

/** The first place in a timetable whose wall clock is not before one; its length if all are. */
export function firstFrom({ length, wallClockAt }: Timetable, from: WallClock): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wallClockAt(middle) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
