/** What stands under a thread's keys, read from the server that holds the repository. */

import type { NonEmpty } from '../../../schedule/campaign.ts';
import type { Failure, PostReceipt } from '../network.ts';
import { failureWithoutEffect } from './answer.ts';
import type { FrozenBluesky } from './freeze.ts';
import type { Repository } from './repository.ts';

type FrozenPost = FrozenBluesky['posts'][number];

export type Standing =
  | { readonly kind: 'whole' }
  | { readonly kind: 'absent' }
  /** Somebody deleted a part: a thread is written whole or not at all. */
  | { readonly kind: 'some'; readonly receipts: NonEmpty<PostReceipt>; readonly missing: NonEmpty<FrozenPost> }
  | { readonly kind: 'conflict'; readonly failure: Failure }
  | { readonly kind: 'unread'; readonly failure: Failure };

export async function standingOf(repository: Repository, frozen: FrozenBluesky): Promise<Standing> {
  const answers = await Promise.all(
    frozen.posts.map(async (post, position) => ({ post, position, answer: await repository.read(post.rkey) })),
  );
  const receipts: PostReceipt[] = [];
  const missing: FrozenPost[] = [];
  let unread: Failure | null = null;
  for (const { post, position, answer } of answers) {
    if (answer.kind !== 'answered') unread ??= failureOfReading(failureWithoutEffect(answer));
    else if (answer.data === null) missing.push(post);
    else if (answer.data === post.cid) receipts.push(receiptOf(frozen, post, position));
    else return { kind: 'conflict', failure: conflictAt(post) };
  }
  if (unread !== null) return { kind: 'unread', failure: unread };
  const [firstThere, ...moreThere] = receipts;
  const [firstMissing, ...moreMissing] = missing;
  if (firstThere === undefined) return { kind: 'absent' };
  if (firstMissing === undefined) return { kind: 'whole' };
  return { kind: 'some', receipts: [firstThere, ...moreThere], missing: [firstMissing, ...moreMissing] };
}

export function receiptsOf(frozen: FrozenBluesky): NonEmpty<PostReceipt> {
  const [first, ...rest] = frozen.posts;
  return [receiptOf(frozen, first, 0), ...rest.map((post, index) => receiptOf(frozen, post, index + 1))];
}

/** Where the app shows a post. */
export function addressOf(did: string, rkey: string): string {
  return `https://bsky.app/profile/${did}/post/${rkey}`;
}

function receiptOf({ account }: FrozenBluesky, { uri, cid, rkey }: FrozenPost, position: number): PostReceipt {
  return { position, id: uri, cid, url: addressOf(account.did, rkey) };
}

function conflictAt({ uri }: FrozenPost): Failure {
  return { kind: 'conflict', message: `${uri} already holds another post; it was left as it is` };
}

/** A refusal to show a record says nothing about the publication itself. */
function failureOfReading(failure: Failure): Failure {
  return failure.kind === 'refused' ? { kind: 'unavailable', message: failure.message, retryAt: null } : failure;
}
