/** Publishes a frozen thread exactly once: pictures, one write, and after any doubtful answer a look at what stands there. */

import type { Instant } from '../../../../schedule/time/instant.ts';
import { type Failure, namedRetry, type Picturing, type Sending, type SendResult } from '../../network.ts';
import { type FrozenBluesky, isPut } from '../freeze/freeze.ts';
import type { StrongRef } from '../freeze/record.ts';
import { uploadPictures } from '../freeze/uploads.ts';
import { type Answer, failureOf, failureWithoutEffect, lacksCall } from '../wire/answer.ts';
import type { Repository } from '../wire/repository.ts';
import { receiptsOf, standingOf } from './standing.ts';

type Attempt = { readonly repository: Repository; readonly frozen: FrozenBluesky; readonly picturing: Picturing };

/**
 * Ahead of time: looks whether the keys are free, and uploads the pictures. Null also where the thread stands already.
 * Resolves to a failure where something else does, or where nobody could look.
 */
export async function prepareFrozen(
  repository: Repository,
  frozen: FrozenBluesky,
  picturing: Picturing,
): Promise<Failure | null> {
  const standing = await standingOf(repository, frozen);
  if (standing.kind === 'whole') return null;
  return standing.kind === 'absent' ? uploadPictures(repository, frozen, picturing) : standing.failure;
}

/**
 * Looks first, so that nothing is written over even on a server that would let it; what is prepared was looked for a short
 * while ago, and is written at once. The write is repeated once if nothing of it is there, and a `putRecord` that was
 * refused is repeated as an `applyWrites`. Under the same keys none can publish twice: a `putRecord` with
 * `swapRecord: null` and an `applyWrites` of creates both change nothing where a record stands, and where a server
 * overlooks that, the same record is put again. A write that got no clear answer leaves a doubt, even
 * where a look shows nothing.
 */
export async function sendFrozen(
  repository: Repository,
  frozen: FrozenBluesky,
  { picturing, isPrepared = false }: Pick<Sending, 'picturing' | 'isPrepared'>,
): Promise<SendResult<'bluesky'>> {
  const attempt: Attempt = { repository, frozen, picturing };
  const ended = isPrepared ? null : await begun(attempt);
  if (ended !== null) return ended;
  const first = await written(attempt, repository.write);
  const settled = await settle(attempt, first);
  if (settled !== 'absent') return settled;
  const isCreating = isToBeCreated(frozen, first);
  const refusal = isCreating ? null : (lackIn(first) ?? refusalIn(first));
  if (refusal !== null) return { kind: 'failure', failure: refusal };
  const second = await written(attempt, isCreating ? repository.create : repository.write);
  const settledAgain = await settle(attempt, second);
  const lack = isCreating ? lackIn(second) : null;
  const end = settledAgain === 'absent' ? withoutEffect(second, lack) : settledAgain;
  return isInconclusive(first) || isInconclusive(second) ? maybeOnItsWay(end) : end;
}

/** Whether a write that a look did not find may have been sent, and nobody said that it was not done. */
function isInconclusive({ kind }: Answer<unknown>): boolean {
  return kind === 'undecided' || kind === 'answered';
}

/** A write without a clear answer may still wait at the server, where no look shows it: its absence now is no proof. */
function maybeOnItsWay(end: SendResult<'bluesky'>): SendResult<'bluesky'> {
  if (end.kind === 'sent') return end;
  const { failure } = end;
  if (failure.kind !== 'unavailable' && failure.kind !== 'unauthorised') return end;
  const message = `${failure.message}; a write that got no clear answer may still come through`;
  return { kind: 'failure', failure: { kind: 'doubtful', message, retryAt: namedRetry(failure) } };
}

/** Whether a server that refused a `putRecord` may still create the record: it lacks the call, or takes no null in it. */
function isToBeCreated(frozen: FrozenBluesky, answer: Answer<unknown>): boolean {
  if (!isPut(frozen) || answer.kind === 'answered') return false;
  return answer.kind === 'refused' || lacksCall(answer);
}

/** Null once the keys are known to be free and the pictures are there. */
async function begun({ repository, frozen, picturing }: Attempt): Promise<SendResult<'bluesky'> | null> {
  const before = await standingOf(repository, frozen);
  if (before.kind === 'whole') return sent(frozen);
  const failure = before.kind === 'absent' ? await uploadPictures(repository, frozen, picturing) : before.failure;
  return failure === null ? null : { kind: 'failure', failure };
}

