/** What a person is asked about a publication whose fate nobody knows, and what the answer that it is not there means. */

import { networkNamed } from './all.ts';
import type { Frozen, Trail } from './network.ts';
import type { PostReceipt } from './receipt.ts';

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
  const text = networkNamed(frozen.network).byHand.textOf(frozen, position);
  return { position, posts, text, lastAttempt };
}

/** The trail without the attempt that came to nothing, so that the post may be sent anew. Pure: it needs no connection. */
export function withoutAttempt<T extends Trail>(trail: T | null): T | null {
  if (trail === null) return null;
  const position = knownReceipts(trail).length;
  const { withoutAttempt: cleared } = networkNamed(trail.network).byHand;
  return { ...trail, posts: trail.posts.map((post, index) => (index === position ? cleared(post) : post)) };
}

function knownReceipts(trail: Trail | null): readonly PostReceipt[] {
  return trail?.posts.flatMap(({ receipt }) => receipt ?? []) ?? [];
}
