/** Publishes one post of a thread at most once: each step is written down first, each doubtful answer settled by looking. */

import { createHash } from 'node:crypto';
import { toIso } from '../../../schedule/instant.ts';
import type { Failure, PostReceipt, Sending } from '../network.ts';
import type { Answer } from './answer.ts';
import type { MastodonStatus } from './api.ts';
import { failureOf, publishingFailureOf, stillDoubtful } from './failures.ts';
import type { FrozenMastodon, FrozenStatus } from './freeze.ts';
import { lookBack, reasonToWait } from './look-back.ts';
import type { Progress } from './progress.ts';
import { receiptOf } from './recognise.ts';
import type { Session } from './session.ts';
import type { MastodonAttempts } from './trail.ts';
import { uploadPictures, whenReady } from './uploads.ts';

/** How often one call asks again after a doubtful answer, and how long it waits before it looks. */
const pauses = [1000, 3000];

export type Settled =
  | { readonly kind: 'receipt'; readonly receipt: PostReceipt }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** Everything before `position` has its receipt. What is found or published has its receipt written down when this resolves. */
export async function sendPost(
  frozen: FrozenMastodon,
  position: number,
  progress: Progress,
  { picturing, permit }: Pick<Sending, 'picturing' | 'permit'>,
  session: Session,
): Promise<Settled> {
  const post = frozen.posts[position];
  if (post === undefined) throw new Error(`${frozen.slot} has no post ${position}`);
  let uploadedAgain = false;
  for (let repeats = 0; ; repeats += 1) {
    const { attempts } = progress.of(position);
    if (attempts !== null) {
      const looked = await lookBack(frozen, progress.trail(), position, session);
      if (looked.kind === 'found') return keep(looked.receipt, position, progress);
      if (looked.kind === 'failure') return looked;
      const reason = reasonToWait({ attempts }, post, session);
      if (reason !== null) return { kind: 'failure', failure: reason };
    } else {
      const failure = await uploadPictures(post, position, progress, { picturing, permit }, session);
      if (failure !== null) return { kind: 'failure', failure };
    }
    const answer = await attempt(post, position, progress, permit, session);
    switch (answer.kind) {
      case 'ok': {
        const failure = await wrongWith(answer.value, frozen, position, progress, session);
        if (failure !== null) return { kind: 'failure', failure };
        return keep(receiptOf(answer.value, position), position, progress);
      }
      case 'unreached':
      case 'no': {
        if (attempts === null) {
          const { refusals } = progress.of(position);
          await progress.change(position, { attempts: null, refusals: refusals + (answer.kind === 'no' ? 1 : 0) });
        }
        const isGone = answer.kind === 'no' && answer.status === 404 && position === 0 && mayBeUnder(attempts, session);
        const failure = isGone
          ? deletedSince(session)
          : publishingFailureOf(answer, session.account.server, session.now(), position > 0);
        if (answer.kind === 'unreached' || answer.status !== 422 || post.pictures.length === 0) {
          return { kind: 'failure', failure };
        }
        const next = await afterRefusedPictures(frozen, position, progress, session, failure);
        if (next !== 'upload again') return next;
        if (uploadedAgain) return { kind: 'failure', failure };
        uploadedAgain = true;
        break;
      }
      case 'doubtful': {
        const wait = pauses[repeats];
        await session.pause(wait ?? 1000);
        if (wait !== undefined) break;
        const looked = await lookBack(frozen, progress.trail(), position, session);
        if (looked.kind === 'found') return keep(looked.receipt, position, progress);
        const failure = publishingFailureOf(answer, session.account.server, session.now(), position > 0);
        return { kind: 'failure', failure };
      }
    }
  }
}

/** A key leads to what an earlier request published under it, or nowhere if that is gone. */
function mayBeUnder(attempts: MastodonAttempts | null, { policy }: Session): boolean {
  return attempts !== null && policy.keysHonoured;
}

function deletedSince({ account }: Session): Failure {
  const message = `${account.server} must have published it before, and it was deleted since; what is deleted stays deleted`;
  return { kind: 'conflict', message };
}

