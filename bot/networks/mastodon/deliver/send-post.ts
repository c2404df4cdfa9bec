/** Publishes one post of a thread at most once: each step is written down first, each doubtful answer settled by looking. */

import { hash } from 'node:crypto';
import { type Instant, toIso } from '../../../../schedule/time/instant.ts';
import type { Failed, Failure, Sending } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import { retryAtByDate } from '../../wire/retry-at.ts';
import { type FrozenMastodon, type FrozenStatus, postAt } from '../freeze/freeze.ts';
import { uploadPictures, whenReady } from '../freeze/uploads.ts';
import type { Answer } from '../wire/answer.ts';
import type { MastodonStatus } from '../wire/api.ts';
import { notBefore, publishingFailureOf, stillDoubtful } from '../wire/failures.ts';
import type { Session } from '../wire/session.ts';
import { confirm, outOfPlace, underAnothersKey } from './confirm.ts';
import { lookBack, reasonToWait } from './look-back.ts';
import type { Progress } from './progress.ts';
import { isStray, takeBack } from './take-back.ts';
import type { MastodonAttempts, MastodonPostTrail, MastodonTrail } from './trail.ts';

/** How often one call asks again after a doubtful answer, and how long it waits before it looks. */
const pauses = [1000, 3000];

export type Settled = { readonly kind: 'receipt'; readonly receipt: PostReceipt<'mastodon'> } | Failed;

/** Everything before `position` has its receipt. What is found or published has its receipt written down when this resolves. */
export async function sendPost(
  frozen: FrozenMastodon,
  position: number,
  progress: Progress,
  { picturing, permit, isPrepared = false }: Pick<Sending<MastodonTrail>, 'picturing' | 'permit' | 'isPrepared'>,
  session: Session,
): Promise<Settled> {
  const post = postAt(frozen, position);
  let uploadedAgain = false;
  let named: Instant | null = null;
  for (let repeats = 0; ; repeats += 1) {
    const { attempts, answered = null, lapsed = false, stray = null } = progress.of(position);
    if (stray !== null) return { kind: 'failure', failure: await takeBack(position, stray, progress, permit, session) };
    if (answered !== null) return confirmed(frozen, position, progress, answered, session);
    if (attempts !== null || lapsed) {
      const looked = await lookBack(frozen, progress.trail(), position, session);
      if (looked.kind === 'found') return keep(looked.receipt, position, progress);
      if (looked.kind === 'failure') return { kind: 'failure', failure: notBefore(looked.failure, named) };
    }
    if (attempts !== null) {
      const reason = reasonToWait({ attempts }, post, session);
      if (reason !== null) return { kind: 'failure', failure: notBefore(reason, named) };
    } else if (!isPrepared || mayHaveVanished(post, progress.of(position), session)) {
      const failure = await uploadPictures(post, position, progress, { picturing, permit }, session);
      if (failure !== null) return { kind: 'failure', failure };
    }
    const answer = await attempt(post, position, progress, permit, session);
    switch (answer.kind) {
      case 'ok': {
        const { id, url = null } = answer.value;
        const parent = parentOf(position, progress);
        const failure = underAnothersKey(answer.value, progress.trail(), session);
        if (failure !== null) return { kind: 'failure', failure };
        if (isStray(answer.value, parent)) {
          await progress.change(position, { stray: { id, url } });
          break;
        }
        const misplaced = outOfPlace(answer.value, parent, session);
        if (misplaced !== null) return { kind: 'failure', failure: misplaced };
        await progress.change(position, { answered: { id, url } });
        return confirmed(frozen, position, progress, { id, url }, session);
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
        if (answer.kind === 'unreached' || post.pictures.length === 0 || !mayMissPictures(answer.status, attempts)) {
          return { kind: 'failure', failure };
        }
        const next = await afterRefusedPictures(frozen, position, progress, session, failure);
        if (next !== 'upload again') return next;
        if (uploadedAgain) return { kind: 'failure', failure };
        uploadedAgain = true;
        await progress.change(position, { mediaIds: [] });
        break;
      }
      case 'doubtful': {
        named = retryAtByDate(answer.headers, session.now()) ?? named;
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

/**
 * Whether the pictures of a prepared post need another look before it is sent. Where an id is attached only once, the
 * server declines ids that it does not know; other software may publish without those pictures.
 */
function mayHaveVanished(
  { pictures }: FrozenStatus,
  { mediaIds, refusals }: MastodonPostTrail,
  { policy }: Session,
): boolean {
  return pictures.length > 0 && (mediaIds.length !== pictures.length || refusals > 0 || !policy.mediaAttachOnce);
}

/** Mastodon says 422 of pictures it cannot attach, other software 400 or 404; that of a first request means nothing else was done. */
function mayMissPictures(status: number, attempts: MastodonAttempts | null): boolean {
  return status === 422 || (attempts === null && [400, 404].includes(status));
}

/** A key leads to what an earlier request published under it, or nowhere if that is gone. */
function mayBeUnder(attempts: MastodonAttempts | null, { policy }: Session): boolean {
  return attempts !== null && policy.keysHonoured;
}

function deletedSince({ account }: Session): Failure {
  const message = `${account.server} must have published it before, and it was deleted since; what is deleted stays deleted`;
  return { kind: 'conflict', message };
}

async function confirmed(
  frozen: FrozenMastodon,
  position: number,
  progress: Progress,
  answered: { readonly id: string; readonly url: string | null },
  session: Session,
): Promise<Settled> {
  const found = await confirm(frozen, progress.trail(), position, answered, session);
  return found.kind === 'found' ? keep(found.receipt, position, progress) : found;
}

async function keep(receipt: PostReceipt<'mastodon'>, position: number, progress: Progress): Promise<Settled> {
  await progress.change(position, { receipt });
  return { kind: 'receipt', receipt };
}

/** Asks before it writes the attempt down: what was refused has left no trace that would have to be looked into. */
async function attempt(
  post: FrozenStatus,
  position: number,
  progress: Progress,
  permit: Sending<MastodonTrail>['permit'],
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
  return hash('sha256', `${idempotencyKey} ${refusals}`).slice(0, 32);
}

/** It may have attached them to a post that is not shown yet. */
function unasked({ account }: Session): Failure {
  const message = `${account.server} declines the pictures of a post that may be there, and cannot be asked for them`;
  return { kind: 'doubtful', message };
}

/** It may mean that an upload was attached, has vanished or is not processed; each asks for something else. */
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
  if (state === 'unknown') return attempts === null ? 'upload again' : { kind: 'failure', failure: unasked(session) };
  if (state !== 'gone') return { kind: 'failure', failure: attempts === null ? state : stillDoubtful(state) };
  if (attempts === null) return 'upload again';
  const looked = await lookBack(frozen, progress.trail(), position, session);
  if (looked.kind === 'found') return keep(looked.receipt, position, progress);
  if (looked.kind === 'failure') return looked;
  const message = `${session.account.server} no longer has the pictures that were sent at ${attempts.lastAt}, and their post cannot be seen; look whether it was published and deleted`;
  return { kind: 'failure', failure: { kind: 'uncertain', message } };
}
