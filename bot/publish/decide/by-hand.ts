/** What the bot does because a person asks for it, by what the ledger holds and what stands on the account: pure. */

import type { Instant } from '../../../schedule/time/instant.ts';
import { type Wording, wordingAt } from '../../../schedule/time/lateness.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import type { Publication } from '../../ledger/ledger.ts';
import { type Failure, type FindResult, publicPosts } from '../../networks/network.ts';
import type { Intended } from './retry.ts';

/**
 * Whether a person has to look at the account before anything is sent again: what stands in the place of a publication
 * may be that publication, where an older ledger knows nothing of it.
 */
export function needsWord({ kind }: Failure): boolean {
  return kind === 'uncertain' || kind === 'conflict';
}

/** What `publish` does with a slot. */
export type Asked =
  | { readonly kind: 'refuse'; readonly why: 'not due' }
  | {
      readonly kind: 'refuse';
      readonly why: 'published';
      readonly publication: Extract<Publication, { state: 'published' }>;
    }
  | { readonly kind: 'refuse'; readonly why: 'needs a word'; readonly failure: Failure }
  /** Under way: looked for, and gone on with. */
  | { readonly kind: 'look'; readonly publication: Intended }
  /**
   * Intended in this wording, or anew with the requests it was first frozen to, and sent; after a look first if it had been
   * intended before it failed.
   */
  | { readonly kind: 'intend' | 'reopen'; readonly wording: Wording; readonly looksFirst: boolean };

/** `known` is what the ledger holds of the slot. */
export function askedByHand(slot: Slot, known: Publication | undefined, now: Instant): Asked {
  if (slot.due > now) return { kind: 'refuse', why: 'not due' };
  const wording = wordingAt(slot, now) ?? 'late';
  switch (known?.state) {
    case 'published':
      return { kind: 'refuse', why: 'published', publication: known };
    case 'intended':
      return { kind: 'look', publication: known };
    case 'failed':
      if (needsWord(known.failure)) return { kind: 'refuse', why: 'needs a word', failure: known.failure };
      return { kind: 'reopen', wording, looksFirst: known.intent !== null };
    case 'missed':
      return { kind: 'reopen', wording, looksFirst: false };
    case undefined:
      return { kind: 'intend', wording, looksFirst: false };
  }
}

/** What `ledger rebuild` does with a slot, once it has looked for it. */
export type Rebuilt =
  /** The ledger knows all that can be seen, or nothing is there. */
  | { readonly kind: 'leave' }
  /** Nobody can tell now: the rebuild ends here, and the channel stays closed. */
  | { readonly kind: 'stop'; readonly failure: Failure }
  /** It is there: recorded as published. */
  | { readonly kind: 'adopt'; readonly receipts: Extract<FindResult, { kind: 'found' }>['receipts'] }
  /** It is there in part: recorded as failed, and `publish` finishes it. */
  | { readonly kind: 'adopt in part'; readonly posts: number }
  /** More of it is there than the ledger knows of: its trail is forgotten, and the bot goes on from what it finds. */
  | { readonly kind: 'forget the trail'; readonly posts: number }
  /** Something else stands there, where the ledger knows of nothing: recorded as a conflict. */
  | { readonly kind: 'record the conflict'; readonly failure: Failure };

/** Nothing is ever sent; what the ledger holds as published or failed is not looked for. */
export function afterRebuildLook(known: Publication | undefined, found: FindResult): Rebuilt {
  switch (found.kind) {
    case 'found':
      return { kind: 'adopt', receipts: found.receipts };
    case 'partial': {
      const posts = found.receipts.length;
      if (known?.state !== 'intended') return { kind: 'adopt in part', posts };
      return posts > publicPosts(known.trail) ? { kind: 'forget the trail', posts } : { kind: 'leave' };
    }
    case 'absent':
      return { kind: 'leave' };
    case 'failure':
      if (found.failure.kind !== 'conflict') return { kind: 'stop', failure: found.failure };
      return known === undefined ? { kind: 'record the conflict', failure: found.failure } : { kind: 'leave' };
  }
}

/** Whether `ledger rebuild` looks for what the ledger holds of a slot. */
export function isReconsidered(known: Publication | undefined): boolean {
  return known === undefined || known.state === 'intended' || known.state === 'missed';
}
