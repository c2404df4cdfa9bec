/** Makes ready what is due in the next minutes, so that at its second only the last call is left to make. */

import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { publishes } from '../../channel.ts';
import { LeaseLost } from '../../ledger/lease.ts';
import { type Failure, namedRetry, type Trail } from '../../networks/network.ts';
import { claimOf } from '../decide/claim.ts';
import { countsAsReady, isPausing } from '../decide/readiness.ts';
import type { LeasedOutlet, Outlet, Ports } from '../ports.ts';
import { isPaused, pauseAfter } from './pauses.ts';
import { prepare, threadOf } from './preparing.ts';

const minute = 60_000;

/** How long before its due instant a slot is made ready. */
const leadMillis = 10 * minute;

/** A slot whose thread cannot be rendered or drawn as it is: a person has some minutes left. */
export type Unready = { readonly slot: Slot['id']; readonly due: Instant; readonly failure: Failure };

/**
 * Draws and uploads the pictures of all that is due on a channel in the next minutes and was not made ready yet, and
 * keeps the frozen requests in the ledger. Publishes nothing: what fails here is tried again after a pause, and in the end by `publish`,
 * which says so. Resolves to what cannot be made at all. Does nothing while another process publishes on the channel.
 * Throws what the ledger throws.
 */
export async function prepareAhead(outlet: Outlet, ports: Ports): Promise<readonly Unready[]> {
  const slots = soonDue(outlet, ports);
  if (slots.length === 0) return [];
  const taken = await ports.leases.hold(outlet.channel);
  if (taken.kind === 'occupied') return [];
  const unready: Unready[] = [];
  try {
    for (const slot of slots) {
      const failure = await makeReady(slot, { ...outlet, lease: taken.lease }, ports);
      if (failure !== null) unready.push({ slot: slot.id, due: slot.due, failure });
    }
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ports.leases.lost(outlet.channel, error);
  }
  return unready;
}

function soonDue({ channel }: Outlet, { calendar, now }: Ports): readonly Slot[] {
  const at = now();
  const soon = calendar.between(plusMillis(at, 1), plusMillis(at, leadMillis));
  return soon.filter(({ campaign }) => publishes(channel, campaign));
}

/** Why there is nothing that could be sent; null if there is. */
async function makeReady(slot: Slot, outlet: LeasedOutlet, ports: Ports): Promise<Failure | null> {
  const { ledger, pictures, leases, memory, now } = ports;
  const claim = claimOf(slot, outlet);
  const threaded = threadOf(slot, 'as-written', outlet);
  if (threaded.kind === 'failure') return threaded.failure;
  const { fingerprint } = threaded.thread;
  const kept = await ledger.preparation(claim);
  const known = kept?.fingerprint === fingerprint ? kept : null;
  if (known !== null && (countsAsReady(known, now()) || isPausing(known, now()))) return null;
  const task = `prepare ${slot.id}`;
  if (isPaused(memory, outlet, task, now())) return null;
  const made = await prepare(slot, 'as-written', outlet, ports);
  if (made.kind === 'failure') return made.failure;
  if (now() >= slot.due) return null;
  const { frozen } = made;
  let trail: Trail | null = known?.trail ?? null;
  const keep = (isComplete: boolean) =>
    ledger.prepared(claim, { frozen, fingerprint, trail, preparedAt: now(), isComplete });
  await keep(false);
  const failure = await outlet.network.prepare(frozen, {
    picturing: pictures.bySha256,
    trail,
    record: (next) => {
      trail = next;
      return keep(false);
    },
    permit: () => leases.permit(outlet.lease),
  });
  if (failure === null) await keep(true);
  else if (namedRetry(failure) !== null) pauseAfter(memory, outlet, task, failure, now());
  return null;
}
