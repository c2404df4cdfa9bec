/** The lease of a channel: who may publish there for now, and the token that shuts out whoever held it before. */

import type { Language } from '../../schedule/model/language.ts';
import { type Instant, toIso } from '../../schedule/time/instant.ts';
import { type AccountKey, accountKeyOf, type Channel } from '../channel.ts';

/** A process as others can name it. */
export type Holder = {
  readonly host: string;
  readonly pid: number;
  /** A UUID that the process chose for itself, because pids and the names of machines come again. */
  readonly nonce: string;
};

/** One account in one language, as the ledger knows a channel. */
export type ChannelKey = { readonly account: AccountKey; readonly language: Language };

export function channelKeyOf({ account, language }: Pick<Channel, 'account' | 'language'>): ChannelKey {
  return { account: accountKeyOf(account), language };
}

/** The same in one word. */
export function nameOfChannel({ account, language }: ChannelKey): string {
  return `${account} ${language}`;
}

/**
 * The right to publish on a channel until it expires, unless it is renewed. At most one process has it: each lease of a
 * channel has a higher token than the one before, and the ledger refuses every write about a publication that comes with
 * another token than the newest. So a process that was paused, lost its lease and wakes can change nothing in the ledger,
 * and stops at its next check; it checks right before each request that publishes.
 *
 * One window remains, and no client can close it: a process may be paused after that check, for longer than its lease
 * lasts, with its request not yet sent or not yet answered. If another process publishes meanwhile, both requests reach
 * the server. On Bluesky they carry the same record key, so the second changes nothing; on Mastodon the same idempotency
 * key, which its server honours for an hour; software without such keys may then show the post twice.
 */
export type Lease = ChannelKey & {
  /** From 1; only grows. */
  readonly token: number;
  readonly holder: Holder;
  readonly expiresAt: Instant;
};

export type Taking = {
  readonly holder: Holder;
  readonly now: Instant;
  readonly expiresAt: Instant;
  /** Token of a lease whose holder is known to be gone: it may be taken before it expires. */
  readonly over: number | null;
};

export type Taken =
  | { readonly kind: 'taken'; readonly lease: Lease }
  /** Another lease stands, and nothing was changed. */
  | { readonly kind: 'occupied'; readonly lease: Lease };

/** What is done with leases, each in one atomic step. */
export interface LeaseBook {
  /** Takes the lease of a channel if it was given back, has expired, or is the one named in `over`. */
  takeLease(channel: ChannelKey, taking: Taking): Promise<Taken>;
  /** Makes a lease last until an instant, even if it has expired. False if it is not the newest any more, or was given back. */
  renewLease(lease: Lease, expiresAt: Instant): Promise<boolean>;
  /** Gives a lease back; one that is not the newest any more is left as it is. */
  releaseLease(lease: Lease): Promise<void>;
  /** Who may publish on a channel; null if the lease was given back or never taken. It may have expired. */
  leaseOf(channel: ChannelKey): Promise<Lease | null>;
}

/** Thrown where a process would go on that may not publish any more: nothing was written or sent. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  /** The lease that stands now; null if there is none. */
  readonly successor: Lease | null;

  constructor({ account, language }: ChannelKey, successor: Lease | null) {
    const now = successor === null ? 'nobody holds it' : `${nameOfHolder(successor.holder)} holds it`;
    super(`this process lost its lease of ${account} (${language}), and ${now}`);
    this.successor = successor;
  }
}

/** How messages name a process. */
export function nameOfHolder({ pid, host }: Pick<Holder, 'pid' | 'host'>): string {
  return `process ${pid} on ${host}`;
}

/** How messages tell who publishes on a channel that this process may not touch. */
export function occupiedBy({ holder, expiresAt }: Lease): string {
  return `${nameOfHolder(holder)} publishes on this channel, at least until ${toIso(expiresAt)}`;
}
