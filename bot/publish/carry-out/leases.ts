/** The leases of this process: taken before it publishes on a channel, kept while it runs, and given back at its end. */

import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import type { Channel } from '../../channel.ts';
import {
  type ChannelKey,
  channelKeyOf,
  type Holder,
  type Lease,
  type LeaseBook,
  LeaseLost,
  nameOfChannel,
  type Taken,
} from '../../ledger/lease.ts';

/** How long a lease lasts that is not renewed: a process that says nothing for a minute may be taken for gone. */
const leaseMillis = 60_000;

/** How often a lease is renewed: five renewals may fail before it expires. */
export const renewalMillis = 10_000;

/** What a person should know of a channel's lease. */
export type LeaseNews =
  /** Another process publishes on the channel; this one does nothing there until that lease ends. */
  | { readonly kind: 'occupied'; readonly channel: Channel; readonly lease: Lease }
  /** The process that kept this one out has stopped or lost its lease: from now on this one publishes there. */
  | { readonly kind: 'relieving'; readonly channel: Channel; readonly lease: Lease }
  /** This process held the lease and lost it: whatever it was doing there has stopped. */
  | { readonly kind: 'displaced'; readonly channel: Channel; readonly successor: Lease | null };

export type Leases = {
  /** The channel's lease, ours from now on, or the one that keeps this process out. */
  readonly hold: (channel: Channel) => Promise<Taken>;
  /**
   * Renews a lease in the ledger right before a request that publishes. Throws a LeaseLost if another process has taken
   * it; see `Lease` for what this check cannot see.
   */
  readonly permit: (lease: Lease) => Promise<void>;
  /** Says that a lease is gone, and reports it once. */
  readonly lost: (channel: Channel, error: LeaseLost) => void;
  /** Renews every lease that is held; to be called every `renewalMillis`, whatever else is under way. */
  readonly renew: () => Promise<void>;
  /** Gives one channel's lease back if it is held; one that the ledger could not let go of is still held. */
  readonly giveBack: (channel: Channel) => Promise<void>;
  /** Gives every lease back, so that the next process need not wait. */
  readonly release: () => Promise<void>;
};

export type LeaseTerms = {
  readonly book: LeaseBook;
  readonly holder: Holder;
  /** Whether a process is known to be gone; false if nobody can know. */
  readonly isGone: (holder: Holder) => boolean;
  /** The clock that leases expire by: the system's, even where publishing has a virtual one. */
  readonly now: () => Instant;
  /** Told once of each matter, not at every attempt. */
  readonly report: (news: LeaseNews) => void;
};

type Held = {
  readonly channel: Channel;
  readonly lease: Lease;
  readonly renewedAt: Instant;
};

export function holdLeases({ book, holder, isGone, now, report }: LeaseTerms): Leases {
  const held = new Map<string, Held>();
  const reported = new Map<string, number>();

  const keep = (channel: Channel, lease: Lease): Taken => {
    held.set(nameOfChannel(lease), { channel, lease, renewedAt: now() });
    reported.delete(nameOfChannel(lease));
    return { kind: 'taken', lease };
  };

  const renewed = async (lease: Lease): Promise<boolean> => {
    const expiresAt = plusMillis(now(), leaseMillis);
    if (!(await book.renewLease(lease, expiresAt))) return false;
    const mine = held.get(nameOfChannel(lease));
    if (mine?.lease.token === lease.token) keep(mine.channel, { ...lease, expiresAt });
    return true;
  };

  const drop = (channel: Channel, key: ChannelKey, successor: Lease | null): void => {
    if (!held.delete(nameOfChannel(key))) return;
    report({ kind: 'displaced', channel, successor });
  };

  const take = async (key: ChannelKey): Promise<Taken> => {
    const taking = () => ({ holder, now: now(), expiresAt: plusMillis(now(), leaseMillis) });
    const first = await book.takeLease(key, { ...taking(), over: null });
    if (first.kind === 'taken' || !isGone(first.lease.holder)) return first;
    return book.takeLease(key, { ...taking(), over: first.lease.token });
  };

  return {
    async hold(channel) {
      const key = channelKeyOf(channel);
      const mine = held.get(nameOfChannel(key));
      if (mine !== undefined) {
        const age = now() - mine.renewedAt;
        if (age >= 0 && age < renewalMillis) return { kind: 'taken', lease: mine.lease };
        if (await renewed(mine.lease)) return { kind: 'taken', lease: mine.lease };
        drop(channel, key, await book.leaseOf(key));
      }
      const taken = await take(key);
      if (taken.lease.holder.nonce === holder.nonce && taken.kind === 'occupied') return keep(channel, taken.lease);
      if (taken.kind === 'taken') {
        if (reported.has(nameOfChannel(key))) report({ kind: 'relieving', channel, lease: taken.lease });
        return keep(channel, taken.lease);
      }
      if (reported.get(nameOfChannel(key)) !== taken.lease.token)
        report({ kind: 'occupied', channel, lease: taken.lease });
      reported.set(nameOfChannel(key), taken.lease.token);
      return taken;
    },

    async permit(lease) {
      if (!(await renewed(lease))) throw new LeaseLost(lease, await book.leaseOf(lease));
    },

    lost: (channel, { successor }) => drop(channel, channelKeyOf(channel), successor),

    async renew() {
      for (const { channel, lease } of [...held.values()]) {
        if (!(await renewed(lease))) drop(channel, lease, await book.leaseOf(lease));
      }
    },

    async giveBack(channel) {
      const name = nameOfChannel(channelKeyOf(channel));
      const mine = held.get(name);
      if (mine === undefined) return;
      held.delete(name);
      try {
        await book.releaseLease(mine.lease);
      } catch (error) {
        held.set(name, mine);
        throw error;
      }
    },

    async release() {
      const ours = [...held.values()];
      held.clear();
      for (const { lease } of ours) await book.releaseLease(lease);
    },
  };
}
