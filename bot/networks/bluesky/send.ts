/** Publishes a frozen thread exactly once: pictures, one write, and after any doubtful answer a look at what stands there. */

import type { Failure, Picturing, SendResult } from '../network.ts';
import { type Answer, failureOf, failureWithoutEffect } from './answer.ts';
import type { FrozenBluesky } from './freeze.ts';
import type { StrongRef } from './record.ts';
import type { Repository } from './repository.ts';
import { receiptsOf, standingOf } from './standing.ts';
import { uploadPictures } from './uploads.ts';

type Attempt = { readonly repository: Repository; readonly frozen: FrozenBluesky; readonly picturing: Picturing };

/**
 * The write is repeated once if nothing of it is there. Under the same keys it cannot publish twice: a `putRecord` with
 * `swapRecord: null` and an `applyWrites` of creates both change nothing where a record stands.
 */
export async function sendFrozen(
  repository: Repository,
  frozen: FrozenBluesky,
  picturing: Picturing,
): Promise<SendResult> {
  const attempt: Attempt = { repository, frozen, picturing };
  const failure = await uploadPictures(repository, frozen, picturing);
  if (failure !== null) return { kind: 'failure', failure };
  const first = await written(attempt);
  const settled = await settle(attempt, first);
  if (settled !== 'absent') return settled;
  const second = await written(attempt);
  const settledAgain = await settle(attempt, second);
  return settledAgain === 'absent' ? { kind: 'failure', failure: withoutEffect(second) } : settledAgain;
}

/** A blob that no record refers to is kept only for a while, and one is deleted with its last record: so once again. */
async function written({ repository, frozen, picturing }: Attempt): Promise<Answer<readonly StrongRef[]>> {
  const answer = await repository.write(frozen);
  if (answer.kind !== 'refused' || answer.error !== 'BlobNotFound') return answer;
  const failure = await uploadPictures(repository, frozen, picturing);
  return failure === null ? repository.write(frozen) : { kind: 'unsent', failure };
}

/** Looks even after a refusal: it may only mean that an earlier attempt has landed meanwhile. */
async function settle(attempt: Attempt, answer: Answer<readonly StrongRef[]>): Promise<SendResult | 'absent'> {
  const { repository, frozen } = attempt;
  if (answer.kind === 'answered' && isAsFrozen(frozen, answer.data)) return sent(frozen);
  if (answer.kind === 'unsent') return { kind: 'failure', failure: answer.failure };
  const refusal = answer.kind === 'refused' && answer.error !== 'InvalidSwap' ? failureOf(answer) : null;
  if (refusal !== null && refusal.kind !== 'refused') return { kind: 'failure', failure: refusal };
  const standing = await standingOf(repository, frozen);
  if (refusal !== null && (standing.kind === 'absent' || standing.kind === 'unread')) {
    return { kind: 'failure', failure: refusal };
  }
  switch (standing.kind) {
    case 'whole':
      return sent(frozen);
    case 'absent':
      return 'absent';
    case 'some':
      return complete(attempt, standing.missing);
    case 'conflict':
      return { kind: 'failure', failure: standing.failure };
    case 'unread':
      return { kind: 'failure', failure: doubtful(withoutEffect(answer), standing.failure) };
  }
}

/** A batch would be refused as a whole for the posts that are there, so the missing ones are put one by one. */
async function complete({ repository, frozen }: Attempt, missing: FrozenBluesky['posts']): Promise<SendResult> {
  let last: Answer<StrongRef> | null = null;
  for (const post of missing) {
    last = await repository.put(post);
    if (last.kind !== 'answered') break;
  }
  const standing = await standingOf(repository, frozen);
  if (standing.kind === 'whole') return sent(frozen);
  if (standing.kind === 'conflict') return { kind: 'failure', failure: standing.failure };
  if (last?.kind === 'refused') return { kind: 'failure', failure: failureOf(last) };
  const message = `a part of ${frozen.slot} is missing`;
  const why = standing.kind === 'unread' ? standing.failure.message : 'it could not be completed';
  return { kind: 'failure', failure: { kind: 'doubtful', message: `${message}: ${why}` } };
}

function sent(frozen: FrozenBluesky): SendResult {
  return { kind: 'sent', receipts: receiptsOf(frozen) };
}

function isAsFrozen({ posts }: FrozenBluesky, stored: readonly StrongRef[]): boolean {
  return stored.length === posts.length && posts.every(({ cid }, index) => stored[index]?.cid === cid);
}

/** The failure of a write that reading back has shown to have done nothing. */
function withoutEffect(answer: Answer<unknown>): Failure {
  const failure: Failure =
    answer.kind === 'answered'
      ? { kind: 'unavailable', message: 'the server said that it stored other posts than it was sent', retryAt: null }
      : failureWithoutEffect(answer);
  return failure.kind === 'refused' ? { kind: 'unavailable', message: failure.message, retryAt: null } : failure;
}

function doubtful(writing: Failure, reading: Failure): Failure {
  return { kind: 'doubtful', message: `${writing.message}; and when asked what stands there: ${reading.message}` };
}
