/** Freezes a thread into Bluesky's requests: keys, records and CIDs are fixed before anything is sent. */

import type { Picture } from '../../../../media/card.ts';
import type { NonEmpty } from '../../../../schedule/model/language.ts';
import { plusMillis, toIso } from '../../../../schedule/time/instant.ts';
import { accountKeyOf } from '../../../channel.ts';
import type { Thread } from '../../../render/thread.ts';
import { distinctPictures, type FrozenHead, type FrozenPicture, freezeEach, headOf } from '../../frozen.ts';
import { type FrozenGate, type GateRecord, gateCollection, gateFor } from './gate.ts';
import {
  type BlobRef,
  blobRefOf,
  cidOfRecord,
  type PostRecord,
  type ReplyRef,
  recordOf,
  type StrongRef,
} from './record.ts';
import { recordKeyOf } from './record-key.ts';
import type { Tid } from './tid.ts';

export type BlueskyAccount = { readonly network: 'bluesky'; readonly did: string };

type FrozenBlueskyPost = StrongRef & {
  readonly rkey: Tid;
  readonly record: PostRecord;
  readonly pictures: readonly FrozenPicture[];
};

export type FrozenBluesky = FrozenHead & {
  readonly network: 'bluesky';
  readonly account: BlueskyAccount;
  readonly posts: NonEmpty<FrozenBlueskyPost>;
  /** Written in the same commit as the posts. */
  readonly gate: FrozenGate | null;
};

/** Where posts are kept in a repository. */
export const collection = 'app.bsky.feed.post';

/**
 * Pure. `createdAt` is the slot's due instant, one millisecond later for each position: the order of posts that share a
 * `createdAt` is undefined. Throws an Error if the thread is not rendered for Bluesky.
 */
export function freezeBluesky(
  account: BlueskyAccount,
  thread: Thread,
  pictures: readonly (readonly Picture[])[],
): FrozenBluesky {
  if (thread.network !== 'bluesky')
    throw new Error(`${thread.slot.id} is rendered for ${thread.network}, not for Bluesky`);
  const { slot, language } = thread;
  let reply: ReplyRef | null = null;
  const posts = freezeEach(thread, pictures, (post, frozen, position): FrozenBlueskyPost => {
    const rkey = recordKeyOf(accountKeyOf(account), language, slot.id, slot.due, position);
    const record = recordOf(post, frozen, toIso(plusMillis(slot.due, position)), reply);
    const self: StrongRef = { uri: `at://${account.did}/${collection}/${rkey}`, cid: cidOfRecord(record) };
    reply = { root: reply?.root ?? self, parent: self };
    return { ...self, rkey, record, pictures: frozen };
  });
  const gate = gateFor(account.did, posts[0], toIso(slot.due), slot.campaign.replies);
  return { network: 'bluesky', account, ...headOf(thread), posts, gate };
}

/** Creates a record only if its key is free; a replay is a no-op, and another record under the key an `InvalidSwap`. */
type PutBody = {
  readonly repo: string;
  readonly collection: typeof collection;
  readonly rkey: Tid;
  readonly record: PostRecord;
  readonly validate: true;
  readonly swapRecord: null;
};

type Create<C extends string, R> = {
  readonly $type: 'com.atproto.repo.applyWrites#create';
  readonly collection: C;
  readonly rkey: Tid;
  readonly value: R;
};

/** One record of a commit: the posts in their order, then the gate if there is one. */
export type BlueskyCreate = Create<typeof collection, PostRecord> | Create<typeof gateCollection, GateRecord>;

type CreateCall = {
  readonly nsid: 'com.atproto.repo.applyWrites';
  readonly body: { readonly repo: string; readonly validate: true; readonly writes: readonly BlueskyCreate[] };
};

/** One XRPC call. An upload's body is the picture's bytes, and its answer must be `blob`. */
export type BlueskyRequest =
  | { readonly nsid: 'com.atproto.repo.uploadBlob'; readonly picture: FrozenPicture; readonly blob: BlobRef }
  | { readonly nsid: 'com.atproto.repo.putRecord'; readonly body: PutBody }
  | CreateCall;

/**
 * The exact calls, in order: each distinct picture once, then one write. A single post goes by `putRecord` with
 * `swapRecord: null` (create only if absent; a replay is a no-op), a thread, or a post with a gate, by one
 * `applyWrites` (all or nothing).
 */
export function requestsOf(frozen: FrozenBluesky): readonly BlueskyRequest[] {
  const { posts } = frozen;
  const uploads = distinctPictures(posts).map(
    (picture): BlueskyRequest => ({ nsid: 'com.atproto.repo.uploadBlob', picture, blob: blobRefOf(picture) }),
  );
  if (!isPut(frozen)) return [...uploads, createCallOf(frozen)];
  const [{ rkey, record }] = posts;
  const body: PutBody = { repo: frozen.account.did, collection, rkey, record, validate: true, swapRecord: null };
  return [...uploads, { nsid: 'com.atproto.repo.putRecord', body }];
}

/** Whether a publication is written by `putRecord`. */
export function isPut({ posts, gate }: FrozenBluesky): boolean {
  return posts.length === 1 && gate === null;
}

/** One commit that creates all records, or none of them if one stands already. */
export function createCallOf({ account, posts, gate }: FrozenBluesky): CreateCall {
  const $type = 'com.atproto.repo.applyWrites#create';
  const writes: BlueskyCreate[] = posts.map(({ rkey, record }) => ({ $type, collection, rkey, value: record }));
  if (gate !== null) writes.push({ $type, collection: gateCollection, rkey: gate.rkey, value: gate.record });
  return { nsid: 'com.atproto.repo.applyWrites', body: { repo: account.did, validate: true, writes } };
}

/** The posts among the records of a commit, in order. */
export function postsAmong(writes: readonly BlueskyCreate[]): readonly PostRecord[] {
  return writes.flatMap((write) => (write.collection === collection ? [write.value] : []));
}
