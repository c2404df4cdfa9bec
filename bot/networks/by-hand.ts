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
  const [, at] = /^\/profile\/[^/]+\/post\/([^/]+)\/?$/.exec(address.pathname) ?? [];
  if (address.href === uri || (address.host === 'bsky.app' && at === rkey)) {
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
  const { id, name } = statusIn(address) ?? {};
  if (id === undefined)
    return wrong('the address of a post ends with its number, as in https://mastodon.example/@name/1');
  const [username, host = server.host] = name?.split('@') ?? [];
  if (host !== server.host) return wrong(`the account is on ${server.host}, and the post from ${host}`);
  const ours = trail?.username ?? null;
  if (username !== undefined && ours !== null && username.toLowerCase() !== ours.toLowerCase())
    return wrong(`the account is @${ours}, and the post is one of @${username}`);
  const before = knownReceipts(trail);
  if (before.some((receipt) => receipt.id === id)) {
    return wrong(`that is a post of the thread that is known already; the one in doubt is number ${before.length + 1}`);
  }
  const receipt: PostReceipt = { position: before.length, id, cid: null, url: `${address.origin}${pathOf(address)}` };
  const [first = receipt, ...rest] = [...before, receipt];
  if (rest.length + 1 === posts.length) return { kind: 'whole', receipts: [first, ...rest] };
  const all = [...(trail?.posts ?? [])];
  all[before.length] = { mediaIds: [], refusals: 0, ...all[before.length], attempts: null, receipt };
  return { kind: 'begun', trail: { network: 'mastodon', anchor: null, ...trail, posts: all } };
}

function knownReceipts(trail: Trail | null): readonly PostReceipt[] {
  return trail?.posts.flatMap(({ receipt }) => receipt ?? []) ?? [];
}

/** Where Mastodon, GoToSocial, snac, the Pleroma family and Mitra show one status; `name` may have its server after it. */
const statusPaths = [
  /^(?:\/web|\/deck)?\/@(?<name>[^/]+)(?:\/statuses)?\/(?<id>[^/]+)$/,
  /^\/users\/(?<name>[^/]+)\/statuses\/(?<id>[^/]+)$/,
  /^\/(?<name>[^/@]+)\/p\/(?<id>[^/]+)$/,
  /^(?:\/web\/statuses|\/notice|\/post)\/(?<id>[^/]+)$/,
];

function statusIn(address: URL): { readonly id: string; readonly name: string | undefined } | null {
  const path = pathOf(address);
  const { id = '', name } =
    statusPaths.map((form) => form.exec(path)?.groups).find((found) => found !== undefined) ?? {};
  return /^(?=.*\d)[\w.-]+$/.test(id) ? { id, name } : null;
}

function pathOf({ pathname }: URL): string {
  return pathname.replace(/\/$/, '');
}

function wrong(message: string): PublishedWord {
  return { kind: 'wrong address', message };
}
