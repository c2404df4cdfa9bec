/** What a slot may still say, and until when: the lateness policy of its entry, counted from its due instant. */

import type { Entry } from '../model/campaign.ts';
import { type Instant, plusMillis } from './instant.ts';
import type { Slot } from './slots.ts';

/** Which texts of an entry: those for its own time, or those for later. */
export type Wording = 'as-written' | 'late';

const minute = 60_000;

/** A slot that goes out within this many milliseconds is at its minute; after them it is late. */
export const onTimeMillis = minute;

/** The wordings that an entry may go out in. */
export function wordingsOf({ lateness, thread }: Pick<Entry, 'lateness' | 'thread'>): readonly Wording[] {
  const reworded = lateness.rewordedMinutes !== undefined && thread.some(({ late }) => late !== undefined);
  return reworded ? ['as-written', 'late'] : ['as-written'];
}

/** How a slot is worded at an instant from its due instant on; null once it is too late for it to go out. */
export function wordingAt(slot: Slot, now: Instant): Wording | null {
  if (now <= plusMillis(slot.due, slot.entry.lateness.graceMinutes * minute)) return 'as-written';
  return now <= lastChance(slot) ? 'late' : null;
}

/** Until when a slot may go out at all. */
export function lastChance({ due, entry: { lateness } }: Slot): Instant {
  return plusMillis(due, (lateness.rewordedMinutes ?? lateness.graceMinutes) * minute);
}

export function isLate({ due }: Pick<Slot, 'due'>, now: Instant): boolean {
  return now - due >= onTimeMillis;
}
