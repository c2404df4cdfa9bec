/** Publishes one slot because a person asks for it: missed, held or failed, however late, and with the same guarantees. */

import type { Wording } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { LeaseLost, occupiedBy } from '../../ledger/lease.ts';
import type { Claim, Publication } from '../../ledger/ledger.ts';
import { pasted } from '../../pasted.ts';
import { prepare } from '../carry-out/preparing.ts';
import { resume, settle } from '../carry-out/steps.ts';
import { type Asked, askedByHand } from '../decide/by-hand.ts';
import { claimOf } from '../decide/claim.ts';
import type { LeasedOutlet, Outlet, Ports } from '../ports.ts';

/** Why nothing was done. */
export type Refusal = { readonly kind: 'refusal'; readonly message: string };

/**
 * Publishes a slot on every channel at the same time, as `publishNow` does; resolves to why it was not, where it was not.
 * A channel that stops with an error ends nothing on the others.
 */
export async function publishOnAll(
  slot: Slot,
  ports: Ports,
): Promise<readonly { readonly channel: string; readonly message: string }[]> {
  const refusals = await Promise.all(
    ports.outlets.map(async (outlet) => {
      const refused = await publishNow(slot, outlet, ports).catch((error: unknown) => {
        return refusal(`stopped with an error: ${error instanceof Error ? error.message : String(error)}`);
      });
      return refused === null ? [] : [{ channel: outlet.channel.id, message: refused.message }];
    }),
  );
  return refusals.flat();
}

/**
 * Publishes a slot that is due, or says why not. What was intended before is looked for first, and goes on from where it
 * stopped with its old frozen requests. Outcomes are reported as in a pass; null means that one was.
 */
export async function publishNow(slot: Slot, outlet: Outlet, ports: Ports): Promise<Refusal | null> {
  const asked = askedByHand(slot, undefined, ports.now());
  if (asked.kind === 'refuse') return refused(asked);
  const taken = await ports.leases.hold(outlet.channel);
  if (taken.kind === 'occupied') {
    return refusal(`${occupiedBy(taken.lease)}; stop it, and give this command again`);
  }
  try {
    return await publishUnder(slot, { ...outlet, lease: taken.lease }, ports);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ports.leases.lost(outlet.channel, error);
    return refusal(`${error.message}; look at \`${pasted('status')}\` before you try again`);
  }
}

async function publishUnder(slot: Slot, outlet: LeasedOutlet, ports: Ports): Promise<Refusal | null> {
  const claim = claimOf(slot, outlet);
  const asked = askedByHand(slot, await recordOf(claim, ports), ports.now());
  switch (asked.kind) {
    case 'refuse':
      return refused(asked);
    case 'look':
      await settle(slot, asked.publication, outlet, ports, 'however late');
      return null;
    case 'intend':
    case 'reopen':
      return intendNow(slot, asked, outlet, ports);
  }
}

async function intendNow(
  slot: Slot,
  { kind, wording, looksFirst }: Extract<Asked, { wording: Wording }>,
  outlet: LeasedOutlet,
  ports: Ports,
): Promise<Refusal | null> {
  const claim = claimOf(slot, outlet);
  const prepared = await prepare(slot, wording, outlet, ports);
  if (prepared.kind === 'failure') return refusal(prepared.failure.message);
  const { frozen } = prepared;
  const intent = { frozen, fingerprint: frozen.fingerprint, now: ports.now() };
  const isIntended =
    kind === 'intend'
      ? await ports.ledger.intend(claim, { ...intent, due: slot.due })
      : await ports.ledger.reopen(claim, intent);
  if (!isIntended) return refusal('another process is at it this very moment');
  const intended = await recordOf(claim, ports);
  if (intended?.state !== 'intended') return refusal('another process has settled it this very moment');
  if (looksFirst) await settle(slot, intended, outlet, ports, 'however late');
  else await resume(slot, intended, outlet, ports, 'however late');
  return null;
}

function refused(asked: Extract<Asked, { kind: 'refuse' }>): Refusal {
  switch (asked.why) {
    case 'not due':
      return refusal('it is not due yet; the bot will publish it at its minute');
    case 'published': {
      const places = asked.publication.receipts.map(({ url, id }) => url ?? id);
      return refusal(`it is published already: ${places.join(', ')}`);
    }
    case 'needs a word': {
      const why =
        asked.failure.kind === 'conflict'
          ? 'something stands in its place that may be it'
          : 'nobody knows whether it was published';
      return refusal(`${why}; look at the account first, and tell what you saw as \`${pasted('status')}\` says`);
    }
  }
}

async function recordOf({ account, language, slot }: Claim, { ledger }: Ports): Promise<Publication | undefined> {
  return (await ledger.publications(account, language)).find((publication) => publication.slot === slot);
}

function refusal(message: string): Refusal {
  return { kind: 'refusal', message };
}
