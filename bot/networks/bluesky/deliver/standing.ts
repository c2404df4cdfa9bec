/** What stands under a thread's keys, read from the server that holds the repository. */

import { eachOf, type NonEmpty } from '../../../../schedule/model/language.ts';
import type { Failure } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import type { FrozenBluesky } from '../freeze/freeze.ts';
import type { StrongRef } from '../freeze/record.ts';
import { type Answer, failureWithoutEffect } from '../wire/answer.ts';
import type { Repository } from '../wire/repository.ts';

type FrozenPost = FrozenBluesky['posts'][number];

export type Standing =
  /** Every post. `gate` tells whether its gate, if it was frozen with one, stands beside them as it was frozen. */
  | { readonly kind: 'whole'; readonly gate: 'as frozen' | 'missing' | 'another' }
  | { readonly kind: 'absent' }
  /** Something else stands there, or only a part of ours. */
  | { readonly kind: 'conflict'; readonly failure: Failure }
  | { readonly kind: 'unread'; readonly failure: Failure };

/**
 * Reads every record. They are written in one commit, so a part of them means that somebody deleted the rest, unless the
 * commit was made between one read and another: then a second look finds all.
 */
export async function standingOf(repository: Repository, frozen: FrozenBluesky): Promise<Standing> {
  const first = await look(repository, frozen);
  return first.kind === 'part' ? settled(await look(repository, frozen)) : first;
}

/** The records that stand and those that do not. */
type Look = Standing | { readonly kind: 'part'; readonly failure: Failure };

function settled(look: Look): Standing {
  return look.kind === 'part' ? { kind: 'conflict', failure: look.failure } : look;
}

async function look(repository: Repository, frozen: FrozenBluesky): Promise<Look> {
  const { posts, gate } = frozen;
  const [states, besides] = await Promise.all([
    Promise.all(posts.map(async (post) => stateOf(post, await repository.read(post.rkey)))),
    gate === null ? ('as frozen' as const) : repository.readGate(gate.rkey).then((answer) => stateOf(gate, answer)),
  ]);
  const other = posts.find((_, position) => states[position] === 'another');
  if (other !== undefined) return { kind: 'conflict', failure: anotherPostAt(other) };
  const unread = states.find((state) => typeof state === 'object');
  if (unread !== undefined) return { kind: 'unread', failure: await explained(unread, repository) };
  if (typeof besides === 'object') return { kind: 'unread', failure: await explained(besides, repository) };
  const missing = posts.filter((_, position) => states[position] === 'missing');
  if (missing.length === 0) return { kind: 'whole', gate: besides };
  if (missing.length < posts.length) return { kind: 'part', failure: partLeft(posts, missing) };
  return gate === null || besides === 'missing' ? { kind: 'absent' } : { kind: 'part', failure: gateLeft(gate) };
}

/** Of one record, or why it could not be read. */
function stateOf({ cid }: StrongRef, answer: Answer<string | null>): 'as frozen' | 'missing' | 'another' | Failure {
  if (answer.kind !== 'answered') return failureWithoutEffect(answer);
  if (answer.data === null) return 'missing';
  return answer.data === cid ? 'as frozen' : 'another';
}

export function receiptsOf(frozen: FrozenBluesky): NonEmpty<PostReceipt<'bluesky'>> {
  const { did } = frozen.account;
  return eachOf(frozen.posts, ({ uri, cid, rkey }, position) => ({
    position,
    id: uri,
    cid,
    url: addressOf(did, rkey),
  }));
}

/** Where the app shows a post. */
export function addressOf(did: string, rkey: string): string {
  return `https://bsky.app/profile/${did}/post/${rkey}`;
}

function anotherPostAt({ uri }: FrozenPost): Failure {
  return { kind: 'conflict', message: `${uri} already holds another post; it was left as it is` };
}

function partLeft(posts: readonly FrozenPost[], missing: readonly FrozenPost[]): Failure {
  const gone = missing.map(({ uri }) => uri).join(', ');
  const message = `it was published, and ${missing.length} of its ${posts.length} posts were deleted since (${gone}); what is deleted stays deleted, so leave it, or delete the rest and publish it anew`;
  return { kind: 'conflict', message };
}

function gateLeft({ uri }: StrongRef): Failure {
  const message = `its posts are gone, but the rule who may reply is still there (${uri}): it was published and deleted since; to publish it anew, delete that record first`;
  return { kind: 'conflict', message };
}

/** A refusal to show a record says nothing about the publication itself; of an account that is not active none is shown. */
export async function explained(failure: Failure, { inactivity }: Repository): Promise<Failure> {
  if (failure.kind !== 'refused') return failure;
  return (await inactivity()) ?? { ...failure, kind: 'unavailable', retryAt: null };
}
