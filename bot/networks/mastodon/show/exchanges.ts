/** What the outbox writes down for Mastodon: the requests as they are sent, and the answers it plays. */

import { hash } from 'node:crypto';
import { eachOf } from '../../../../schedule/model/language.ts';
import type { LoadedNetwork } from '../../definition.ts';
import type { FrozenMastodon } from '../freeze/freeze.ts';
import { type AnswerId, type MastodonRequest, requestsOf } from '../freeze/requests.ts';

export type MastodonExchange = {
  readonly request: MastodonRequest<string>;
  readonly answer: { readonly id: string };
};

/** Pure. Ids are made of the keys. */
export const exchangesOf: LoadedNetwork<FrozenMastodon>['exchanges'] = (frozen) => {
  const ids: string[] = [];
  const idFor = ({ answerOf }: AnswerId): string => {
    const id = ids[answerOf];
    if (id === undefined)
      throw new Error(`${frozen.slot} refers to the answer of request ${answerOf}, which comes later`);
    return id;
  };
  const exchanges = requestsOf(frozen).map((request, index): MastodonExchange => {
    const id =
      request.path === '/api/v1/statuses'
        ? statusIdFor(request.headers['Idempotency-Key'])
        : mediaIdFor(frozen.posts[0].idempotencyKey, index);
    ids.push(id);
    return { request: answered(request, idFor), answer: { id } };
  });
  return {
    exchanges,
    receipts: eachOf(frozen.posts, ({ idempotencyKey }, position) => {
      return { position, id: statusIdFor(idempotencyKey), cid: null, url: null };
    }),
  };
};

/** The request with the ids that earlier answers gave. */
function answered(request: MastodonRequest, idFor: (reference: AnswerId) => string): MastodonRequest<string> {
  if (request.path === '/api/v2/media') return request;
  const { media_ids, in_reply_to_id, ...body } = request.body;
  return {
    ...request,
    body: {
      ...body,
      ...(media_ids !== undefined && { media_ids: media_ids.map(idFor) }),
      ...(in_reply_to_id !== undefined && { in_reply_to_id: idFor(in_reply_to_id) }),
    },
  };
}

function statusIdFor(idempotencyKey: string): string {
  return `status-${hash('sha256', idempotencyKey).slice(0, 16)}`;
}

function mediaIdFor(idempotencyKey: string, index: number): string {
  return `media-${hash('sha256', `${idempotencyKey} ${index}`).slice(0, 16)}`;
}
