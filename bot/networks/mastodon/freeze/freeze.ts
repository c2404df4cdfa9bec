/** Freezes a thread into Mastodon's requests; what only the server can give stays a reference to the answer that gives it. */

import type { Picture } from '../../../../media/card.ts';
import type { Language, NonEmpty } from '../../../../schedule/model/language.ts';
import { type Account, accountKeyOf } from '../../../channel.ts';
import type { RenderedPost, Thread } from '../../../render/thread.ts';
import { type FrozenHead, type FrozenPicture, freezeEach, headOf } from '../../frozen.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';

export type MastodonAccount = Extract<Account, { network: 'mastodon' }>;

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

/** The `id` in the answer to an earlier request of the same list. */
export type AnswerId = { readonly answerOf: number };

/** A request with ids of type `Id`: references when frozen, the server's strings when sent. */
export type MastodonRequest<Id = AnswerId> = MediaRequest | StatusRequest<Id>;

/** Multipart: `file` is the picture's bytes. */
type MediaRequest = {
  readonly method: 'POST';
  readonly path: '/api/v2/media';
  readonly multipart: { readonly file: FrozenPicture; readonly description: string };
};

/** JSON. */
type StatusRequest<Id> = {
  readonly method: 'POST';
  readonly path: '/api/v1/statuses';
  readonly headers: { readonly 'Idempotency-Key': string };
  readonly body: {
    readonly status: string;
    readonly spoiler_text?: string;
    readonly sensitive: boolean;
    readonly language: Language;
    readonly visibility: RenderedPost['visibility'];
    readonly media_ids?: readonly Id[];
    readonly in_reply_to_id?: Id;
  };
};

/**
 * The requests in order: every picture of the thread (an uploaded picture can be attached only once, so each use is an
 * upload of its own), then the statuses, each a reply to the one before it.
 */
export function requestsOf({ posts }: FrozenMastodon): readonly MastodonRequest[] {
  const uploads = posts.flatMap(({ pictures }) =>
    pictures.map(
      (file): MediaRequest => ({ method: 'POST', path: '/api/v2/media', multipart: { file, description: file.alt } }),
    ),
  );
  let nextUpload = 0;
  const statuses = posts.map((post, position): StatusRequest<AnswerId> => {
    const media = post.pictures.map((): AnswerId => ({ answerOf: nextUpload++ }));
    return {
      method: 'POST',
      path: '/api/v1/statuses',
      headers: { 'Idempotency-Key': post.idempotencyKey },
      body: {
        status: post.status,
        ...(post.spoilerText !== null && { spoiler_text: post.spoilerText }),
        sensitive: post.sensitive,
        language: post.language,
        visibility: post.visibility,
        ...(media.length > 0 && { media_ids: media }),
        ...(position > 0 && { in_reply_to_id: { answerOf: uploads.length + position - 1 } }),
      },
    };
  });
  return [...uploads, ...statuses];
}
