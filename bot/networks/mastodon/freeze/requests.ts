/** The requests that make posts, built in one place: what the outbox shows is what is sent. */

import type { Language } from '../../../../schedule/model/language.ts';
import type { RenderedPost } from '../../../render/thread.ts';
import type { FrozenPicture } from '../../frozen.ts';
import type { FrozenMastodon, FrozenStatus } from './freeze.ts';

/** The `id` in the answer to an earlier request of the same list. */
export type AnswerId = { readonly answerOf: number };

/** A request with ids of type `Id`: references when frozen, the server's strings when sent. */
export type MastodonRequest<Id = AnswerId> = MediaRequest<FrozenPicture> | StatusRequest<Id>;

/** Multipart: `file` is the picture's bytes, whatever stands for them. */
export type MediaRequest<F> = {
  readonly method: 'POST';
  readonly path: '/api/v2/media';
  readonly multipart: { readonly file: F; readonly description: string };
};

/** JSON. */
export type StatusRequest<Id> = {
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

export function mediaRequest<F>(file: F, description: string): MediaRequest<F> {
  return { method: 'POST', path: '/api/v2/media', multipart: { file, description } };
}

/** Publishes one post under a key. `parent` is the status it answers. */
export function statusRequest<Id>(
  post: Omit<FrozenStatus, 'idempotencyKey' | 'pictures'>,
  key: string,
  mediaIds: readonly Id[],
  parent: Id | null,
): StatusRequest<Id> {
  return {
    method: 'POST',
    path: '/api/v1/statuses',
    headers: { 'Idempotency-Key': key },
    body: {
      status: post.status,
      ...(post.spoilerText !== null && { spoiler_text: post.spoilerText }),
      sensitive: post.sensitive,
      language: post.language,
      visibility: post.visibility,
      ...(mediaIds.length > 0 && { media_ids: mediaIds }),
      ...(parent !== null && { in_reply_to_id: parent }),
    },
  };
}

/**
 * The requests in order: every picture of the thread (an uploaded picture can be attached only once, so each use is an
 * upload of its own), then the statuses, each a reply to the one before it.
 */
export function requestsOf({ posts }: FrozenMastodon): readonly MastodonRequest[] {
  const uploads = posts.flatMap(({ pictures }) => pictures.map((file) => mediaRequest(file, file.alt)));
  let nextUpload = 0;
  const statuses = posts.map((post, position) => {
    const media = post.pictures.map((): AnswerId => ({ answerOf: nextUpload++ }));
    const parent = position === 0 ? null : { answerOf: uploads.length + position - 1 };
    return statusRequest(post, post.idempotencyKey, media, parent);
  });
  return [...uploads, ...statuses];
}
