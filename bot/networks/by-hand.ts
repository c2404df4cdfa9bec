/** What a person is asked about a publication whose fate nobody knows, and what the answer that it is not there means. */

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
  const text =
    frozen.network === 'bluesky' ? frozen.posts[0].record.text : (frozen.posts[position] ?? frozen.posts[0]).status;
  return { position, posts, text, lastAttempt };
}

/** The trail without the attempt that came to nothing, so that the post may be sent anew. Pure: it needs no connection. */
export function withoutAttempt(trail: Trail | null): Trail | null {
  if (trail === null) return null;
  const position = knownReceipts(trail).length;
  return {
    ...trail,
    posts: trail.posts.map((post, index) =>
      index === position ? { ...post, attempts: null, answered: null, stray: null } : post,
    ),
  };
}

function knownReceipts(trail: Trail | null): readonly PostReceipt[] {
  return trail?.posts.flatMap(({ receipt }) => receipt ?? []) ?? [];
}
