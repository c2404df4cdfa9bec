/** The port to a network: it freezes a thread into requests, sends them, or finds again what was sent. It remembers nothing. */

import { hash } from 'node:crypto';
import type { Picture } from '../../media/card.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';
import type { Instant } from '../../schedule/time/instant.ts';
import type { Account } from '../channel.ts';
import type { Thread } from '../render/thread.ts';
import type { FrozenHead, FrozenPicture } from './frozen.ts';
import type { PostReceipt } from './receipt.ts';

/**
 * The requests of one publication, fixed before the first attempt and stored in the ledger; plain JSON. What they say
 * beside this is their network's affair: no other takes them.
 */
export type Frozen<N extends string = string> = FrozenHead & {
  /** Its name. */
  readonly network: N;
  readonly account: Account<N>;
  readonly posts: NonEmpty<{ readonly pictures: readonly FrozenPicture[] }>;
};

/** A network's answer that is not a success. Its kind alone decides what happens next. */
export type Failure =
  /** A definite no: sending the same again cannot help. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing was published, and it may work later; not before `retryAt`, where the server named an instant. */
  | { readonly kind: 'unavailable'; readonly message: string; readonly retryAt: Instant | null }
  /** The credentials were not accepted; nothing was published, and a person has to act. */
  | { readonly kind: 'unauthorised'; readonly message: string }
  /**
   * It may have been published or not: read back before anything else; not before `retryAt`, where the server named an
   * instant.
   */
  | { readonly kind: 'doubtful'; readonly message: string; readonly retryAt?: Instant | null }
  /** Reading back did not settle it, and sending again could publish twice: a person has to look. */
  | { readonly kind: 'uncertain'; readonly message: string }
  /** Something else stands where this publication belongs. */
  | { readonly kind: 'conflict'; readonly message: string };

/** Instead of what a call was to give. */
export type Failed = { readonly kind: 'failure'; readonly failure: Failure };

/** The instant before which a server does not want to be asked again; null where it named none. */
export function namedRetry(failure: Failure): Instant | null {
  return failure.kind === 'unavailable' || failure.kind === 'doubtful' ? (failure.retryAt ?? null) : null;
}

export type SendResult<N extends string = string> =
  | { readonly kind: 'sent'; readonly receipts: NonEmpty<PostReceipt<N>> }
  | Failed;

export type FindResult<T extends Trail = Trail> =
  | { readonly kind: 'found'; readonly receipts: NonEmpty<PostReceipt<T['network']>> }
  /** The thread broke off: its first posts are there, the others are not. */
  | { readonly kind: 'partial'; readonly receipts: NonEmpty<PostReceipt<T['network']>> }
  | {
      readonly kind: 'absent';
      /** What an attempt without a clear answer leaves open, if nothing more is sent now; left out if nothing is open. */
      readonly doubt?: Failure;
      /** The trail with that attempt settled as having come to nothing; only without a doubt. */
      readonly lapsed?: T;
    }
  | Failed;

export type Picturing = (sha256: string) => Promise<Picture>;

/** The picture of a hash. Throws an Error if it comes with other bytes. */
export async function pictureBy(picturing: Picturing, sha256: string): Promise<Picture> {
  const picture = await picturing(sha256);
  if (hash('sha256', picture.bytes) !== sha256) throw new Error(`the picture fetched as ${sha256} has other bytes`);
  return picture;
}

/**
 * What an adapter has to know of its own earlier attempts at one publication; plain JSON, kept in the ledger. A network
 * whose keys settle everything needs none. What it says beside this is its network's affair.
 */
export type Trail<N extends string = string> = {
  readonly network: N;
  /** One for each post that was begun, in order of the thread. */
  readonly posts: readonly {
    /** Those nobody knows the outcome of, ISO 8601; null while there is none. */
    readonly attempts: { readonly firstAt: string; readonly lastAt: string } | null;
    /** The answer, once it is known. */
    readonly receipt: PostReceipt<N> | null;
  }[];
};

/** How many posts of a thread are known to be public. */
export function publicPosts(trail: Trail | null): number {
  return trail?.posts.filter(({ receipt }) => receipt !== null).length ?? 0;
}

export type Sending<T extends Trail = Trail> = {
  readonly picturing: Picturing;
  /** What an earlier attempt recorded last; null at the first. */
  readonly trail: T | null;
  /** Puts the trail on disk; an adapter awaits it before each step that it could not otherwise tell from one not made. */
  record(trail: T): Promise<void>;
  /** Whether `prepare` brought the server all it needs for these requests, a short while ago. */
  readonly isPrepared?: boolean;
  /**
   * An adapter awaits it right before each request that writes, and before it records an attempt. Throws if this process
   * may not publish any more.
   */
  readonly permit: () => Promise<void>;
};

/** A post that the account published itself, by whatever program. */
export type OwnPost = { readonly id: string; readonly url: string | null; readonly createdAt: Instant };

export type RecentResult = { readonly kind: 'posts'; readonly posts: readonly OwnPost[] } | Failed;

/** `F` are its frozen requests and `T` its trails: without them, the port of whichever network a channel is on. */
export interface Network<F extends Frozen = Frozen, T extends Trail = Trail<F['network']>> {
  readonly account: Account<F['network']>;
  /** The same thread and pictures give the same requests, keys and ids, for ever. `pictures` holds one list a post. */
  freeze(thread: Thread, pictures: readonly (readonly Picture[])[]): Promise<F>;
  /**
   * Ahead of time, brings the server what a `send` of the same frozen requests will need, and records it in the trail;
   * publishes nothing. Null when nothing is missing. Safe to repeat.
   */
  prepare(frozen: F, sending: Sending<T>): Promise<Failure | null>;
  /** Publishes what is not there yet. Promises that a repeated call with the same frozen requests publishes nothing twice. */
  send(frozen: F, sending: Sending<T>): Promise<SendResult<F['network']>>;
  /** Looks for what an earlier `send` of the same frozen requests left. */
  find(frozen: F, trail: T | null): Promise<FindResult<T>>;
}

/** A network behind a server, with what only a real account has. */
export interface RemoteNetwork<F extends Frozen = Frozen, T extends Trail = Trail<F['network']>> extends Network<F, T> {
  /** Looks at an address that a person gives for the doubted post of frozen requests. Publishes nothing. */
  standsAt(frozen: F, trail: T | null, address: URL): Promise<PublishedWord<T>>;
  /** The account's own posts since an instant, newest first, replies included. */
  recent(since: Instant): Promise<RecentResult>;
  /** Deletes posts of ours, the last first; null when all are gone. */
  remove(receipts: NonEmpty<PostReceipt<F['network']>>): Promise<Failure | null>;
}

/** What an address that a person has found on the account says of a publication in doubt. */
export type PublishedWord<T extends Trail = Trail> =
  /** All of it is public. */
  | { readonly kind: 'whole'; readonly receipts: NonEmpty<PostReceipt<T['network']>> }
  /** The doubted post is public, and the rest of its thread is not sent yet. */
  | { readonly kind: 'begun'; readonly trail: T }
  /** The doubted post does not stand there, and what was found instead. */
  | { readonly kind: 'wrong address'; readonly message: string }
  /** It could not be looked for. */
  | Failed;
