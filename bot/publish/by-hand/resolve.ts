/** Settles by a person's word what may be public or not; nothing is sent, now or later, unless a person asks for it. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { Ledger, PublicationKey } from '../../ledger/ledger.ts';
import { publicPosts, type RemoteNetwork, type Trail } from '../../networks/network.ts';
import { needsWord } from '../decide/by-hand.ts';

/** How a person's word is checked and kept. */
export type ByHand = Pick<RemoteNetwork, 'standsAt'> & {
  readonly withoutAttempt: (trail: Trail | null) => Trail | null;
};

/** What a person has seen on the account. */
export type Word = { readonly kind: 'published'; readonly address: URL } | { readonly kind: 'not published' };

export type Settled =
  | { readonly kind: 'published'; readonly posts: number }
  /** The post in doubt is public, the rest of its thread is not; `publish` goes on with it. */
  | { readonly kind: 'begun'; readonly posted: number; readonly posts: number }
  /** `publish` may send it. */
  | { readonly kind: 'not published' };

export type Resolved = Settled | { readonly kind: 'refusal'; readonly message: string };

/**
 * That something is published is looked up on the account before it counts. Also beside a running bot: no publisher touches
 * what needs a person's word.
 */
export async function resolve(
  key: PublicationKey,
  word: Word,
  ports: { readonly ledger: Ledger; readonly byHand: ByHand; readonly now: Instant },
): Promise<Resolved> {
  const { ledger, byHand, now } = ports;
  const publications = await ledger.publications(key.account, key.language);
  const publication = publications.find(({ slot }) => slot === key.slot);
  if (publication?.state !== 'failed' || !needsWord(publication.failure)) {
    const state = publication === undefined ? 'nothing is recorded of it' : `it is ${publication.state}`;
    return refusal(`only what is uncertain or in conflict can be settled by a person’s word, and ${state}`);
  }
  const { intent } = publication;
  if (word.kind === 'not published') {
    const message = 'a person looked, and it was not published';
    const trail = byHand.withoutAttempt(intent?.trail ?? null);
    const settled = { failure: { kind: 'refused', message }, trail, now } as const;
    return (await ledger.resolve(key, settled)) ? { kind: 'not published' } : meanwhile();
  }
  if (intent === null) return refusal('no request of it is recorded that could have been published');
  const { frozen, trail } = intent;
  const posts = frozen.posts.length;
  const seen = await byHand.standsAt(frozen, trail, word.address);
  switch (seen.kind) {
    case 'wrong address':
      return refusal(`${word.address.href} is not taken: ${seen.message}. Nothing was recorded`);
    case 'failure':
      return refusal(`nothing was recorded: ${seen.failure.message}. Give this command again later`);
    case 'whole': {
      const { receipts } = seen;
      return (await ledger.resolve(key, { receipts, now })) ? { kind: 'published', posts } : meanwhile();
    }
    case 'begun': {
      const posted = publicPosts(seen.trail);
      const message = `a person saw post ${posted} of ${posts}; the rest of the thread is not sent yet`;
      const settled = { failure: { kind: 'refused', message }, trail: seen.trail, now } as const;
      return (await ledger.resolve(key, settled)) ? { kind: 'begun', posted, posts } : meanwhile();
    }
  }
}

function meanwhile(): Resolved {
  return refusal('somebody else has settled it this very moment');
}

function refusal(message: string): Resolved {
  return { kind: 'refusal', message };
}
