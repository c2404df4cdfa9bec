/** The steps of publishing one slot on one outlet, each safe to be cut off anywhere and taken again. */

import { lastChance, type Wording, wordingAt } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import {
  type Failure,
  type FindResult,
  type Frozen,
  namedRetry,
  publicPosts,
  type Sending,
  type Trail,
} from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import { claimOf, type Dated } from '../decide/claim.ts';
import type { Hold } from '../decide/pace.ts';
import { type Intended, settlingMillis } from '../decide/retry.ts';
import type { LeasedOutlet, Ports } from '../ports.ts';
import { draw, lostPicture } from './drawing.ts';
import { about, attempt, attempted, fail, failedAttempt, holdBack, miss, published } from './outcomes.ts';
import { isPaused, pauseAfter } from './pauses.ts';
import { readied, threadOf } from './preparing.ts';
import { isRecorded, sendBegins } from './recorded.ts';
import { HeldUp, stillTimely } from './timely.ts';

/**
 * Renders, freezes and intends a slot, then sends it; one that cannot be rendered or drawn has failed. Intends nothing if
 * its wording is not that of the hour any more, because a later pass has another.
 */
export async function publish(slot: Slot, wording: Wording, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (isPaused(outlet.network, taskOf(slot), ports.now())) return;
  const ready = await readied(slot, wording, outlet, ports);
  if (ready.kind === 'failure') return unready(slot, ready.failure, outlet, ports);
  if (ports.now() < slot.due || wordingAt(slot, ports.now()) !== wording) return outdated(slot, outlet, ports);
  const { frozen, trail, isPrepared } = ready;
  const intent = { due: slot.due, frozen, fingerprint: frozen.fingerprint, trail, now: ports.now() };
  const intended = await ports.ledger.intend(claimOf(slot, outlet), intent);
  if (intended) await send(slot, { frozen, trail }, outlet, ports, 'within its limit', isPrepared);
}

function outdated(slot: Slot, outlet: LeasedOutlet, ports: Ports): void {
  const message = 'its hour changed while it was made ready; the bot decides anew';
  const failure = { kind: 'unavailable', message, retryAt: null } as const;
  ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
}

