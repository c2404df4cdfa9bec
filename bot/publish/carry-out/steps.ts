/** The steps of publishing one slot on one outlet, each safe to be cut off anywhere and taken again; what follows from each is decided elsewhere. */

import { type Wording, wordingAt } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { publishes } from '../../channel.ts';
import type { Hold } from '../../ledger/ledger.ts';
import { type Failure, type Frozen, publicPosts, type Sending, type Trail } from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import {
  afterFailure,
  afterLook,
  afterOrphanLook,
  afterSend,
  type Patience,
  type Sought,
} from '../decide/after-look.ts';
import { claimOf, type Dated } from '../decide/claim.ts';
import { afterStop, stopOn } from '../decide/permission.ts';
import type { Intended } from '../decide/retry.ts';
import type { LeasedOutlet, Ports } from '../ports.ts';
import { draw, lostPicture } from './drawing.ts';
import { isRecorded, sendBegins } from './memory.ts';
import { about, attempt, end, miss } from './outcomes.ts';
import { isPaused, pauseAfter } from './pauses.ts';
import { readied, threadOf } from './preparing.ts';
import { Stopped } from './stopped.ts';

/**
 * Renders, freezes and intends a slot, then sends it; one that cannot be rendered or drawn has failed. Intends nothing if
 * its wording is not that of the hour any more, because a later pass has another.
 */
export async function publish(slot: Slot, wording: Wording, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  if (isPaused(ports.memory, outlet, taskOf(slot), ports.now())) return;
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
  if (failure.kind !== 'unavailable') return end(slot, afterFailure(failure), outlet, ports);
  pauseAfter(ports.memory, outlet, taskOf(slot), failure, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
}

function taskOf({ id }: Slot): string {
  return `publish ${id}`;
}

/** What was to be sent, and how far its adapter came with it. */
export type Begun = { readonly frozen: Frozen; readonly trail: Trail | null };

/** Looks for what became of an intent, and does what follows from it. */
export async function settle(
  slot: Slot,
  publication: Intended,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Sought['patience'] = 'within its limit',
  hold: Hold | null = null,
): Promise<void> {
  const { frozen, trail } = publication;
  const found = await attempt(slot, outlet, ports, () => outlet.network.find(frozen, trail));
  const recorded = isRecorded(ports.memory, slot.id, outlet);
  const next = afterLook(found, { slot, publication, patience, hold, isRecorded: recorded, now: ports.now() });
  switch (next.kind) {
    case 'send':
      return resume(slot, publication, outlet, ports, next.patience);
    case 'miss':
      return miss(slot, outlet, ports, next.lapsed);
    default:
      return end(slot, next, outlet, ports, { frozen, found: true });
  }
}

/** Looks for what became of an intent whose entry is gone; nothing more is sent. */
export async function settleOrphan(slot: Dated, begun: Begun, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { frozen, trail } = begun;
  const found = await attempt(slot, outlet, ports, () => outlet.network.find(frozen, trail));
  return end(slot, afterOrphanLook(found), outlet, ports, { frozen, found: true });
}

/** Sends the rest of what was begun; what the cache has lost of its pictures is drawn again. */
export async function resume(
  slot: Slot,
  begun: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Patience,
): Promise<void> {
  const failure = await recovered(slot, begun.frozen, outlet, ports);
  if (failure !== null) return end(slot, afterFailure(failure), outlet, ports);
  return send(slot, begun, outlet, ports, patience);
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

async function send(
  slot: Slot,
  begun: Begun,
  outlet: LeasedOutlet,
  ports: Ports,
  patience: Patience,
  isPrepared = false,
): Promise<void> {
  const { frozen } = begun;
  const { channel } = outlet;
  let { trail } = begun;
  let mayBeOut = false;
  const record: Sending['record'] = (next) => {
    trail = next;
    return ports.ledger.trailed(claimOf(slot, outlet), next);
  };
  const permit: Sending['permit'] = async () => {
    await ports.leases.permit(outlet.lease);
    const now = ports.now();
    const silences = ports.calendar.silencesAt(now).filter(({ campaign }) => publishes(channel, campaign));
    const stop = stopOn({ slot, patience, isBegun: publicPosts(trail) > 0, silences, now });
    if (stop !== null) throw new Stopped(stop);
    mayBeOut = true;
  };
  sendBegins(ports.memory, slot.id, outlet);
  try {
    const sending: Sending = { picturing: ports.pictures.bySha256, trail, isPrepared, record, permit };
    const result = await attempt(slot, outlet, ports, () => outlet.network.send(frozen, sending));
    await end(slot, afterSend(result), outlet, ports, { frozen, found: false });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    await end(slot, afterStop(error.stop, mayBeOut), outlet, ports);
  }
}
