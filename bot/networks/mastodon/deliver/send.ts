/** Publishes a thread post by post, each only after the one before it is known to be there. */

import { isNonEmpty, nonEmpty } from '../../../../schedule/model/language.ts';
import type { Failure, FindResult, Sending, SendResult } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import type { FrozenMastodon } from '../freeze/freeze.ts';
import { uploadPictures } from '../freeze/uploads.ts';
import { newestStatus } from '../wire/own-statuses.ts';
import type { Session } from '../wire/session.ts';
import { leftOpen, lookBack, whileKeyHolds } from './look-back.ts';
import { progressFrom } from './progress.ts';
import { sendPost } from './send-post.ts';
import type { MastodonTrail } from './trail.ts';
import { findWithoutTrail } from './without-trail.ts';

/** Goes on from the first post without a receipt. */
export async function sendThread(
  frozen: FrozenMastodon,
  sending: Sending<MastodonTrail>,
  session: Session,
): Promise<SendResult<'mastodon'>> {
  const begun = sending.trail ?? (await begin(frozen, sending, session));
  if ('kind' in begun) return { kind: 'failure', failure: begun };
  const progress = progressFrom(begun, sending.record);
  const receipts: PostReceipt<'mastodon'>[] = [];
  for (const [position, post] of frozen.posts.entries()) {
    const known = progress.of(position).receipt;
    if (known === null) {
      const settled = await sendPost(frozen, position, progress, sending, session);
      if (settled.kind === 'failure') {
        const failure = whileKeyHolds(settled.failure, progress.trail(), position, post, session);
        return { kind: 'failure', failure };
      }
      receipts.push(settled.receipt);
    } else receipts.push(known);
  }
  return { kind: 'sent', receipts: nonEmpty(receipts, `${frozen.slot} has no post`) };
}

/**
 * Writes down where ours will begin, uploads the pictures of all posts, and writes their ids down; the posts themselves
 * are begun in order by `sendThread`. What is found by looking back may so be as old as the preparation.
 */
export async function prepareThread(
  frozen: FrozenMastodon,
  sending: Sending<MastodonTrail>,
  session: Session,
): Promise<Failure | null> {
  const begun = sending.trail ?? (await begin(frozen, sending, session));
  if ('kind' in begun) return begun;
  if (frozen.posts.every(({ pictures }) => pictures.length === 0)) return null;
  const progress = progressFrom(begun, sending.record);
  for (const [position, post] of frozen.posts.entries()) {
    await progress.change(position, {});
    const failure = await uploadPictures(post, position, progress, sending, session);
    if (failure !== null) return failure;
  }
  return null;
}

/**
 * From the receipts of the trail, and for the post that was under way by looking back. Without a trail it looks through
 * the hours after the publication was due.
 */
export async function findThread(
  frozen: FrozenMastodon,
  trail: MastodonTrail | null,
  session: Session,
): Promise<FindResult<MastodonTrail>> {
  if (trail === null) {
    const found = await findWithoutTrail(frozen, session);
    return found.kind === 'failure' ? found : resultOf(frozen, found.receipts);
  }
  const receipts = trail.posts.flatMap(({ receipt }) => receipt ?? []);
  const next = receipts.length;
  const post = frozen.posts[next];
  const { attempts = null, lapsed = false } = trail.posts[next] ?? {};
  if (post === undefined || (attempts === null && !lapsed)) return resultOf(frozen, receipts);
  const looked = await lookBack(frozen, trail, next, session);
  switch (looked.kind) {
    case 'failure':
      return { kind: 'failure', failure: whileKeyHolds(looked.failure, trail, next, post, session) };
    case 'absent': {
      const result = resultOf(frozen, receipts);
      return result.kind === 'absent' ? { ...result, ...leftOpen(trail, next, post, session) } : result;
    }
    case 'found':
      return resultOf(frozen, [...receipts, looked.receipt]);
  }
}

/**
 * Writes down where ours will begin. Posts of a thread that broke off, whose trail was lost with its ledger, are taken
 * over; a whole one is another slot's with the same words, because a whole one of this slot would have been found.
 */
async function begin(
  frozen: FrozenMastodon,
  { record }: Sending<MastodonTrail>,
  session: Session,
): Promise<MastodonTrail | Failure> {
  const newest = await newestStatus(session);
  if (newest.kind === 'failure') return newest.failure;
  const left = frozen.posts.length === 1 ? null : await findWithoutTrail(frozen, session);
  if (left?.kind === 'failure') return left.failure;
  const receipts = left === null || left.receipts.length === frozen.posts.length ? [] : left.receipts;
  const { status } = newest;
  const trail: MastodonTrail = {
    network: 'mastodon',
    username: session.username,
    anchor: status === null ? null : { id: status.id, createdAt: status.createdAt },
    posts: receipts.map((receipt) => ({ mediaIds: [], attempts: null, refusals: 0, receipt })),
  };
  await record(trail);
  return trail;
}

function resultOf(frozen: FrozenMastodon, receipts: readonly PostReceipt<'mastodon'>[]): FindResult<MastodonTrail> {
  if (!isNonEmpty(receipts)) return { kind: 'absent' };
  return { kind: receipts.length === frozen.posts.length ? 'found' : 'partial', receipts };
}