async function keep(receipt: PostReceipt, position: number, progress: Progress): Promise<Settled> {
  await progress.change(position, { receipt });
  return { kind: 'receipt', receipt };
}

/** Asks before it writes the attempt down: what was refused has left no trace that would have to be looked into. */
async function attempt(
  post: FrozenStatus,
  position: number,
  progress: Progress,
  permit: Sending['permit'],
  { api, clock }: Session,
): Promise<Answer<MastodonStatus>> {
  const { attempts, mediaIds, refusals } = progress.of(position);
  await permit();
  const lastAt = toIso(clock.now());
  await progress.change(position, { attempts: { firstAt: attempts?.firstAt ?? lastAt, lastAt } });
  return api.post(post, keyOf(post, refusals), mediaIds, parentOf(position, progress));
}

function parentOf(position: number, progress: Progress): string | null {
  return position === 0 ? null : (progress.of(position - 1).receipt?.id ?? null);
}

/** The stored key; after definite refusals one derived from it, because the Pleroma family repeats even errors for a key. */
function keyOf({ idempotencyKey }: FrozenStatus, refusals: number): string {
  if (refusals === 0) return idempotencyKey;
  return createHash('sha256').update(`${idempotencyKey} ${refusals}`).digest('hex').slice(0, 32);
}

/**
 * What keeps an answered status from being the one that was sent. snac posts a reply to what it does not know as a
 * status of its own; a key answers with whatever was first sent under it; Mastodon answers spam as if it had been
 * published (`Antispam`), so the status is looked for, at last in the account's list: that is read from the primary
 * database, while a replica may lag behind.
 */
async function wrongWith(
  status: MastodonStatus,
  frozen: FrozenMastodon,
  position: number,
  progress: Progress,
  session: Session,
): Promise<Failure | null> {
  const { api, account, now, pause } = session;
  const where = status.url ?? `status ${status.id}`;
  const { anchor } = progress.trail();
  if (anchor !== null && (status.id === anchor.id || Date.parse(status.createdAt) < Date.parse(anchor.createdAt))) {
    return { kind: 'conflict', message: `${account.server} already has another post under its key: ${where}` };
  }
  if ((status.inReplyToId ?? null) !== parentOf(position, progress)) {
    return { kind: 'conflict', message: `${account.server} published ${where} outside its thread; delete it there` };
  }
  for (const wait of [...pauses, null]) {
    const shown = await api.status(status.id);
    if (shown.kind === 'ok') return null;
    const isMissing = shown.kind === 'no' && [404, 410].includes(shown.status);
    if (!isMissing) return stillDoubtful(failureOf(shown, account.server, now()));
    if (wait !== null) await pause(wait);
  }
  const looked = await lookBack(frozen, progress.trail(), position, session);
  if (looked.kind === 'failure') return looked.failure;
  if (looked.kind === 'found' && looked.receipt.id === status.id) return null;
  const message = `${account.server} said it had published ${where}, but it is not there; its protection against spam may have dropped it, so ask who runs the server`;
  return { kind: 'refused', message };
}

/** A 422 may mean that an upload was attached, has vanished or is not processed; each asks for something else. */
async function afterRefusedPictures(
  frozen: FrozenMastodon,
  position: number,
  progress: Progress,
  session: Session,
  failure: Failure,
): Promise<Settled | 'upload again'> {
  const { attempts, mediaIds } = progress.of(position);
  const state = await whenReady(mediaIds, session);
  if (state === 'ready') return { kind: 'failure', failure };
  if (state !== 'gone') return { kind: 'failure', failure: attempts === null ? state : stillDoubtful(state) };
  if (attempts === null) return 'upload again';
  const looked = await lookBack(frozen, progress.trail(), position, session);
  if (looked.kind === 'found') return keep(looked.receipt, position, progress);
  if (looked.kind === 'failure') return looked;
  const message = `${session.account.server} no longer has the pictures that were sent at ${attempts.lastAt}, and their post cannot be seen; look whether it was published and deleted`;
  return { kind: 'failure', failure: { kind: 'uncertain', message } };
}
