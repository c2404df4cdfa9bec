/** The steps of publishing one slot on one outlet, each safe to be cut off anywhere and taken again. */

import { lastChance, type Wording } from '../../schedule/lateness.ts';
import type { Slot } from '../../schedule/slots.ts';
import type { Failure, FindResult, Frozen, PostReceipt, Trail } from '../networks/network.ts';
import { claimOf, type Dated } from './claim.ts';
import { draw, lostPicture } from './drawing.ts';
import { type Hold, heldBack } from './pace.ts';
import type { LeasedOutlet, Outlet, Ports } from './ports.ts';
import { readied, threadOf } from './preparing.ts';
import type { Intended } from './retry.ts';

/** Renders, freezes and intends a slot, then sends it; one that cannot be rendered or drawn has failed. */
export async function publish(slot: Slot, wording: Wording, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const ready = await readied(slot, wording, outlet, ports);
  if (ready.kind === 'failure') return unready(slot, ready.failure, outlet, ports);
  const { frozen, trail, isPrepared } = ready;
  const intent = { due: slot.due, frozen, fingerprint: frozen.fingerprint, trail, now: ports.now() };
  const intended = await ports.ledger.intend(claimOf(slot, outlet), intent);
  if (intended) await send(slot, { frozen, trail }, outlet, ports, isPrepared);
}

/** Before there is an intent nothing counts attempts: what may work later is simply begun again by the next pass. */
async function unready(slot: Slot, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (failure.kind !== 'unavailable') return fail(slot, failure, outlet, ports);
  ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
}

/** What was to be sent, and how far its adapter came with it. */
export type Begun = { readonly frozen: Frozen; readonly trail: Trail | null };

/**
 * Finds out what became of an intent; what is not there is sent, unless it is too late for it or held back. A thread that
 * is half there is finished however late, and waits for nothing but the end of a silence.
 */
export async function settle(
  slot: Slot,
  begun: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: 'within its limit' | 'however late' = 'within its limit',
  hold: Hold | null = null,
): Promise<void> {
  const result = await outlet.network.find(begun.frozen, begun.trail);
  switch (result.kind) {
    case 'found':
    case 'failure':
      return settleFound(slot, result, begun.frozen, outlet, ports);
    case 'absent':
      if (patience === 'within its limit' && ports.now() > lastChance(slot)) return missOnceSure(slot, outlet, ports);
      return hold === null ? resume(slot, begun, outlet, ports) : holdBack(slot, hold, outlet, ports);
    case 'partial':
      return hold?.why === 'silence' ? holdBack(slot, hold, outlet, ports) : resume(slot, begun, outlet, ports);
  }
}

/** A request that was sent in the last moment and lost may come through some minutes later, whoever sent it. */
const settlingMillis = 5 * 60_000;

/** Records as missed what is not there, but not while a request of the last moments may still come through. */
async function missOnceSure(slot: Slot, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (ports.now() > lastChance(slot) + settlingMillis) return miss(slot, outlet, ports);
  const message = 'it is too late to be sent, and not there; a request that was lost may still come through';
  return failedAttempt(slot, { kind: 'doubtful', message }, outlet, ports);
}

/** Sends the rest of what was begun, however late; what the cache has lost of its pictures is drawn again. */
export async function resume(slot: Slot, begun: Begun, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const failure = await recovered(slot, begun.frozen, outlet, ports);
  return failure === null ? send(slot, begun, outlet, ports) : failedAttempt(slot, failure, outlet, ports);
}

/** Brings lost pictures back into the cache; null if all are there as they were. */
async function recovered(slot: Slot, frozen: Frozen, outlet: LeasedOutlet, ports: Ports): Promise<Failure | null> {
  if ((await lostPicture(frozen, ports)) === null) return null;
  const threaded = threadOf(slot, 'as-written', outlet);
  const drawn = threaded.kind === 'failure' ? threaded : await draw(threaded.thread, outlet, ports);
  const lost = await lostPicture(frozen, ports);
  if (lost === null) return null;
  if (drawn.kind === 'failure') return drawn.failure;
  const message = `the picture ${lost} is gone from the cache and cannot be drawn again as it was; restore the cache, then publish the slot by hand`;
  return { kind: 'refused', message };
}

/** Finds out what became of an intent whose entry is gone; nothing more is sent. */
export async function settleOrphan(
  slot: Dated,
  { frozen, trail }: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  const result = await outlet.network.find(frozen, trail);
  switch (result.kind) {
    case 'found':
    case 'failure':
      return settleFound(slot, result, frozen, outlet, ports);
    case 'partial':
    case 'absent': {
      const left = result.kind === 'absent' ? 'nothing was published' : 'its thread was left unfinished';
      const message = `its entry left the campaign before it could be sent; ${left}`;
      return fail(slot, { kind: 'refused', message }, outlet, ports);
    }
  }
}

async function settleFound(
  slot: Dated,
  result: Extract<FindResult, { kind: 'found' | 'failure' }>,
  frozen: Frozen,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  if (result.kind === 'failure') return failedAttempt(slot, result.failure, outlet, ports);
  await published(slot, result.receipts, frozen, true, outlet, ports);
}

async function send(
  slot: Dated,
  { frozen, trail }: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  isPrepared = false,
): Promise<void> {
  const claim = claimOf(slot, outlet);
  const result = await outlet.network.send(frozen, {
    picturing: ports.pictures.bySha256,
    trail,
    isPrepared,
    record: (next) => ports.ledger.trailed(claim, next),
    permit: () => ports.leases.permit(outlet.lease),
  });
  if (result.kind === 'failure') return failedAttempt(slot, result.failure, outlet, ports);
  await published(slot, result.receipts, frozen, false, outlet, ports);
}

async function published(
  slot: Dated,
  receipts: readonly [PostReceipt, ...PostReceipt[]],
  frozen: Frozen,
  found: boolean,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  await ports.ledger.published(claimOf(slot, outlet), receipts, ports.now());
  const images = frozen.posts.reduce((count, { pictures }) => count + pictures.length, 0);
  ports.report({ ...about(slot, outlet), kind: 'published', receipts, images, found });
}

async function failedAttempt(slot: Dated, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  switch (failure.kind) {
    case 'refused':
    case 'conflict':
    case 'uncertain':
      return fail(slot, failure, outlet, ports);
    case 'unavailable':
    case 'unauthorised':
    case 'doubtful':
      await ports.ledger.attempted(claimOf(slot, outlet), failure, ports.now());
      ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
  }
}

async function fail(slot: Dated, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await ports.ledger.failed(claimOf(slot, outlet), slot.due, failure, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'failed', failure });
}

/** Counts as an attempt that found nothing, so that it is not looked for at every beat until the hold is over. */
async function holdBack(slot: Slot, hold: Hold, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await ports.ledger.attempted(claimOf(slot, outlet), heldBack(hold), ports.now());
  ports.report({ ...about(slot, outlet), kind: 'held', hold });
}

/** Gives up what was tried too often: it may be public or not. */
export async function abandon(publication: Intended, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { slot: id, due, attempts, lastFailure } = publication;
  const message = `given up after ${attempts} attempts, and it is not known whether it is public; the last answer: ${lastFailure?.failure.message ?? 'none'}`;
  await fail({ id, due }, { kind: 'uncertain', message }, outlet, ports);
}

/** Records a slot as missed. */
export async function miss(slot: Dated, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await ports.ledger.missed(claimOf(slot, outlet), slot.due, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'missed' });
}

function about(slot: Dated, { channel }: Outlet) {
  return { channel, slot: slot.id, due: slot.due };
}
