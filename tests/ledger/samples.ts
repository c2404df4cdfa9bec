/** Sample writes for ledger tests. */

import type { PublicationKey } from '../../bot/ledger/ledger.ts';
import { freezeBluesky } from '../../bot/networks/bluesky/freeze.ts';
import type { Failure, PostReceipt, Trail } from '../../bot/networks/network.ts';
import { type Instant, instantFromIso } from '../../schedule/instant.ts';
import type { Slot } from '../../schedule/slots.ts';
import { blueskyAccount, blueskyKey, slotWith, threadWith } from '../support/threads.ts';

export const now: Instant = instantFromIso('2027-10-23T12:59:30Z');
export const slot: Slot = slotWith();
export const key: PublicationKey = { account: blueskyKey, language: 'hu', slot: slot.id };
export const doubt: Failure = { kind: 'doubtful', message: 'the connection broke' };

export const trail: Trail = {
  network: 'mastodon',
  anchor: { id: '114', createdAt: '2027-10-23T12:00:00.000Z' },
  posts: [
    {
      mediaIds: ['7', '8'],
      attempts: { firstAt: '2027-10-23T13:00:00.000Z', lastAt: '2027-10-23T13:02:00.000Z' },
      refusals: 0,
      receipt: null,
    },
  ],
};

/** For the two posts of `intentFor`. */
export const receipts: readonly [PostReceipt, PostReceipt] = [
  { position: 0, id: 'at://x/0', cid: 'bafy0', url: 'https://example.org/0' },
  { position: 1, id: 'at://x/1', cid: null, url: null },
];

/** An intent for a thread of two posts in a slot. */
export function intentFor(one: Slot = slot, at: Instant = now) {
  const thread = threadWith({ slot: one, posts: [{}, { text: 'Második „poszt”' }] });
  return {
    due: one.due,
    frozen: freezeBluesky(blueskyAccount, thread, [[], []]),
    fingerprint: thread.fingerprint,
    now: at,
  };
}
