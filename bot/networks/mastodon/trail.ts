/** What the Mastodon adapter records between its steps: a status has no key that the client could choose. */

import type { PostReceipt } from '../network.ts';

/** How far one post has come. */
export type MastodonPostTrail = {
  /** Ids of its uploaded pictures, in order; a media id can be attached only once, so they also tell attempts apart. */
  readonly mediaIds: readonly string[];
  /** ISO 8601, of the first `POST /api/v1/statuses`; null while none was made. The idempotency key lives an hour from it. */
  readonly firstAttemptAt: string | null;
  /** The answer, once it is known. */
  readonly receipt: PostReceipt | null;
};

export type MastodonTrail = {
  readonly network: 'mastodon';
  /** Id of the account's newest status before the first attempt; null if it had none. Ours are newer. */
  readonly anchor: string | null;
  /** One for each post that was begun, in order of the thread. */
  readonly posts: readonly MastodonPostTrail[];
};