/** Before there is an intent nothing counts attempts: what may work later is begun again by a pass after a pause. */
async function unready(slot: Slot, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (failure.kind !== 'unavailable') return fail(slot, failure, outlet, ports);
  pauseAfter(outlet.network, taskOf(slot), failure, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
}

function taskOf({ id }: Slot): string {
  return `publish ${id}`;
}

/** Until when a slot may be sent; what a person asks for goes out in a silence, too. */
type Patience = 'within its limit' | 'however late';

/** What was to be sent, and how far its adapter came with it. */
export type Begun = { readonly frozen: Frozen; readonly trail: Trail | null };

/**
 * Finds out what became of an intent; what is not there is sent, unless it is too late for it or held back. A thread that
 * is half there is finished however late, and waits for nothing but the end of a silence.
 */
export async function settle(
  slot: Slot,
  begun: Intended,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Patience = 'within its limit',
  hold: Hold | null = null,
): Promise<void> {
  const result = await attempt(slot, outlet, ports, () => outlet.network.find(begun.frozen, begun.trail));
  const isLimited = patience === 'within its limit';
  switch (result.kind) {
    case 'found':
      return published(slot, result.receipts, begun.frozen, true, outlet, ports);
    case 'failure': {
      const isOver = isLimited && ports.now() > lastChance(slot) + settlingMillis;
      if (isOver && isPassing(result.failure) && wasNeverSent(begun, outlet)) return miss(slot, outlet, ports);
      return lookFailed(slot, begun, result.failure, outlet, ports);
    }
    case 'absent':
      if (isLimited && ports.now() > lastChance(slot)) return missOnceSure(slot, result, outlet, ports);
      return hold === null ? resume(slot, begun, outlet, ports, patience) : holdBack(slot, hold, outlet, ports);
    case 'partial':
      return hold?.why === 'silence'
        ? holdBack(slot, hold, outlet, ports)
        : resume(slot, begun, outlet, ports, isLimited ? 'until it is whole' : patience);
  }
}

/** A look that failed after an attempt without any answer is recorded as the doubt that it leaves. */
async function lookFailed(
  slot: Slot,
  begun: Intended,
  failure: Failure,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  if (!isPassing(failure) || !wasCutOff(begun, outlet)) return failedAttempt(slot, failure, outlet, ports);
  const doubt = { kind: 'doubtful', message: failure.message, retryAt: namedRetry(failure) } as const;
  await attempted(slot, doubt, outlet, ports);
  ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
}

/**
 * Whether each attempt ended with the answer that nothing was published. A process that ended in the middle of one cannot
 * have recorded that.
 */
function wasNeverSent(begun: Intended, outlet: LeasedOutlet): boolean {
  const posts = begun.trail?.posts ?? [];
  const isBlank = posts.every(({ attempts, receipt }) => attempts === null && receipt === null);
  return begun.doubts === 0 && isBlank && !wasCutOff(begun, outlet);
}

/** Whether there may have been an attempt after the last that was recorded. */
function wasCutOff({ slot }: Intended, { lease, network }: LeasedOutlet): boolean {
  return !isRecorded(network, slot, lease.token);
}

function isPassing({ kind }: Failure): boolean {
  return kind === 'unavailable' || kind === 'unauthorised' || kind === 'doubtful';
}

/**
 * Records as missed what is not there, but not while a request of the last moments may still come through. What may be
 * public all the same, and may never be sent again by itself, is left to a person at once.
 */
async function missOnceSure(slot: Slot, { doubt, lapsed }: Absent, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (doubt?.kind === 'uncertain') return failedAttempt(slot, doubt, outlet, ports);
  if (ports.now() > lastChance(slot) + settlingMillis)
    return doubt === undefined ? miss(slot, outlet, ports, lapsed) : failedAttempt(slot, doubt, outlet, ports);
  const message = 'it is too late to be sent, and not there; a request that was lost may still come through';
  return failedAttempt(slot, { kind: 'doubtful', message }, outlet, ports);
}

/** Sends the rest of what was begun; what the cache has lost of its pictures is drawn again. */
export async function resume(
  slot: Slot,
  begun: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Patience | 'until it is whole',
): Promise<void> {
  const failure = await recovered(slot, begun.frozen, outlet, ports);
  return failure === null ? send(slot, begun, outlet, ports, patience) : failedAttempt(slot, failure, outlet, ports);
}

/** Brings lost pictures back into the cache; null if all are there as they were. */
async function recovered(slot: Slot, frozen: Frozen, outlet: LeasedOutlet, ports: Ports): Promise<Failure | null> {
  if ((await lostPicture(frozen, ports)) === null) return null;
  const threaded = threadOf(slot, 'as-written', outlet);
  const drawn = threaded.kind === 'failure' ? threaded : await draw(threaded.thread, outlet, ports);
  const lost = await lostPicture(frozen, ports);
  if (lost === null) return null;
  if (drawn.kind === 'failure') return drawn.failure;
  const message = `the picture ${lost} is gone from the cache and cannot be drawn again as it was; restore the cache, then \`${pasted(`publish ${slot.id}`)}\``;
  return { kind: 'refused', message };
}

type Absent = Extract<FindResult, { kind: 'absent' }>;

/** Finds out what became of an intent whose entry is gone; nothing more is sent. */
export async function settleOrphan(
  slot: Dated,
  { frozen, trail }: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  const result = await attempt(slot, outlet, ports, () => outlet.network.find(frozen, trail));
  switch (result.kind) {
    case 'found':
      return published(slot, result.receipts, frozen, true, outlet, ports);
    case 'failure':
      return failedAttempt(slot, result.failure, outlet, ports);
    case 'partial':
    case 'absent': {
      if (result.kind === 'absent' && result.doubt !== undefined)
        return failedAttempt(slot, result.doubt, outlet, ports);
      const left = result.kind === 'absent' ? 'nothing was published' : 'its thread was left unfinished';
      const message = `its entry left the campaign before it could be sent; ${left}`;
      return fail(slot, { kind: 'refused', message }, outlet, ports);
    }
  }
}

async function send(
  slot: Slot,
  begun: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Patience | 'until it is whole',
  isPrepared = false,
): Promise<void> {
  const { frozen } = begun;
  let { trail } = begun;
  let mayBeOut = false;
  const record: Sending['record'] = (next) => {
    trail = next;
    return ports.ledger.trailed(claimOf(slot, outlet), next);
  };
  const permit: Sending['permit'] = async () => {
    await ports.leases.permit(outlet.lease);
    const isPartial = patience === 'until it is whole' || publicPosts(trail) > 0;
    if (patience !== 'however late') stillTimely(slot, isPartial, outlet, ports);
    mayBeOut = true;
  };
  sendBegins(outlet.network, slot.id);
  try {
    const sending: Sending = { picturing: ports.pictures.bySha256, trail, isPrepared, record, permit };
    const result = await attempt(slot, outlet, ports, () => outlet.network.send(frozen, sending));
    if (result.kind === 'failure') return await failedAttempt(slot, result.failure, outlet, ports);
    await published(slot, result.receipts, frozen, false, outlet, ports);
  } catch (error) {
    if (!(error instanceof HeldUp)) throw error;
    const { message, hold } = error;
    if (mayBeOut) return failedAttempt(slot, { kind: 'doubtful', message }, outlet, ports);
    if (hold !== null) return holdBack(slot, hold, outlet, ports);
    await failedAttempt(slot, { kind: 'unavailable', message, retryAt: null }, outlet, ports);
  }
}
