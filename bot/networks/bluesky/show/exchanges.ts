/** What the outbox writes down for Bluesky: the requests as they are sent, and the answers it plays. */

import { eachOf } from '../../../../schedule/model/language.ts';
import type { LoadedNetwork } from '../../definition.ts';
import { type BlueskyRequest, type FrozenBluesky, requestsOf } from '../freeze/freeze.ts';
import type { BlobRef, StrongRef } from '../freeze/record.ts';

export type BlueskyExchange = {
  readonly request: BlueskyRequest;
  readonly answer: { readonly blob: BlobRef } | StrongRef | { readonly results: readonly StrongRef[] };
};

/** Pure. */
export const exchangesOf: LoadedNetwork<FrozenBluesky>['exchanges'] = (frozen) => ({
  exchanges: requestsOf(frozen).map((request): BlueskyExchange => ({ request, answer: answerTo(request, frozen) })),
  receipts: eachOf(frozen.posts, ({ uri, cid }, position) => ({ position, id: uri, cid, url: null })),
});

function answerTo(request: BlueskyRequest, { posts, gate }: FrozenBluesky): BlueskyExchange['answer'] {
  switch (request.nsid) {
    case 'com.atproto.repo.uploadBlob':
      return { blob: request.blob };
    case 'com.atproto.repo.putRecord':
      return { uri: posts[0].uri, cid: posts[0].cid };
    case 'com.atproto.repo.applyWrites':
      return { results: [...posts, ...(gate === null ? [] : [gate])].map(({ uri, cid }) => ({ uri, cid })) };
  }
}
