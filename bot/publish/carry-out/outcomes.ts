/** What became of a publication: each outcome written to the ledger and reported. */

import { LeaseLost } from '../../ledger/lease.ts';
import type { Frozen, Trail } from '../../networks/network.ts';
import type { Ending } from '../decide/after-look.ts';
import { claimOf, type Dated } from '../decide/claim.ts';
import { heldBack } from '../decide/pace.ts';
import { givenUp, type Intended } from '../decide/retry.ts';
import type { LeasedOutlet, Outlet, Ports, PublishEvent } from '../ports.ts';
import { outcomeRecorded } from './memory.ts';
import { Stopped } from './stopped.ts';

/** What throws after the intent counts as an attempt, and is thrown on: otherwise every beat would be one. */
export async function attempt<T>(slot: Dated, outlet: LeasedOutlet, ports: Ports, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof Stopped) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const failure = { kind: 'doubtful', message: `an error of the program cut the attempt off: ${reason}` } as const;
    await ports.ledger
      .attempted(claimOf(slot, outlet), failure, ports.now())
      .then(() => outcomeRecorded(ports.memory, slot.id, outlet))
      .catch(() => undefined);
    throw error;
  }
}

/** What was sent or found, for the report. */
type Delivered = { readonly frozen: Frozen; readonly found: boolean };

/** Records how a call to the network ended, and reports it. `delivered` is what was asked for, where it may be published. */
export async function end(
  slot: Dated,
  ending: Ending,
  outlet: LeasedOutlet,
  ports: Ports,
  delivered?: Delivered,
): Promise<void> {
  const { ledger, now } = ports;
  const claim = claimOf(slot, outlet);
  switch (ending.kind) {
    case 'published':
      await ledger.published(claim, ending.receipts, now());
      break;
    case 'give up':
      await ledger.failed(claim, slot.due, ending.failure, now());
      break;
    case 'postpone':
      await ledger.attempted(claim, ending.setback, now());
      break;
    case 'hold back':
      await ledger.attempted(claim, heldBack(ending.hold), now());
      break;
  }
  outcomeRecorded(ports.memory, slot.id, outlet);
  ports.report({ ...about(slot, outlet), ...told(ending, delivered) });
}

/** Of `Omit` on each kind of event. */
type Told = PublishEvent extends infer E
  ? E extends PublishEvent
    ? Omit<E, 'channel' | 'slot' | 'due'>
    : never
  : never;

function told(ending: Ending, delivered: Delivered | undefined): Told {
  switch (ending.kind) {
    case 'published': {
      const images = delivered?.frozen.posts.reduce((count, { pictures }) => count + pictures.length, 0) ?? 0;
      return { kind: 'published', receipts: ending.receipts, images, found: delivered?.found ?? false };
    }
    case 'give up':
      return { kind: 'failed', failure: ending.failure };
    case 'postpone':
      return { kind: 'postponed', failure: ending.told };
    case 'hold back':
      return { kind: 'held', hold: ending.hold };
  }
}

/** Gives up what was tried too often: it may be public or not. */
export async function abandon(publication: Intended, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { slot: id, due } = publication;
  await end({ id, due }, { kind: 'give up', failure: givenUp(publication) }, outlet, ports);
}

/**
 * Records a slot as missed; not by a clock that was set wrong meanwhile, since a later pass can do it as well. `lapsed` is
 * what its adapter has to know if a person wants it sent all the same.
 */
export async function miss(
  slot: Dated,
  outlet: LeasedOutlet,
  ports: Ports,
  lapsed: Trail | null = null,
): Promise<void> {
  if (ports.believesNow?.(outlet.channel) === false) return;
  if (lapsed !== null) await ports.ledger.trailed(claimOf(slot, outlet), lapsed);
  await ports.ledger.missed(claimOf(slot, outlet), slot.due, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'missed' });
}

export function about(slot: Dated, { channel }: Outlet) {
  return { channel, slot: slot.id, due: slot.due };
}
