/** What the outbox writes down of a publication: the exact requests of the network it stands for, and the answers it plays. */

import { createHash } from 'node:crypto';
import type { Language, NonEmpty } from '../../../schedule/model/language.ts';
import { type AccountKey, accountKeyOf } from '../../channel.ts';
import { type BlueskyRequest, requestsOf as blueskyRequestsOf, type FrozenBluesky } from '../bluesky/freeze/freeze.ts';
import type { BlobRef, StrongRef } from '../bluesky/freeze/record.ts';
import { distinctPictures, type FrozenHead } from '../frozen.ts';
import type { FrozenMastodon } from '../mastodon/freeze/freeze.ts';
import { type AnswerId, type MastodonRequest, requestsOf as mastodonRequestsOf } from '../mastodon/freeze/requests.ts';
import type { Frozen } from '../network.ts';
import type { PostReceipt } from '../receipt.ts';

export type BlueskyExchange = {
  readonly request: BlueskyRequest;
  readonly answer: { readonly blob: BlobRef } | StrongRef | { readonly results: readonly StrongRef[] };
};

export type MastodonExchange = {
  readonly request: MastodonRequest<string>;
  readonly answer: { readonly id: string };
};

type Written = FrozenHead & {
  readonly format: 1;
  readonly account: AccountKey;
  /** Files beside this one, each distinct picture once. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly receipts: NonEmpty<PostReceipt>;
};

/** The content of a `publication.json`. */
export type OutboxPublication =
  | (Written & { readonly network: 'bluesky'; readonly exchanges: readonly BlueskyExchange[] })
  | (Written & { readonly network: 'mastodon'; readonly exchanges: readonly MastodonExchange[] });

/** Pure: the same frozen requests give the same words. */
export function publicationOf(frozen: Frozen): OutboxPublication {
  return frozen.network === 'bluesky' ? blueskyPublication(frozen) : mastodonPublication(frozen);
}

function blueskyPublication(frozen: FrozenBluesky): OutboxPublication {
  const exchanges = blueskyRequestsOf(frozen).map((request) => ({ request, answer: answerTo(request, frozen) }));
  const receipts = receiptsFor(frozen.posts, ({ uri, cid }) => ({ id: uri, cid }));
  return { ...written(frozen, receipts), network: 'bluesky', exchanges };
}

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

function mastodonPublication(frozen: FrozenMastodon): OutboxPublication {
  const ids: string[] = [];
  const idFor = ({ answerOf }: AnswerId): string => {
    const id = ids[answerOf];
    if (id === undefined)
      throw new Error(`${frozen.slot} refers to the answer of request ${answerOf}, which comes later`);
    return id;
  };
  const exchanges = mastodonRequestsOf(frozen).map((request, index): MastodonExchange => {
    const id =
      request.path === '/api/v1/statuses'
        ? statusIdFor(request.headers['Idempotency-Key'])
        : mediaIdFor(frozen.posts[0].idempotencyKey, index);
    ids.push(id);
    return { request: answered(request, idFor), answer: { id } };
  });
  const receipts = receiptsFor(frozen.posts, ({ idempotencyKey }) => ({ id: statusIdFor(idempotencyKey), cid: null }));
  return { ...written(frozen, receipts), network: 'mastodon', exchanges };
}

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

function written(frozen: Frozen, receipts: NonEmpty<PostReceipt>): Written {
  const { slot, entry, language, local, due, fingerprint } = frozen;
  const files = distinctPictures(frozen.posts).map(({ sha256 }, index) => ({
    name: `picture-${index + 1}.jpg`,
    sha256,
  }));
  return {
    format: 1,
    ...{ slot, entry, language, local, due, fingerprint },
    account: accountKeyOf(frozen.account),
    files,
    receipts,
  };
}

function receiptsFor<T>(
  posts: NonEmpty<T>,
  answer: (post: T) => Pick<PostReceipt, 'id' | 'cid'>,
): NonEmpty<PostReceipt> {
  const receipt = (post: T, position: number): PostReceipt => ({ position, ...answer(post), url: null });
  const [first, ...rest] = posts;
  return [receipt(first, 0), ...rest.map((post, index) => receipt(post, index + 1))];
}

function statusIdFor(idempotencyKey: string): string {
  return `status-${hash(idempotencyKey, 16)}`;
}

function mediaIdFor(idempotencyKey: string, index: number): string {
  return `media-${hash(`${idempotencyKey} ${index}`, 16)}`;
}

/** `bluesky-hu-did-plc-…-1a2b3c4d`: readable, and distinct on file systems that know no case and few characters. */
export function channelFolderName(network: Frozen['network'], language: Language, account: AccountKey): string {
  return `${network}-${language}-${plain(account)}-${hash(account, 8)}`;
}

/** `2027-10-23T15-00-march-begins-1a2b3c4d`: sorts by time. */
export function publicationFolderName({ local, entry, slot }: FrozenHead): string {
  return `${plain(local)}-${plain(entry)}-${hash(slot, 8)}`;
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
