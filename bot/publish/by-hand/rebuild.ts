/** Brings a lost or old ledger up to date from what stands on the network: adopts what is ours, and never sends anything. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { lastChance, wordingsOf } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { accountKeyOf, publishes } from '../../channel.ts';
import type { Publication } from '../../ledger/ledger.ts';
import type { Failed, FindResult, Frozen, RemoteNetwork } from '../../networks/network.ts';
import { prepare } from '../carry-out/preparing.ts';
import { afterRebuildLook, isReconsidered } from '../decide/by-hand.ts';
import { claimOf } from '../decide/claim.ts';
import type { LeasedOutlet, Outlet, Ports } from '../ports.ts';

const day = 24 * 60 * 60_000;
const minute = 60_000;

/** How far back a season can have begun. */
const lookBack = 60 * day;

/** A post this long after the last chance of a slot may be its publication. */
const slack = 45 * minute;

export type Strangers =
  /** The account's posts in the windows of slots that the ledger knows nothing of. */
  { readonly kind: 'posts'; readonly ids: readonly string[] } | Failed;

/**
 * Posts that stand where slots of a channel have been due, looked for before its ledger has a first start: they mean
 * that a ledger was lost. Asks the network only if any slot was due lately.
 */
export async function strangersOn(
  outlet: Outlet,
  network: RemoteNetwork,
  ports: Pick<Ports, 'calendar' | 'now'>,
): Promise<Strangers> {
  const due = dueLately(outlet, ports.calendar, ports.now());
  const [first] = due;
  if (first === undefined) return { kind: 'posts', ids: [] };
  const recent = await network.recent(plusMillis(first.due, -minute));
  if (recent.kind === 'failure') return recent;
  const inWindow = (createdAt: Instant) =>
    due.some((slot) => createdAt >= slot.due && createdAt <= lastChance(slot) + slack);
  return { kind: 'posts', ids: recent.posts.filter(({ createdAt }) => inWindow(createdAt)).map(({ id }) => id) };
}

export type Adopted = {
  readonly slot: Slot['id'];
  readonly outcome: 'known' | 'adopted' | 'absent' | 'unfinished' | 'failed';
  readonly message: string | null;
};

type Rebuilt = { readonly slots: readonly Adopted[]; readonly complete: boolean };

/**
 * Looks on the network for every slot of a channel that was due lately, records what is there as published, and then the
 * channel's first start, so that it publishes from now on. What an old ledger holds as begun or missed is looked for, too,
 * without trust in how far it came by that ledger. A thread that broke off is recorded as failed, and `publish`
 * finishes it; one that the ledger holds as begun is gone on with from what stands there, if that is more than the ledger
 * knows of. Stops at the first Failure that leaves something unknown, before the start is recorded, and does nothing while
 * another process publishes on the channel. Throws a LeaseLost if one begins to.
 */
export async function rebuild(outlet: Outlet, ports: Ports): Promise<Rebuilt> {
  const taken = await ports.leases.hold(outlet.channel);
  if (taken.kind === 'occupied') return { slots: [], complete: false };
  return rebuildUnder({ ...outlet, lease: taken.lease }, ports);
}

async function rebuildUnder(outlet: LeasedOutlet, ports: Ports): Promise<Rebuilt> {
  const { channel, network } = outlet;
  const account = accountKeyOf(channel.account);
  const publications = await ports.ledger.publications(account, channel.language);
  const known = new Map(publications.map((publication) => [publication.slot, publication]));
  const slots: Adopted[] = [];
  for (const slot of dueLately(outlet, ports.calendar, ports.now())) {
    const adopted = await bringUpToDate(slot, known.get(slot.id));
    slots.push(adopted);
    if (adopted.outcome === 'failed') return { slots, complete: false };
  }
  await ports.ledger.start(account, channel.language, ports.now());
  return { slots, complete: true };

  async function bringUpToDate(slot: Slot, recorded: Publication | undefined): Promise<Adopted> {
    if (!isReconsidered(recorded)) return said(slot, 'known');
    const { ledger, now } = ports;
    const claim = claimOf(slot, outlet);
    const { found, frozen } =
      recorded?.state === 'intended'
        ? { found: await network.find(recorded.frozen, null), frozen: recorded.frozen }
        : await lookFor(slot, outlet);
    /** So that the ledger has something to settle. */
    const intend = async () => {
      if (frozen === null) throw new Error(`${slot.id} was found without a request`);
      const intent = { frozen, fingerprint: frozen.fingerprint, now: now() };
      if (recorded === undefined) await ledger.intend(claim, { ...intent, due: slot.due });
      if (recorded?.state === 'missed') await ledger.reopen(claim, intent);
    };
    const rebuilt = afterRebuildLook(recorded, found);
    switch (rebuilt.kind) {
      case 'leave':
        return said(slot, recorded === undefined ? 'absent' : 'known');
      case 'stop':
        return said(slot, 'failed', rebuilt.failure.message);
      case 'adopt':
        await intend();
        await ledger.published(claim, rebuilt.receipts, now());
        return said(slot, 'adopted');
      case 'adopt in part': {
        const message = brokeOff(rebuilt.posts);
        await intend();
        await ledger.trailed(claim, null);
        await ledger.failed(claim, slot.due, { kind: 'refused', message }, now());
        return said(slot, 'unfinished', message);
      }
      case 'forget the trail':
        await ledger.trailed(claim, null);
        return said(slot, 'unfinished', brokeOff(rebuilt.posts));
      case 'record the conflict': {
        const { failure } = rebuilt;
        await ledger.failed(claim, slot.due, failure, now());
        return said(slot, 'adopted', `another text stands there, and is left as it is: ${failure.message}`);
      }
    }
  }

  /** In the wording in which it stands there; one that broke off or was replaced is only believed if no wording is whole. */
  async function lookFor(slot: Slot, on: Outlet): Promise<Looked> {
    const looked: Extract<Looked, { frozen: Frozen }>[] = [];
    for (const wording of wordingsOf(slot.entry)) {
      const prepared = await prepare(slot, wording, on, ports);
      if (prepared.kind === 'failure') return { found: prepared, frozen: null };
      const found = await network.find(prepared.frozen, null);
      looked.push({ found, frozen: prepared.frozen });
      if (found.kind === 'found' || (found.kind === 'failure' && found.failure.kind !== 'conflict')) break;
    }
    const [first] = looked.sort((a, b) => believed.indexOf(a.found.kind) - believed.indexOf(b.found.kind));
    if (first === undefined) throw new Error(`the entry of ${slot.id} has no wording`);
    return first;
  }
}

type Looked =
  | { readonly found: FindResult; readonly frozen: Frozen }
  | { readonly found: Failed; readonly frozen: null };

const believed: readonly FindResult['kind'][] = ['found', 'partial', 'failure', 'absent'];

function brokeOff(posts: number): string {
  return `its thread broke off after ${posts === 1 ? 'its first post' : `${posts} posts`}`;
}

function said(slot: Slot, outcome: Adopted['outcome'], message: string | null = null): Adopted {
  return { slot: slot.id, outcome, message };
}

function dueLately({ channel }: Outlet, calendar: Ports['calendar'], now: Instant): readonly Slot[] {
  return calendar.between(plusMillis(now, -lookBack), now).filter(({ campaign }) => publishes(channel, campaign));
}
