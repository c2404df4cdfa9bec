/** What a person can say about a publication whose fate nobody knows: what to look for, and what its answer means. */

import { receiptsOf } from './bluesky/standing.ts';
import type { FrozenMastodon } from './mastodon/freeze.ts';
import type { MastodonTrail } from './mastodon/trail.ts';
import type { ByHand, Frozen, PostReceipt, PublishedWord, Trail } from './network.ts';

/** The post that may be public or not; those before it are, those after it are not. */
export type DoubtedPost = {
  readonly position: number;
  readonly posts: number;
  readonly text: string;
  /** ISO 8601; null if no attempt was written down. */
  readonly lastAttempt: string | null;
};

export function doubtedPost(frozen: Frozen, trail: Trail | null): DoubtedPost {
  const position = knownReceipts(trail).length;
  const posts = frozen.posts.length;
  const lastAttempt = trail?.posts[position]?.attempts?.lastAt ?? null;
  const text =
    frozen.network === 'bluesky' ? frozen.posts[0].record.text : (frozen.posts[position] ?? frozen.posts[0]).status;
  return { position, posts, text, lastAttempt };
}

export const byHand: ByHand = { publishedAt, withoutAttempt };

/** What follows if the doubted post stands at an address. On Bluesky, where a thread is written whole, that of its first post. */
function publishedAt(frozen: Frozen, trail: Trail | null, address: URL): PublishedWord {
  if (frozen.network === 'mastodon') return statusAt(frozen, trail, address);
  const [{ uri, rkey }] = frozen.posts;
  if (address.href === uri || (address.host === 'bsky.app' && idIn(address) === rkey)) {
    return { kind: 'whole', receipts: receiptsOf(frozen) };
  }
  return wrong(`the post would stand at https://bsky.app/profile/${frozen.account.did}/post/${rkey}`);
}

function withoutAttempt(trail: Trail | null): Trail | null {
  if (trail === null) return null;
  const position = knownReceipts(trail).length;
  return {
    ...trail,
    posts: trail.posts.map((post, index) => (index === position ? { ...post, attempts: null, answered: null } : post)),
  };
}

function statusAt({ account, posts }: FrozenMastodon, trail: MastodonTrail | null, address: URL): PublishedWord {
  const server = new URL(account.server.includes('://') ? account.server : `https://${account.server}`);
  if (address.host !== server.host)
    return wrong(`the account is on ${server.host}, and the address on ${address.host}`);
  const id = idIn(address);
  if (id === null) return wrong('the address of a post ends with its number, as in https://mastodon.example/@name/1');
  const before = knownReceipts(trail);
  if (before.some((receipt) => receipt.id === id)) {
    return wrong(`that is a post of the thread that is known already; the one in doubt is number ${before.length + 1}`);
  }
  const receipt: PostReceipt = { position: before.length, id, cid: null, url: address.href };
  const [first = receipt, ...rest] = [...before, receipt];
  if (rest.length + 1 === posts.length) return { kind: 'whole', receipts: [first, ...rest] };
  const all = [...(trail?.posts ?? [])];
  all[before.length] = { mediaIds: [], refusals: 0, ...all[before.length], attempts: null, receipt };
  return { kind: 'begun', trail: { network: 'mastodon', anchor: trail?.anchor ?? null, posts: all } };
}

function knownReceipts(trail: Trail | null): readonly PostReceipt[] {
  return trail?.posts.flatMap(({ receipt }) => receipt ?? []) ?? [];
}

function idIn({ pathname }: URL): string | null {
  const last = pathname.split('/').at(-1) ?? '';
  return /^(?=.*\d)[\w.-]+$/.test(last) && pathname.lastIndexOf('/') > 0 ? last : null;
}

function wrong(message: string): PublishedWord {
  return { kind: 'wrong address', message };
}
