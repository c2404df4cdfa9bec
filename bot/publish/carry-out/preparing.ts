/** From a slot to the frozen requests of an outlet: rendered, drawn, and ready to be intended; nothing is recorded or sent. */

import type { Wording } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Failed, Frozen, Trail } from '../../networks/network.ts';
import { renderThread } from '../../render/render.ts';
import type { Thread } from '../../render/thread.ts';
import { claimOf } from '../decide/claim.ts';
import { countsAsReady } from '../decide/readiness.ts';
import type { LeasedOutlet, Outlet, Ports } from '../ports.ts';
import { draw, lostPicture } from './drawing.ts';

type Threaded = { readonly kind: 'thread'; readonly thread: Thread } | Failed;

/** A slot as its outlet would show it, measured. */
export function threadOf(
  slot: Slot,
  wording: Wording,
  { channel: { language }, rules, capabilities }: Outlet,
): Threaded {
  const rendered = renderThread(slot, { rules, language, capabilities }, wording);
  if (rendered.ok) return { kind: 'thread', thread: rendered.value };
  const [problem] = rendered.problems;
  const message = `${problem.file}:${problem.line}:${problem.column} ${problem.message}`;
  return { kind: 'failure', failure: { kind: 'refused', message } };
}

type Prepared = { readonly kind: 'frozen'; readonly frozen: Frozen } | Failed;

/** Renders a slot in one wording, draws its pictures and freezes its requests. */
export async function prepare(
  slot: Slot,
  wording: Wording,
  outlet: Outlet,
  ports: Pick<Ports, 'pictures'>,
): Promise<Prepared> {
  const threaded = threadOf(slot, wording, outlet);
  if (threaded.kind === 'failure') return threaded;
  const { thread } = threaded;
  const drawn = await draw(thread, outlet, ports);
  if (drawn.kind === 'failure') return drawn;
  return { kind: 'frozen', frozen: await outlet.network.freeze(thread, drawn.pictures) };
}

type Readied =
  | { readonly kind: 'ready'; readonly frozen: Frozen; readonly trail: Trail | null; readonly isPrepared: boolean }
  | Failed;

/** What was made ready ahead of time, if the thread is still the same; otherwise it is made now. */
export async function readied(slot: Slot, wording: Wording, outlet: LeasedOutlet, ports: Ports): Promise<Readied> {
  const threaded = threadOf(slot, wording, outlet);
  if (threaded.kind === 'failure') return threaded;
  const kept = await ports.ledger.preparation(claimOf(slot, outlet));
  if (kept !== null && kept.fingerprint === threaded.thread.fingerprint) {
    const { frozen, trail } = kept;
    const isPrepared = countsAsReady(kept, ports.now()) && (await lostPicture(frozen, ports)) === null;
    if (isPrepared) return { kind: 'ready', frozen, trail, isPrepared };
  }
  const prepared = await prepare(slot, wording, outlet, ports);
  return prepared.kind === 'failure'
    ? prepared
    : { kind: 'ready', frozen: prepared.frozen, trail: null, isPrepared: false };
}
