/** Receipts for what the outbox has published. */

import type { NonEmpty } from '../../../schedule/model/language.ts';
import type { PostReceipt } from '../receipt.ts';

/** One a post, from the answers that are played; nobody can see it anywhere. */
export function receiptsFor<T, N extends string>(
  posts: NonEmpty<T>,
  answer: (post: T) => Pick<PostReceipt, 'id' | 'cid'>,
): NonEmpty<PostReceipt<N>> {
  const receipt = (post: T, position: number): PostReceipt<N> => ({ position, ...answer(post), url: null });
  const [first, ...rest] = posts;
  return [receipt(first, 0), ...rest.map((post, index) => receipt(post, index + 1))];
}
