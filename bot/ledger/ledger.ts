/** The port to the ledger: what was intended, what happened. Every write is on disk when its promise resolves. */

import type { Language } from '../../schedule/model/language.ts';
import type { Instant } from '../../schedule/time/instant.ts';
import type { SlotId } from '../../schedule/time/slots.ts';
import type { AccountKey } from '../channel.ts';
import type { Failure, Frozen, Trail } from '../networks/network.ts';
import type { PostReceipt } from '../networks/receipt.ts';
import type { ChannelKey, LeaseBook } from './lease.ts';
import type { StateBook, StateReader } from './state.ts';

/** Names one publication: one slot on one account in one language. */
export type PublicationKey = { readonly account: AccountKey; readonly language: Language; readonly slot: SlotId };

/** A publication, and the token of the channel's lease under which something is written about it. */
export type Claim = PublicationKey & { readonly token: number };

/** Why a slot does not go out yet, and when that is over at the earliest. */
export type Hold = { readonly why: 'silence' | 'spacing' | 'hourly-cap'; readonly until: Instant };

/** How an attempt ended that published nothing it knows of: with a network's answer, or held back by the bot itself. */
export type Setback = Failure | { readonly kind: 'held'; readonly hold: Hold };

type Recorded = PublicationKey & { readonly due: Instant };

/** What the ledger knows of a publication. A published one has a receipt for every post; nothing else has to. */
export type Publication =
  | (Recorded & {
      readonly state: 'intended';
      readonly frozen: Frozen;
      readonly fingerprint: string;
      readonly trail: Trail | null;
      readonly intendedAt: Instant;
      readonly attempts: number;
      /** When each of them ended, in order. */
      readonly attemptedAt: readonly Instant[];
      /** How many of them left it open whether something was published. */
      readonly doubts: number;
      readonly lastFailure: { readonly failure: Setback; readonly at: Instant } | null;
    })
  | (Recorded & {
      readonly state: 'published';
      readonly fingerprint: string;
      readonly publishedAt: Instant;
      readonly receipts: readonly [PostReceipt, ...PostReceipt[]];
    })
  | (Recorded & { readonly state: 'missed'; readonly missedAt: Instant })
  | (Recorded & {
      readonly state: 'failed';
      readonly failedAt: Instant;
      readonly failure: Failure;
      /** What was to be sent, and how far it came; null if it failed before the intent. */
      readonly intent: { readonly frozen: Frozen; readonly trail: Trail | null } | null;
    });

/** What was made ready for a publication before it was due. It is no intent: nothing follows from it. */
export type Preparation = {
  readonly frozen: Frozen;
  readonly fingerprint: string;
  readonly trail: Trail | null;
  readonly preparedAt: Instant;
  /** Whether its network has all it needs; otherwise the attempt at `preparedAt` failed or was cut off. */
  readonly isComplete: boolean;
};

/**
 * Everything that is written about a publication comes with a Claim. It throws a LeaseLost, and changes nothing, if the
 * claim's token is not that of the channel's newest lease, or that was given back.
 */
export interface Ledger extends LeaseBook {
  /** Records the channel's first start, once; returns the instant recorded first, whenever that was. */
  start(account: AccountKey, language: Language, now: Instant): Promise<Instant>;
  /** First start of a channel, or null if it never started. */
  startOf(account: AccountKey, language: Language): Promise<Instant | null>;
  /** All that is recorded for a channel, ordered by due instant, then slot. */
  publications(account: AccountKey, language: Language): Promise<readonly Publication[]>;
  /** Keeps what was made ready for a publication, in place of what was kept for it before. */
  prepared(claim: Claim, preparation: Preparation): Promise<void>;
  /** What is kept ready for a publication; null if nothing is, or it was intended since. */
  preparation(key: PublicationKey): Promise<Preparation | null>;
  /**
   * Stores the intent with its frozen requests, and the trail of what was prepared for them, if anything was. False if the
   * publication is already recorded in any state: nothing is changed then.
   */
  intend(
    claim: Claim,
    intent: { due: Instant; frozen: Frozen; fingerprint: string; trail?: Trail | null; now: Instant },
  ): Promise<boolean>;
  /** Stores how far an adapter came with an intended publication; null if nobody knows. Throws if it is not `intended`. */
  trailed(claim: Claim, trail: Trail | null): Promise<void>;
  /** Counts an attempt of an intended publication that failed, or was held back. */
  attempted(claim: Claim, setback: Setback, now: Instant): Promise<void>;
  /**
   * Settles an intended publication with its receipts; one that is already published with the same receipts is left as
   * it is. Throws if it is anything else.
   */
  published(claim: Claim, receipts: readonly [PostReceipt, ...PostReceipt[]], now: Instant): Promise<void>;
  /** Records a publication that will never be sent because it is too late. Throws if it is settled already. */
  missed(claim: Claim, due: Instant, now: Instant): Promise<void>;
  /** Settles a publication as given up, with the reason. Throws if it is settled already. */
  failed(claim: Claim, due: Instant, failure: Failure, now: Instant): Promise<void>;
  /**
   * Makes a missed or failed publication `intended` again, by a person's wish: with its old frozen requests and trail if
   * it has any, otherwise with those given, and its attempts counted anew. False if it is in any other state: nothing is
   * changed then.
   */
  reopen(claim: Claim, intent: { frozen: Frozen; fingerprint: string; now: Instant }): Promise<boolean>;
  /**
   * Settles an uncertain publication, or one in conflict, by a person's word: as published, with the receipts of all posts, or as failed for
   * another reason, with the trail to go on from. False if it is anything else: nothing is changed then. Needs no lease,
   * because no publisher touches such a one.
   */
  resolve(
    key: PublicationKey,
    word:
      | { receipts: readonly [PostReceipt, ...PostReceipt[]]; now: Instant }
      | { failure: Failure; trail: Trail | null; now: Instant },
  ): Promise<boolean>;
  close(): Promise<void>;
}

/** Counts the changes of what is published on a channel: each write about a publication but the first start is one. */
interface Revisions {
  revisionOf(channel: ChannelKey): Promise<number>;
  /** Counts a change on a channel, and goes on from beyond a count that another ledger may have come to. */
  revise(channel: ChannelKey, beyond: number): Promise<void>;
}

/** The ledger of a data folder, with all else that its processes keep for each other. */
export type DataLedger = Ledger & StateBook & Revisions;

/** What it tells without a change. */
export type LedgerReader = StateReader &
  Pick<DataLedger, 'startOf' | 'publications' | 'leaseOf' | 'revisionOf' | 'close'>;
