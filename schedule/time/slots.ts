/** Slots: one entry on one day of one year, at a wall-clock minute of the campaign's time zone. */

import type { Campaign, Entry } from '../model/campaign.ts';
import type { Instant } from './instant.ts';
import { lastSeason } from './seasons.ts';
import { instantOf, yearsLater } from './wall-clock.ts';

declare const slotId: unique symbol;
/** `hungary-1956/radio-silent@2027-11-04T08:07`: wall clock, never an instant, so it is the same for ever. */
export type SlotId = string & { readonly [slotId]: true };

export type Slot = {
  readonly id: SlotId;
  readonly campaign: Campaign;
  readonly entry: Entry;
  /** Years since the historical year. */
  readonly years: number;
  /** Wall clock in the campaign's time zone, `2027-10-23T15:00`. */
  readonly local: string;
  readonly due: Instant;
};

/**
 * All slots of a campaign whose anniversary season starts in `year`, in order of their due instants. An entry of a
 * campaign that runs past New Year falls into the year after. The epilogue is left out unless it is switched on. There is
 * no season before the historical year, and none after `lastSeason`; that of the year itself is no anniversary.
 */
export function slotsOf(campaign: Campaign, year: number): readonly Slot[] {
  const years = year - campaign.year;
  if (years < 0 || year > lastSeason) return [];
  return campaign.entries
    .filter((entry) => campaign.epilogue || !entry.epilogue)
    .map((entry) => slotOf(campaign, entry, years))
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
}

/** The slot of an entry so many years after the historical year. */
export function slotOf(campaign: Campaign, entry: Entry, years: number): Slot {
  const local = `${yearsLater(entry.date, years)}T${entry.time}`;
  const id = `${campaign.id}/${entry.id}@${local}` as SlotId;
  return { id, campaign, entry, years, local, due: instantOf(local, campaign) };
}
