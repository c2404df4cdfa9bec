/**
 * What there is to say of a network: one definition, in the folder of the network. It is light: what brings libraries is
 * imported when it is asked for, so that a command that only looks pays for none of them.
 */

import type { z } from 'zod';
import type { Picture } from '../../media/card.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';
import type { Instant } from '../../schedule/time/instant.ts';
import type { Account, AccountKey } from '../channel.ts';
import type { ShownPost } from '../preview/page/shown.ts';
import type { Capabilities, NetworkRules } from '../render/rules.ts';
import type { Thread } from '../render/thread.ts';
import type { Failure, Frozen, RemoteNetwork, Trail } from './network.ts';
import type { PostReceipt } from './receipt.ts';
import type { AccountAccess, NetworkSettings } from './settings/settings.ts';
import type { ServerClock } from './wire/server-clock.ts';

export type NetworkDefinition<
  F extends Frozen = Frozen,
  T extends Trail = Trail,
  C extends Capabilities = Capabilities,
  A extends AccountAccess = AccountAccess,
> = {
  /** Limits, measuring, warnings. */
  readonly rules: NetworkRules<C>;
  /** What a server allows, as it is stored. */
  readonly capabilities: z.ZodType<C>;
  /** Whether a key is of the kind that accounts of this network have. */
  hasKey(key: AccountKey): boolean;
  /** The account that the outbox stands for; `.invalid` belongs to nobody (RFC 2606), so it never meets a real one. */
  readonly standIn: Account<F['network']>;
  readonly settings: NetworkSettings<A>;
  /** Reaches an account. Throws an Error where the disk refuses what is kept of a login. */
  connect(access: A, terms: ConnectionTerms): Promise<Connected<F, T, C> | NotConnected>;
  readonly stored: StoredForms;
  /** What a person is asked about a publication that may be public or not. */
  readonly byHand: {
    /** The text of the post in doubt. */
    textOf(frozen: F, position: number): string;
    /** Where to look for it: an address, or a name. `posts` are addresses of other posts of the account. */
    placeOf(frozen: F, trail: T | null, posts: readonly string[]): string;
    /** The trail of a post of which a person says that it is not there. */
    withoutAttempt(post: T['posts'][number]): T['posts'][number];
  };
  load(): Promise<LoadedNetwork<F>>;
};

/** What an adapter is given to connect with. */
export type ConnectionTerms = {
  /** A folder for its owner alone, where a login may be kept; made when it is missing. */
  readonly folder: string;
  readonly now: () => Instant;
  /** The server's, to be told of every answer. */
  readonly clock?: ServerClock;
  /**
   * Keeps which account it turned out to be, and gives it as it is to be known: by another address of the same server, if
   * it was reached by that first. `domain` is how a server names itself.
   */
  readonly remember: <K extends Account>(account: K, domain?: string) => Promise<K>;
};

export type Connected<F extends Frozen = Frozen, T extends Trail = Trail, C extends Capabilities = Capabilities> = {
  readonly account: Account<F['network']>;
  readonly network: RemoteNetwork<F, T>;
  /** Limits that the server told; null where it tells none. */
  readonly capabilities: C | null;
};

export type NotConnected = {
  readonly failure: Failure;
  /** What may be wrong though the server does not say so, in words, and the setting that has it. */
  readonly check?: { readonly what: string; readonly setting: string };
};

/** The forms of what the ledger holds for a network; what does not fit was never written there. */
type StoredForms = {
  readonly frozen: z.ZodType;
  /** Null for a network that leaves none. */
  readonly trail: z.ZodType | null;
};

/** What freezes threads, and shows what was frozen. */
export type LoadedNetwork<F extends Frozen = Frozen> = {
  /** Pure; see `Network.freeze`. */
  freeze(account: F['account'], thread: Thread, pictures: readonly (readonly Picture[])[]): F;
  /** The exact requests, each with the answer that the outbox plays, and the receipts that follow from those. */
  exchanges(frozen: F): {
    readonly exchanges: readonly Exchange[];
    readonly receipts: NonEmpty<PostReceipt<F['network']>>;
  };
  /** What readers would see, from nothing but those; `sourceOf` gives the address of a picture by its hash. */
  shown(
    exchanges: readonly Exchange[],
    receipts: readonly PostReceipt<F['network']>[],
    sourceOf: (sha256: string) => string,
  ): readonly ShownPost[];
};

/** Plain JSON: a request in the words of its network, and its answer. */
export type Exchange = { readonly request: object; readonly answer: object };
