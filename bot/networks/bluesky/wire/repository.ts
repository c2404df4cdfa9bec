/** The account's repository, call by call: each answers, definitely refuses, or leaves its effect undecided. */

import type { Agent } from '@atproto/api';
import type { Picture } from '../../../../media/card.ts';
import type { Instant } from '../../../../schedule/time/instant.ts';
import type { Failure, Sending } from '../../network.ts';
import { sanitised } from '../../wire/sanitised.ts';
import { type BlueskyAccount, collection, createCallOf, type FrozenBluesky, requestsOf } from '../freeze/freeze.ts';
import { gateCollection } from '../freeze/gate.ts';
import type { StrongRef } from '../freeze/record.ts';
import { type Answer, answerOf, isAboutAccount, senseless, type Unanswered } from './answer.ts';
import { inactivityIn } from './inactive.ts';

/** What the server keeps of an upload. */
type StoredBlob = { readonly cid: string; readonly mimeType: string; readonly size: number };

export type StoredPost = StrongRef & { readonly value: Readonly<Record<string, unknown>> };

type Page = { readonly posts: readonly StoredPost[]; readonly cursor: string | null };

export type Repository = {
  readonly account: BlueskyAccount;
  readonly upload: (picture: Picture) => Promise<Answer<StoredBlob>>;
  /** Writes the whole thread in one commit, and answers with what was stored as far as the server says: the posts, then the gate. */
  readonly write: (frozen: FrozenBluesky) => Promise<Answer<readonly StrongRef[]>>;
  /** The same always by creating records, for servers that take no `putRecord` as it is sent. */
  readonly create: (frozen: FrozenBluesky) => Promise<Answer<readonly StrongRef[]>>;
  /** CID of the post under a key; null if there is none. Read from the server that holds the repository, not from an index of it. */
  readonly read: (rkey: string) => Promise<Answer<string | null>>;
  /** The same of a thread's gate. */
  readonly readGate: (rkey: string) => Promise<Answer<string | null>>;
  /** Why nothing can be published, and what to do, where the account is not active; null of an active one, or if nobody says. */
  readonly inactivity: () => Promise<Failure | null>;
  /** Posts by key, highest first. */
  readonly list: (cursor: string | null) => Promise<Answer<Page>>;
  /** Deletes one version of a post; one that is gone already is no error. */
  readonly remove: (rkey: string, cid: string | null) => Promise<Answer<unknown>>;
  /** Deletes the gate of a thread; none is no error. */
  readonly removeGate: (rkey: string) => Promise<Answer<unknown>>;
};

/** The same repository, which asks before each request of a publication that writes. */
export function permitted(repository: Repository, permit: Sending['permit']): Repository {
  const asking =
    <A, R>(call: (argument: A) => Promise<R>) =>
    async (argument: A): Promise<R> => {
      await permit();
      return call(argument);
    };
  return {
    ...repository,
    upload: asking(repository.upload),
    write: asking(repository.write),
    create: asking(repository.create),
  };
}

/** `service` is the origin of the account's server, as it is configured. */
export function repositoryOf(account: BlueskyAccount, agent: Agent, service: string, now: () => Instant): Repository {
  const { repo: calls } = agent.com.atproto;
  const repo = account.did;
  const inactivity = async (): Promise<Failure | null> => {
    const answer = await answerOf(agent.com.atproto.server.getSession(), now);
    return answer.kind === 'answered' ? inactivityIn(answer.data, repo, service) : null;
  };
  /** A refusal that concerns the whole account tells what to do, if the server says more of the account than this. */
  const answered = async <T>(call: Promise<{ readonly data: T }>): Promise<Answer<T>> => {
    const answer = await answerOf(call, now);
    if (answer.kind !== 'refused' || !isAboutAccount(answer.error)) return answer;
    const failure = await inactivity();
    return failure === null ? answer : { kind: 'unsent', failure };
  };
  const cidAt = async (of: string, rkey: string): Promise<Answer<string | null>> => {
    const answer = await answered(calls.getRecord({ repo, collection: of, rkey }));
    if (answer.kind !== 'answered') return saysNotFound(answer) ? { kind: 'answered', data: null } : answer;
    const { uri, cid } = answer.data;
    const asked = `at://${repo}/${of}/${rkey}`;
    if (uri !== asked) return senseless(`the server answered with ${sanitised(uri)} when it was asked for ${asked}`);
    return cid === undefined ? senseless(`the server tells no CID of ${uri}`) : { kind: 'answered', data: cid };
  };
  const create: Repository['create'] = async (frozen) => {
    const { writes, ...body } = createCallOf(frozen).body;
    const answer = await answered(calls.applyWrites({ ...body, writes: [...writes] }));
    if (answer.kind !== 'answered') return answer;
    const { results = [] } = answer.data;
    return { kind: 'answered', data: results.flatMap((result) => ('cid' in result ? [result] : [])) };
  };
  return {
    account,

    async upload({ bytes, type }) {
      const answer = await answered(calls.uploadBlob(bytes, { encoding: type }));
      if (answer.kind !== 'answered') return answer;
      const { ref, mimeType, size } = answer.data.blob;
      return { kind: 'answered', data: { cid: ref.toString(), mimeType: sanitised(mimeType), size } };
    },

    async write(frozen) {
      const request = requestsOf(frozen).at(-1);
      switch (request?.nsid) {
        case 'com.atproto.repo.putRecord': {
          const answer = await answered(calls.putRecord(request.body));
          return answer.kind === 'answered' ? { kind: 'answered', data: [answer.data] } : answer;
        }
        case 'com.atproto.repo.applyWrites':
          return create(frozen);
        default:
          throw new Error(`the requests of ${frozen.slot} do not end with a write`);
      }
    },

    create,

    read: (rkey) => cidAt(collection, rkey),

    readGate: (rkey) => cidAt(gateCollection, rkey),

    inactivity,

    async list(cursor) {
      const params = { repo, collection, limit: 100, ...(cursor !== null && { cursor }) };
      const answer = await answered(calls.listRecords(params));
      if (answer.kind !== 'answered') return answer;
      return { kind: 'answered', data: { posts: answer.data.records, cursor: answer.data.cursor ?? null } };
    },

    remove: (rkey, cid) =>
      answered(calls.deleteRecord({ repo, collection, rkey, ...(cid !== null && { swapRecord: cid }) })),

    removeGate: (rkey) => answered(calls.deleteRecord({ repo, collection: gateCollection, rkey })),
  };
}

/** The name decides: the reference server says it with 400, others with 404. */
function saysNotFound(answer: Unanswered): boolean {
  return answer.kind !== 'unsent' && answer.error === 'RecordNotFound';
}
