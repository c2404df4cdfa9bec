/** What became of a publication: each outcome written to the ledger and reported. */

import type { Slot } from '../../../schedule/time/slots.ts';
import { LeaseLost } from '../../ledger/lease.ts';
import type { Failure, Frozen, Trail } from '../../networks/network.ts';
import type { PostReceipt } from '../../networks/receipt.ts';
import { claimOf, type Dated } from '../decide/claim.ts';
import { type Hold, heldBack } from '../decide/pace.ts';
import type { Intended } from '../decide/retry.ts';
import type { LeasedOutlet, Outlet, Ports } from '../ports.ts';
import { outcomeRecorded } from './recorded.ts';
import { HeldUp } from './timely.ts';

/** What throws after the intent counts as an attempt, and is thrown on: otherwise every beat would be one. */
export async function attempt<T>(slot: Dated, outlet: LeasedOutlet, ports: Ports, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof HeldUp) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const failure = { kind: 'doubtful', message: `an error of the program cut the attempt off: ${reason}` } as const;
    await attempted(slot, failure, outlet, ports).catch(() => undefined);
    throw error;
  }
}

/** Records an attempt, and what it leaves open. */
export async function attempted(slot: Dated, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await ports.ledger.attempted(claimOf(slot, outlet), failure, ports.now());
  outcomeRecorded(outlet.network, slot.id, outlet.lease.token);
}

export async function published(
  slot: Dated,
  receipts: readonly [PostReceipt, ...PostReceipt[]],
  frozen: Frozen,
  found: boolean,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<void> {
  await ports.ledger.published(claimOf(slot, outlet), receipts, ports.now());
  outcomeRecorded(outlet.network, slot.id, outlet.lease.token);
  const images = frozen.posts.reduce((count, { pictures }) => count + pictures.length, 0);
  ports.report({ ...about(slot, outlet), kind: 'published', receipts, images, found });
}

export async function failedAttempt(slot: Dated, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  switch (failure.kind) {
    case 'refused':
    case 'conflict':
    case 'uncertain':
      return fail(slot, failure, outlet, ports);
    case 'unavailable':
    case 'unauthorised':
    case 'doubtful':
      await attempted(slot, failure, outlet, ports);
      ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
  }
}

export async function fail(slot: Dated, failure: Failure, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await ports.ledger.failed(claimOf(slot, outlet), slot.due, failure, ports.now());
  outcomeRecorded(outlet.network, slot.id, outlet.lease.token);
  ports.report({ ...about(slot, outlet), kind: 'failed', failure });
}

/** Counts as an attempt that found nothing, so that it is not looked for at every beat until the hold is over. */
export async function holdBack(slot: Slot, hold: Hold, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  await attempted(slot, heldBack(hold), outlet, ports);
  ports.report({ ...about(slot, outlet), kind: 'held', hold });
}

/** Gives up what was tried too often: it may be public or not. */
export async function abandon(publication: Intended, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { slot: id, due, attempts, lastFailure } = publication;
  const message = `given up after ${attempts} attempts, and it is not known whether it is public; the last answer: ${lastFailure?.failure.message ?? 'none'}`;
  await fail({ id, due }, { kind: 'uncertain', message }, outlet, ports);
}

/**
 * Records a slot as missed; not by a clock that was set wrong meanwhile, since a later pass can do it as well. `lapsed` is
 * what its adapter has to know if a person wants it sent all the same.
 */
export async function miss(slot: Dated, outlet: LeasedOutlet, ports: Ports, lapsed?: Trail): Promise<void> {
  if (ports.believesNow?.(outlet.channel) === false) return;
  if (lapsed !== undefined) await ports.ledger.trailed(claimOf(slot, outlet), lapsed);
  await ports.ledger.missed(claimOf(slot, outlet), slot.due, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'missed' });
}

export function about(slot: Dated, { channel }: Outlet) {
  return { channel, slot: slot.id, due: slot.due };
}
