/** What the bot does once it has looked at the account for what it intended: pure, as `decide` is before the look. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { lastChance } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Hold } from '../../ledger/ledger.ts';
import { type Failure, type FindResult, namedRetry, type SendResult, type Trail } from '../../networks/network.ts';
import { type Intended, settlingMillis } from './retry.ts';

/** Until when a slot may be sent; what a person asks for goes out in a silence, too. */
export type Patience = 'within its limit' | 'until it is whole' | 'however late';

/** How a call to the network ends for the ledger. */
export type Ending =
  /** All of it is there: its receipts are recorded. */
  | { readonly kind: 'published'; readonly receipts: Extract<SendResult, { kind: 'sent' }>['receipts'] }
  /** Recorded as given up, with the reason; what is uncertain or in conflict needs a person's word. */
  | { readonly kind: 'give up'; readonly failure: Failure }
  /** Recorded as an attempt that left `setback`; a later pass goes on. `told` is what a person hears of it. */
  | { readonly kind: 'postpone'; readonly setback: Failure; readonly told: Failure }
  /** Recorded as an attempt that was held back; a later pass goes on once nothing holds it. */
  | { readonly kind: 'hold back'; readonly hold: Hold };

export type AfterLook =
  | Ending
  /** What is not there is sent, as it was frozen. */
  | { readonly kind: 'send'; readonly patience: Patience }
  /** Recorded as missed; `lapsed` is what its adapter has to know if a person wants it sent all the same. */
  | { readonly kind: 'miss'; readonly lapsed: Trail | null };

export type Sought = {
  readonly slot: Slot;
  readonly publication: Pick<Intended, 'trail' | 'doubts'>;
  /** Who wants it sent: the bot within its limit, or a person however late. */
  readonly patience: Exclude<Patience, 'until it is whole'>;
  /** What kept it from being sent when the look was decided. */
  readonly hold: Hold | null;
  /** Whether this process itself recorded how the last attempt ended: nobody tells of one that ended with its process. */
  readonly isRecorded: boolean;
  /** After the look. */
  readonly now: Instant;
};

/**
 * What is not there is sent, unless it is too late for it or held back. A thread that is half there is finished however
 * late, and waits for nothing but the end of a silence.
 */
export function afterLook(found: FindResult, sought: Sought): AfterLook {
  const { slot, patience, hold, now } = sought;
  const isPast = patience === 'within its limit' && now > lastChance(slot);
  switch (found.kind) {
    case 'found':
      return { kind: 'published', receipts: found.receipts };
    case 'failure':
      if (isPast && isSettled(slot, now) && isPassing(found.failure) && wasNeverSent(sought))
        return { kind: 'miss', lapsed: null };
      return afterFailedLook(found.failure, sought);
    case 'absent':
      if (isPast) return missOnceSure(found, slot, now);
      return hold === null ? { kind: 'send', patience } : { kind: 'hold back', hold };
    case 'partial':
      if (hold?.why === 'silence') return { kind: 'hold back', hold };
      return { kind: 'send', patience: patience === 'within its limit' ? 'until it is whole' : patience };
  }
}

/** What follows from a look for a publication whose entry has left the campaign: nothing more is sent. */
export function afterOrphanLook(found: FindResult): Ending {
  switch (found.kind) {
    case 'found':
      return { kind: 'published', receipts: found.receipts };
    case 'failure':
      return afterFailure(found.failure);
    case 'absent':
      return found.doubt === undefined ? leftWith('nothing was published') : afterFailure(found.doubt);
    case 'partial':
      return leftWith('its thread was left unfinished');
  }
}

/** What follows from an attempt to send. */
export function afterSend(result: SendResult): Ending {
  return result.kind === 'sent' ? { kind: 'published', receipts: result.receipts } : afterFailure(result.failure);
}

/** The kind of a Failure alone decides. */
export function afterFailure(failure: Failure): Ending {
  switch (failure.kind) {
    case 'refused':
    case 'conflict':
    case 'uncertain':
      return { kind: 'give up', failure };
    case 'unavailable':
    case 'unauthorised':
    case 'doubtful':
      return { kind: 'postpone', setback: failure, told: failure };
  }
}

/** A look that failed after an attempt without any answer is recorded as the doubt that it leaves. */
function afterFailedLook(failure: Failure, { isRecorded }: Sought): Ending {
  if (isRecorded || !isPassing(failure)) return afterFailure(failure);
  const doubt: Failure = { kind: 'doubtful', message: failure.message, retryAt: namedRetry(failure) };
  return { kind: 'postpone', setback: doubt, told: failure };
}

/** Whether each attempt ended with the answer that nothing was published. */
function wasNeverSent({ publication: { trail, doubts }, isRecorded }: Sought): boolean {
  const posts = trail?.posts ?? [];
  return isRecorded && doubts === 0 && posts.every(({ attempts, receipt }) => attempts === null && receipt === null);
}

function isPassing(failure: Failure): boolean {
  return afterFailure(failure).kind === 'postpone';
}

/** Whether no request of the last moments can still come through. */
function isSettled(slot: Slot, now: Instant): boolean {
  return now > lastChance(slot) + settlingMillis;
}

/**
 * Records as missed what is not there, but not while a request of the last moments may still come through. What may be
 * public all the same, and may never be sent again by itself, is left to a person at once.
 */
function missOnceSure({ doubt, lapsed }: Extract<FindResult, { kind: 'absent' }>, slot: Slot, now: Instant): AfterLook {
  if (doubt?.kind === 'uncertain') return { kind: 'give up', failure: doubt };
  if (isSettled(slot, now)) return doubt === undefined ? { kind: 'miss', lapsed: lapsed ?? null } : afterFailure(doubt);
  const message = 'it is too late to be sent, and not there; a request that was lost may still come through';
  return afterFailure({ kind: 'doubtful', message });
}

function leftWith(left: string): Ending {
  const message = `its entry left the campaign before it could be sent; ${left}`;
  return { kind: 'give up', failure: { kind: 'refused', message } };
}
