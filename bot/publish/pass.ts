/** One pass: on every channel decide what is due, do it, and write down what happened. */

import type { Instant } from '../../schedule/instant.ts';
import type { Slot } from '../../schedule/slots.ts';
import { accountKeyOf, publishes } from '../channel.ts';
import type { PublicationKey } from '../ledger/ledger.ts';
import type { Failure, FindResult, Frozen, PostReceipt, Trail } from '../networks/network.ts';
import { renderThread } from '../render/render.ts';
import type { Thread } from '../render/thread.ts';
import { type Decision, decide, isLate } from './decide.ts';
import type { Outlet, Ports, PublishEvent } from './ports.ts';

/**
 * Does everything that is due on every channel; channels do not wait for each other, and what is due on one goes out in
 * order. Resolves to the events that were reported. Safe to repeat and to be killed at any point: an intent is on disk
 * before anything is sent, and what was intended is looked for before it is sent again. A channel whose ledger or
 * network throws stops for this pass; the error is thrown once all channels are through.
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
  const { channel } = outlet;
  const account = accountKeyOf(channel.account);
  const now = ports.now();
  const startedAt = await ports.ledger.start(account, channel.language, now);
  const publications = await ports.ledger.publications(account, channel.language);
  const until = publications.reduce((latest, { due }) => (due > latest ? due : latest), now);
  const slots = ports.calendar.between(startedAt, until).filter(({ campaign }) => publishes(channel, campaign));
  for (const decision of decide({ startedAt, now, slots, publications })) await carryOut(decision, outlet, ports);
}

async function carryOut(decision: Decision, outlet: Outlet, ports: Ports): Promise<void> {
  switch (decision.kind) {
    case 'publish':
      return publish(decision.slot, outlet, ports);
    case 'settle':
      return settle(decision.slot, decision.publication, outlet, ports);
    case 'orphan': {
      const { slot, due, frozen, trail } = decision.publication;
      return settleOrphan({ id: slot, due }, { frozen, trail }, outlet, ports);
    }
    case 'miss':
      return miss(decision.slot, outlet, ports);
  }
}

type Dated = { readonly id: Slot['id']; readonly due: Instant };

async function publish(slot: Slot, outlet: Outlet, ports: Ports): Promise<void> {
  const thread = threadOf(slot, outlet);
  if (thread.kind === 'failure') return fail(slot, thread.failure, outlet, ports);
  const frozen = outlet.network.freeze(thread.thread, await draw(thread.thread, outlet, ports));
  const { fingerprint } = thread.thread;
  const intended = await ports.ledger.intend(keyOf(slot, outlet), {
    due: slot.due,
    frozen,
    fingerprint,
    now: ports.now(),
  });
  if (intended) await send(slot, { frozen, trail: null }, outlet, ports);
}

/** What was to be sent, and how far its adapter came with it. */
type Begun = { readonly frozen: Frozen; readonly trail: Trail | null };

async function settle(slot: Slot, begun: Begun, outlet: Outlet, ports: Ports): Promise<void> {
  const result = await outlet.network.find(begun.frozen, begun.trail);
  switch (result.kind) {
    case 'found':
    case 'failure':
      return settleFound(slot, result, begun.frozen, outlet, ports);
    case 'absent':
      if (isLate(slot, ports.now())) return miss(slot, outlet, ports);
      return resume(slot, begun, outlet, ports);
    case 'partial':
      return resume(slot, begun, outlet, ports);
  }
}

/** Goes on with what was begun; its pictures are drawn again in case the cache was lost. */
async function resume(slot: Slot, begun: Begun, outlet: Outlet, ports: Ports): Promise<void> {
  const thread = threadOf(slot, outlet);
  if (thread.kind === 'thread') await draw(thread.thread, outlet, ports);
  await send(slot, begun, outlet, ports);
}

async function settleOrphan(slot: Dated, { frozen, trail }: Begun, outlet: Outlet, ports: Ports): Promise<void> {
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
  outlet: Outlet,
  ports: Ports,
): Promise<void> {
  if (result.kind === 'failure') return failedAttempt(slot, result.failure, outlet, ports);
  await published(slot, result.receipts, frozen, true, outlet, ports);
}

async function send(slot: Dated, { frozen, trail }: Begun, outlet: Outlet, ports: Ports): Promise<void> {
  const key = keyOf(slot, outlet);
  const record = (next: Trail): Promise<void> => ports.ledger.trailed(key, next);
  const result = await outlet.network.send(frozen, { picturing: ports.pictures.bySha256, trail, record });
  if (result.kind === 'failure') return failedAttempt(slot, result.failure, outlet, ports);
  await published(slot, result.receipts, frozen, false, outlet, ports);
}

async function published(
  slot: Dated,
  receipts: readonly [PostReceipt, ...PostReceipt[]],
  frozen: Frozen,
  found: boolean,
  outlet: Outlet,
  ports: Ports,
): Promise<void> {
  await ports.ledger.published(keyOf(slot, outlet), receipts, ports.now());
  const images = frozen.posts.reduce((count, { pictures }) => count + pictures.length, 0);
  ports.report({ ...about(slot, outlet), kind: 'published', receipts, images, found });
}

async function failedAttempt(slot: Dated, failure: Failure, outlet: Outlet, ports: Ports): Promise<void> {
  switch (failure.kind) {
    case 'refused':
    case 'conflict':
    case 'uncertain':
      return fail(slot, failure, outlet, ports);
    case 'unavailable':
    case 'unauthorised':
    case 'doubtful':
      await ports.ledger.attempted(keyOf(slot, outlet), failure, ports.now());
      ports.report({ ...about(slot, outlet), kind: 'postponed', failure });
  }
}

async function fail(slot: Dated, failure: Failure, outlet: Outlet, ports: Ports): Promise<void> {
  await ports.ledger.failed(keyOf(slot, outlet), slot.due, failure, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'failed', failure });
}

async function miss(slot: Dated, outlet: Outlet, ports: Ports): Promise<void> {
  await ports.ledger.missed(keyOf(slot, outlet), slot.due, ports.now());
  ports.report({ ...about(slot, outlet), kind: 'missed' });
}

type Threaded =
  | { readonly kind: 'thread'; readonly thread: Thread }
  | { readonly kind: 'failure'; readonly failure: Failure };

function threadOf(slot: Slot, { channel, capabilities }: Outlet): Threaded {
  const rendered = renderThread(slot, { network: channel.network, language: channel.language, capabilities });
  if (rendered.ok) return { kind: 'thread', thread: rendered.value };
  const [problem] = rendered.problems;
  const message = `${problem.file}:${problem.line}:${problem.column} ${problem.message}`;
  return { kind: 'failure', failure: { kind: 'refused', message } };
}

function draw({ posts }: Thread, { capabilities }: Outlet, { pictures }: Ports) {
  const limits = { maxBytes: capabilities.maxImageBytes };
  return Promise.all(posts.map(({ images }) => Promise.all(images.map((image) => pictures.picture(image, limits)))));
}

function keyOf(slot: Dated, { channel }: Outlet): PublicationKey {
  return { account: accountKeyOf(channel.account), language: channel.language, slot: slot.id };
}

function about(slot: Dated, { channel }: Outlet) {
  return { channel, slot: slot.id, due: slot.due };
}
