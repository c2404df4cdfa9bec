/** The account's posts, whoever wrote them: which are new, and how to take some away. */

import type { NonEmpty } from '../../../../schedule/model/language.ts';
import { type Instant, instantFromMillis } from '../../../../schedule/time/instant.ts';
import type { Failure, OwnPost, RecentResult } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import { addressOf, explained } from '../deliver/standing.ts';
import { collection } from '../freeze/freeze.ts';
import { partsOfTid } from '../freeze/tid.ts';
import { failureWithoutEffect } from './answer.ts';
import type { Repository, StoredPost } from './repository.ts';

/** Clocks and the habits of other programs may put this much between a post's key and its `createdAt`. */
const marginMillis = 24 * 60 * 60_000;

/** Ten thousand posts; a server that gives the same page again and again is not asked for ever. */
const mostPages = 100;

/** Posts by the `createdAt` they give themselves, newest first; one without a date is passed over. */
export async function recentPosts(repository: Repository, since: Instant): Promise<RecentResult> {
  const posts: OwnPost[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages === 0 || cursor !== null; pages += 1) {
    if (pages === mostPages) return { kind: 'failure', failure: endless(repository) };
    const answer = await repository.list(cursor);
    if (answer.kind !== 'answered') {
      return { kind: 'failure', failure: await explained(failureWithoutEffect(answer), repository) };
    }
    posts.push(...answer.data.posts.flatMap((post) => ownPost(repository.account.did, post) ?? []));
    const last = answer.data.posts.at(-1);
    cursor = last !== undefined && millisOfKey(keyOf(last.uri)) >= since - marginMillis ? answer.data.cursor : null;
  }
  const recent = posts.filter(({ createdAt }) => createdAt >= since);
  return { kind: 'posts', posts: recent.sort((a, b) => b.createdAt - a.createdAt) };
}

/**
 * Deletes posts, the last first; one that is gone already counts as deleted. The gate goes with the first
 * post: left behind, it would stand in the way of the same thread. Stops at the first failure. Throws an Error
 * for a receipt of another account, before anything is deleted.
 */
export async function removePosts(
  repository: Repository,
  receipts: NonEmpty<PostReceipt<'bluesky'>>,
): Promise<Failure | null> {
  const home = `at://${repository.account.did}/${collection}/`;
  const foreign = receipts.find(({ id }) => !id.startsWith(home));
  if (foreign !== undefined) throw new Error(`${foreign.id} is not a post of ${repository.account.did}`);
  for (const { id, cid, position } of [...receipts].sort((a, b) => b.position - a.position)) {
    const removed = await repository.remove(keyOf(id), cid);
    const answer = removed.kind === 'answered' && position === 0 ? await repository.removeGate(keyOf(id)) : removed;
    if (answer.kind === 'answered') continue;
    if (answer.kind === 'refused' && answer.error === 'InvalidSwap') {
      return { kind: 'conflict', message: `${id} is not the post that was published there; it was left as it is` };
    }
    const failure = failureWithoutEffect(answer);
    return { ...failure, message: `cannot delete ${id}: ${failure.message}` };
  }
  return null;
}

function endless({ account }: Repository): Failure {
  const message = `the server lists more than ${mostPages} pages of posts of ${account.did}`;
  return { kind: 'unavailable', message, retryAt: null };
}

function keyOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Infinity for a key that is no TID, so that it ends no search. */
function millisOfKey(rkey: string): number {
  try {
    return partsOfTid(rkey).micros / 1_000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function ownPost(did: string, { uri, value }: StoredPost): OwnPost | null {
  const millis = typeof value['createdAt'] === 'string' ? Math.trunc(Date.parse(value['createdAt'])) : Number.NaN;
  if (Number.isNaN(millis)) return null;
  return { id: uri, url: addressOf(did, keyOf(uri)), createdAt: instantFromMillis(millis) };
}