/** A blob that no record refers to is kept only for a while, and one is deleted with its last record: so once again. */
async function written(
  { repository, frozen, picturing }: Attempt,
  write: Repository['write'],
): Promise<Answer<readonly StrongRef[]>> {
  const answer = await write(frozen);
  if (answer.kind !== 'refused' || answer.error !== 'BlobNotFound') return answer;
  const failure = await uploadPictures(repository, frozen, picturing);
  return failure === null ? write(frozen) : { kind: 'unsent', failure };
}

/** Looks even after a refusal: it may only mean that an earlier attempt has landed meanwhile. */
async function settle(
  { repository, frozen }: Attempt,
  answer: Answer<readonly StrongRef[]>,
): Promise<SendResult<'bluesky'> | 'absent'> {
  if (answer.kind === 'answered' && isAsFrozen(frozen, answer.data)) return sent(frozen);
  if (answer.kind === 'unsent') return { kind: 'failure', failure: answer.failure };
  const refusal = refusalIn(answer);
  if (refusal !== null && refusal.kind !== 'refused') return { kind: 'failure', failure: refusal };
  const standing = await standingOf(repository, frozen);
  switch (standing.kind) {
    case 'whole':
      return standing.gate === 'as frozen' ? sent(frozen) : { kind: 'failure', failure: gateAstray(frozen) };
    case 'absent':
      return 'absent';
    case 'conflict':
      return { kind: 'failure', failure: standing.failure };
    case 'unread':
      return { kind: 'failure', failure: doubtful(answer, standing.failure) };
  }
}

function sent(frozen: FrozenBluesky): SendResult<'bluesky'> {
  return { kind: 'sent', receipts: receiptsOf(frozen) };
}

function isAsFrozen({ posts, gate }: FrozenBluesky, stored: readonly StrongRef[]): boolean {
  const frozen = gate === null ? posts : [...posts, gate];
  return stored.length === frozen.length && frozen.every(({ cid }, index) => stored[index]?.cid === cid);
}

/** The posts were written as they should be, and the gate in the same commit was not. */
function gateAstray({ posts: [root] }: FrozenBluesky): Failure {
  const message = `it is published, but the rule who may reply to ${root.uri} is not the one that was sent; set it in the app`;
  return { kind: 'conflict', message };
}

/** What a definite no means; null for any other answer, and for an `InvalidSwap`: what stood there then may be gone now. */
function refusalIn(answer: Answer<unknown>): Failure | null {
  if (answer.kind !== 'refused' || answer.error === 'InvalidSwap') return null;
  return failureOf(answer);
}

/**
 * What it means that a server knows no call that creates posts; null for any other answer. Only of a write that a look
 * has shown to have done nothing, with none before it that may have been sent.
 */
function lackIn(answer: Answer<unknown>): Failure | null {
  if (answer.kind === 'answered' || answer.kind === 'unsent' || answer.error !== 'MethodNotImplemented') return null;
  const said = answer.kind === 'undecided' ? answer.message : `the server answered ${answer.status}: ${answer.message}`;
  const message = `${said}; this server does not know com.atproto.repo.applyWrites, without which nothing is published`;
  return { kind: 'refused', message };
}

/** The end of a write that reading back has shown to have done nothing. */
function withoutEffect(answer: Answer<unknown>, lack: Failure | null): SendResult<'bluesky'> {
  return { kind: 'failure', failure: lack ?? refusalIn(answer) ?? unheard(answer) };
}

function unheard(answer: Answer<unknown>): Failure {
  const failure: Failure =
    answer.kind === 'answered'
      ? { kind: 'unavailable', message: 'the server said that it stored other posts than it was sent', retryAt: null }
      : failureWithoutEffect(answer);
  return failure.kind === 'refused' ? { kind: 'unavailable', message: failure.message, retryAt: null } : failure;
}

/** Even after a refusal: it may only mean that an earlier attempt has landed. */
function doubtful(answer: Answer<unknown>, reading: Failure): Failure {
  const writing = unheard(answer);
  const message = `${writing.message}; and when asked what stands there: ${reading.message}`;
  const named = [namedRetry(writing), namedRetry(reading)].filter((instant) => instant !== null);
  const retryAt = named.reduce<Instant | null>((last, next) => (last !== null && last > next ? last : next), null);
  return { kind: 'doubtful', message, retryAt };
}
