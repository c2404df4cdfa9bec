/** The port to a network: it freezes a thread into requests, sends them, or finds again what was sent. It remembers nothing. */

import type { Picture } from '../../media/card.ts';
import type { NonEmpty } from '../../schedule/campaign.ts';
import type { Account } from '../channel.ts';
import type { Thread } from '../render/thread.ts';
import type { FrozenBluesky } from './bluesky/freeze.ts';
import type { FrozenMastodon } from './mastodon/freeze.ts';

/** The requests of one publication, fixed before the first attempt and stored in the ledger; plain JSON. */
export type Frozen = FrozenBluesky | FrozenMastodon;

/** What a network answered for one post. */
export type PostReceipt = {
  /** Position in the thread, from 0. */
  readonly position: number;
  /** An AT URI, or a status id: opaque. */
  readonly id: string;
  /** CID of the record on Bluesky. */
  readonly cid: string | null;
  /** Where people can see it. */
  readonly url: string | null;
};

/** A network's answer that is not a success. Its kind alone decides what happens next. */
export type Failure =
  /** A definite no: sending the same again cannot help. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing was published, and it may work later. */
  | { readonly kind: 'unavailable'; readonly message: string }
  /** It may have been published or not: read back before anything else. */
  | { readonly kind: 'doubtful'; readonly message: string }
  /** Something else stands where this publication belongs. */
  | { readonly kind: 'conflict'; readonly message: string };

export type SendResult =
  | { readonly kind: 'sent'; readonly receipts: NonEmpty<PostReceipt> }
  | { readonly kind: 'failure'; readonly failure: Failure };

export type FindResult =
  | { readonly kind: 'found'; readonly receipts: NonEmpty<PostReceipt> }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failure'; readonly failure: Failure };

export type Picturing = (sha256: string) => Promise<Picture>;

export interface Network {
  readonly account: Account;
  /** Pure: the same thread and pictures give the same requests, keys and ids, for ever. `pictures` holds one list a post. */
  freeze(thread: Thread, pictures: readonly (readonly Picture[])[]): Frozen;
  /** Publishes the whole thread. Promises that a repeated call with the same frozen requests publishes nothing twice. */
  send(frozen: Frozen, picturing: Picturing): Promise<SendResult>;
  /** Looks for what an earlier `send` of the same frozen requests left. */
  find(frozen: Frozen): Promise<FindResult>;
}
