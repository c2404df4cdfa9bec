/** Sample writes for ledger tests. */

import type { Holder, LeaseBook, Taking } from '../../bot/ledger/lease.ts';
import type { Claim, PublicationKey } from '../../bot/ledger/ledger.ts';
import { freezeBluesky } from '../../bot/networks/bluesky/freeze/freeze.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import type { Failure } from '../../bot/networks/network.ts';
import type { PostReceipt } from '../../bot/networks/receipt.ts';
import { type Instant, instantFromIso, plusMillis } from '../../schedule/time/instant.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { blueskyAccount, blueskyKey, mastodonKey, slotWith, threadWith } from '../support/threads.ts';

export const now: Instant = instantFromIso('2027-10-23T12:59:30Z');
export const slot: Slot = slotWith();
export const key: PublicationKey = { account: blueskyKey, language: 'hu', slot: slot.id };
/** Under the first lease of its channel. */
export const claim: Claim = { ...key, token: 1 };
export const doubt: Failure = { kind: 'doubtful', message: 'the connection broke' };

export const trail: MastodonTrail = {
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

export function holderNamed(host: string): Holder {
  return { host, pid: 4711, nonce: `00000000-0000-4000-8000-${Buffer.from(host).toString('hex').padStart(12, '0')}` };
}

/** What a process on `host` asks for: the lease for a minute from `now`, if it is free. */
export function takingBy(host: string): Taking {
  return { holder: holderNamed(host), now, expiresAt: plusMillis(now, 60_000), over: null };
}

/** Takes the first lease of every channel that the samples are about. */
export async function takeLeases(book: LeaseBook): Promise<void> {
  for (const account of [blueskyKey, mastodonKey]) {
    for (const language of ['hu', 'en'] as const) {
      const taken = await book.takeLease({ account, language }, takingBy('alfa'));
      if (taken.kind === 'occupied') throw new Error(`${account} (${language}) is leased already`);
    }
  }
}
