/** One pass: on every channel decide what is due, do it, and write down what happened. */

import type { SlotId } from '../../../schedule/time/slots.ts';
import { accountKeyOf } from '../../channel.ts';
import { LeaseLost } from '../../ledger/lease.ts';
import { type Decision, decide } from '../decide/decide.ts';
import { situationOf } from '../decide/situation.ts';
import type { LeasedOutlet, Outlet, Ports, PublishEvent } from '../ports.ts';

/**
 * Does everything that is due on every channel; channels do not wait for each other, and what is due on one goes out in
 * order: the first decision is carried out, and then it is decided anew, since the server may have been slow, and only a
 * look shows whether something is public. Resolves to the events that were reported. Safe to repeat and to be killed at any point: an intent is on disk
 * before anything is sent, and what was intended is looked for before it is sent again. Nothing is done on a channel
 * that another process holds the lease of, and what is under way stops when its lease is lost; both are reported by
 * `leases`. Nothing more is decided on a channel once its clock cannot be believed. A channel whose ledger or network throws stops for this pass; the error is thrown once all are through.
 */
export async function pass(ports: Ports): Promise<readonly PublishEvent[]> {
  const events: PublishEvent[] = [];
  const report = (event: PublishEvent): void => {
    events.push(event);
    ports.report(event);
  };
  const results = await Promise.allSettled(ports.outlets.map((outlet) => passOn(outlet, { ...ports, report })));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${results.length} channels stopped with an error`);
  return events;
}

async function passOn(outlet: Outlet, ports: Ports): Promise<void> {
  const taken = await ports.leases.hold(outlet.channel);
  if (taken.kind === 'occupied') return;
  try {
    await passUnder({ ...outlet, lease: taken.lease }, ports);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ports.leases.lost(outlet.channel, error);
  }
}

async function passUnder(outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { channel } = outlet;
  const startedAt = await ports.ledger.start(accountKeyOf(channel.account), channel.language, ports.now());
  const done = new Set<SlotId>();
  let { recorded } = ports;
  for (;;) {
    const now = ports.now();
    if (ports.believesNow?.(channel) === false) return;
    const situation = await situationOf(channel, ports, startedAt, now);
    recorded?.(situation.publications);
    recorded = undefined;
    const decision = decide(situation).find((each) => !done.has(slotOf(each)));
    if (decision === undefined) return;
    done.add(slotOf(decision));
    await carryOut(decision, outlet, ports);
  }
}

function slotOf(decision: Decision): SlotId {
  return 'slot' in decision ? decision.slot.id : decision.publication.slot;
}

/** What renders and draws is loaded for the first decision, since most passes have none. */
async function carryOut(decision: Decision, outlet: LeasedOutlet, ports: Ports): Promise<void> {
  const { publish, settle, settleOrphan } = await import('./steps.ts');
  const { abandon, miss } = await import('./outcomes.ts');
  switch (decision.kind) {
    case 'publish':
      return publish(decision.slot, decision.wording, outlet, ports);
    case 'settle':
      return settle(decision.slot, decision.publication, outlet, ports, 'within its limit', decision.hold);
    case 'abandon':
      return abandon(decision.publication, outlet, ports);
    case 'orphan': {
      const { slot, due, frozen, trail } = decision.publication;
      return settleOrphan({ id: slot, due }, { frozen, trail }, outlet, ports);
    }
    case 'miss':
      return miss(decision.slot, outlet, ports);
  }
}
