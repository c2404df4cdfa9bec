/** Where campaigns keep places for photographs. */

import type { Campaign, Entry } from '../../../schedule/model/campaign.ts';
import type { Card, PhotoSlot } from '../../../schedule/model/card.ts';

export type Slotted = {
  readonly campaign: Campaign;
  readonly entry: Entry;
  /** Of the post in its thread, from 0. */
  readonly position: number;
  readonly card: Card;
  readonly slot: PhotoSlot;
};

/** Every place for a photograph, in the order of the days. */
export function photoSlots(campaigns: readonly Campaign[]): readonly Slotted[] {
  return campaigns.flatMap((campaign) =>
    campaign.entries.flatMap((entry) =>
      entry.thread.flatMap(({ card }, position) => {
        if (card === null || !('photo' in card) || card.photo === null) return [];
        return [{ campaign, entry, position, card, slot: card.photo }];
      }),
    ),
  );
}
