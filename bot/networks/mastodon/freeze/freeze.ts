/** Freezes a thread into Mastodon's requests; what only the server can give stays a reference to the answer that gives it. */

import type { Picture } from '../../../../media/card.ts';
import type { Language, NonEmpty } from '../../../../schedule/model/language.ts';
import { accountKeyOf } from '../../../channel.ts';
import type { RenderedPost, Thread } from '../../../render/thread.ts';
import { type FrozenHead, type FrozenPicture, freezeEach, headOf } from '../../frozen.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';

export type MastodonAccount = { readonly network: 'mastodon'; readonly server: string; readonly id: string };

export type FrozenStatus = {
  readonly idempotencyKey: string;
  readonly status: string;
  readonly spoilerText: string | null;
  readonly sensitive: boolean;
  readonly language: Language;
  readonly visibility: RenderedPost['visibility'];
  readonly pictures: readonly FrozenPicture[];
};

export type FrozenMastodon = FrozenHead & {
  readonly network: 'mastodon';
  readonly account: MastodonAccount;
  readonly posts: NonEmpty<FrozenStatus>;
};

/** Throws an Error if there is none. */
export function postAt({ posts, slot }: FrozenMastodon, position: number): FrozenStatus {
  const post = posts[position];
  if (post === undefined) throw new Error(`${slot} has no post ${position}`);
  return post;
}

/** Pure. Throws an Error if the thread is not rendered for Mastodon. */
export function freezeMastodon(
  account: MastodonAccount,
  thread: Thread,
  pictures: readonly (readonly Picture[])[],
): FrozenMastodon {
  if (thread.network !== 'mastodon')
    throw new Error(`${thread.slot.id} is rendered for ${thread.network}, not for Mastodon`);
  const posts = freezeEach(
    thread,
    pictures,
    ({ text, contentWarning, sensitive, language, visibility }, frozen, position): FrozenStatus => ({
      idempotencyKey: idempotencyKeyOf(accountKeyOf(account), thread.language, thread.slot.id, position),
      status: text,
      spoilerText: contentWarning,
      sensitive,
      language,
      visibility,
      pictures: frozen,
    }),
  );
  return { network: 'mastodon', account, ...headOf(thread), posts };
}
