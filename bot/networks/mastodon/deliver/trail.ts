/** What the Mastodon adapter records between its steps: a status has no key that the client could choose. */

import type { PostReceipt } from '../../receipt.ts';

/** How far one post has come. */
export type MastodonPostTrail = {
  /** Ids of its uploaded pictures, in order; a media id can be attached only once, so they also tell attempts apart. */
  readonly mediaIds: readonly string[];
  /** The attempts nobody knows the outcome of; null while there is none. */
  readonly attempts: MastodonAttempts | null;
  /** What the server said it had published, which may not have been seen yet; missing in trails of earlier versions. */
  readonly answered?: { readonly id: string; readonly url: string | null } | null;
  /** A reply that the server published outside its thread, and that is to be deleted. */
  readonly stray?: { readonly id: string; readonly url: string | null } | null;
  /** Whether attempts came to nothing, by a look after the last request was over; it is looked for again before another. */
  readonly lapsed?: boolean;
  /** Definite refusals before; each is followed by another key, because some servers repeat an answer for its key. */
  readonly refusals: number;
  /** The answer, once it is known. */
  readonly receipt: PostReceipt<'mastodon'> | null;
};

/** Instants of `POST /api/v1/statuses` by the server's clock, ISO 8601. The idempotency key lives an hour from the first. */
export type MastodonAttempts = { readonly firstAt: string; readonly lastAt: string };

export type MastodonTrail = {
  readonly network: 'mastodon';
  /** The account's newest status before the first attempt, with its server's time; null if it had none. Ours are newer. */
  readonly anchor: { readonly id: string; readonly createdAt: string } | null;
  /** Of the account; missing in trails of earlier versions, null where the server does not say. */
  readonly username?: string | null;
  /** One for each post that was begun, in order of the thread. */
  readonly posts: readonly MastodonPostTrail[];
};
