/** Bluesky behind the port: one account on its server, for all its channels. */

import { accountKeyOf } from '../../channel.ts';
import type { Failure, FindResult, Frozen, RemoteNetwork } from '../network.ts';
import { prepareFrozen, sendFrozen } from './deliver/send.ts';
import { receiptsOf, standingOf } from './deliver/standing.ts';
import { standsAt } from './deliver/stands-at.ts';
import { type BlueskyAccount, type FrozenBluesky, freezeBluesky } from './freeze/freeze.ts';
import { SessionFailure } from './wire/answer.ts';
import { recentPosts, removePosts } from './wire/own-posts.ts';
import { permitted, type Repository, repositoryOf } from './wire/repository.ts';
import { openSession, type Session, type SessionOptions } from './wire/session.ts';

export type BlueskyOptions = SessionOptions;

export type BlueskyConnection =
  | { readonly account: BlueskyAccount; readonly network: RemoteNetwork }
  | { readonly failure: Failure };

const sessions = new Map<string, Session>();

/**
 * Connects to an account. A session that is kept in `sessionFile` is used without asking the server; otherwise this logs
 * in. Within a process all connections of one account through one file share one session. Throws a TypeError if
 * `service` is no web address, and a SessionFileError if the session cannot be kept.
 */
export async function connectBluesky(options: BlueskyOptions): Promise<BlueskyConnection> {
  const { service, identifier, sessionFile, now } = options;
  const { origin } = new URL(service);
  const name = JSON.stringify([origin, identifier, sessionFile]);
  const session = sessions.get(name) ?? openSession(options);
  sessions.set(name, session);
  try {
    const account: BlueskyAccount = { network: 'bluesky', did: await session.did() };
    return { account, network: networkOf(repositoryOf(account, session.agent, origin, now)) };
  } catch (error) {
    if (error instanceof SessionFailure) return { failure: error.failure };
    throw error;
  }
}

/** The port over calls to a repository. */
export function networkOf(repository: Repository): RemoteNetwork {
  const { account } = repository;
  const own = (frozen: Frozen): FrozenBluesky => {
    if (frozen.network === 'bluesky' && frozen.account.did === account.did) return frozen;
    throw new Error(`${frozen.slot} is frozen for ${accountKeyOf(frozen.account)}, not for ${account.did}`);
  };
  return {
    account,
    freeze: (thread, pictures) => freezeBluesky(account, thread, pictures),
    prepare: async (frozen, { picturing, permit }) =>
      prepareFrozen(permitted(repository, permit), own(frozen), picturing),
    send: async (frozen, sending) => sendFrozen(permitted(repository, sending.permit), own(frozen), sending),
    find: async (frozen) => findFrozen(repository, own(frozen)),
    standsAt: async (frozen, _, address) => standsAt(repository, own(frozen), address),
    recent: (since) => recentPosts(repository, since),
    remove: (receipts) => removePosts(repository, receipts),
  };
}

async function findFrozen(repository: Repository, frozen: FrozenBluesky): Promise<FindResult> {
  const standing = await standingOf(repository, frozen);
  switch (standing.kind) {
    case 'whole':
      return { kind: 'found', receipts: receiptsOf(frozen) };
    case 'absent':
      return { kind: 'absent' };
    case 'conflict':
    case 'unread':
      return { kind: 'failure', failure: standing.failure };
  }
}
