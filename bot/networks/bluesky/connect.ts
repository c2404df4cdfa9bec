/** Bluesky behind the port: one account on its server, for all its channels. */

import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accountKeyOf } from '../../channel.ts';
import type { Connected, ConnectionTerms, NotConnected } from '../definition.ts';
import type { Failure, FindResult, RemoteNetwork, Trail } from '../network.ts';
import { prepareFrozen, sendFrozen } from './deliver/send.ts';
import { receiptsOf, standingOf } from './deliver/standing.ts';
import { standsAt } from './deliver/stands-at.ts';
import { type BlueskyAccount, type FrozenBluesky, freezeBluesky } from './freeze/freeze.ts';
import type { BlueskyCapabilities } from './rules.ts';
import type { BlueskyAccess } from './settings.ts';
import { SessionFailure } from './wire/answer.ts';
import { recentPosts, removePosts } from './wire/own-posts.ts';
import { permitted, type Repository, repositoryOf } from './wire/repository.ts';
import { openSession, type Session, type SessionOptions } from './wire/session.ts';

export type BlueskyOptions = SessionOptions;

export type BlueskyConnection =
  | { readonly account: BlueskyAccount; readonly network: RemoteNetwork<FrozenBluesky> }
  | { readonly failure: Failure };

/** See `NetworkDefinition.connect`; sessions are kept in the folder. */
export async function connectAccount(
  { service, identifier, password }: BlueskyAccess,
  { folder, remember, ...terms }: ConnectionTerms,
): Promise<Connected<FrozenBluesky, Trail<'bluesky'>, BlueskyCapabilities> | NotConnected> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sessionFile = join(folder, `${sessionName(service, identifier)}.json`);
  const reached = await connectBluesky({ service, identifier, password: password.reveal(), sessionFile, ...terms });
  if ('failure' in reached) return reached;
  return { ...reached, account: await remember(reached.account), capabilities: null };
}

/** A file name that tells nothing of the account. */
function sessionName(service: string, identifier: string): string {
  return hash('sha256', `${service} ${identifier.toLowerCase()}`).slice(0, 16);
}

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
export function networkOf(repository: Repository): RemoteNetwork<FrozenBluesky> {
  const { account } = repository;
  const own = (frozen: FrozenBluesky): FrozenBluesky => {
    if (frozen.network === account.network && frozen.account.did === account.did) return frozen;
    throw new Error(`${frozen.slot} is frozen for ${accountKeyOf(frozen.account)}, not for ${account.did}`);
  };
  return {
    account,
    freeze: async (thread, pictures) => freezeBluesky(account, thread, pictures),
    prepare: async (frozen, { picturing, permit }) =>
      prepareFrozen(permitted(repository, permit), own(frozen), picturing),
    send: async (frozen, sending) => sendFrozen(permitted(repository, sending.permit), own(frozen), sending),
    find: async (frozen) => findFrozen(repository, own(frozen)),
    standsAt: async (frozen, _, address) => standsAt(repository, own(frozen), address),
    recent: (since) => recentPosts(repository, since),
    remove: (receipts) => removePosts(repository, receipts),
  };
}

async function findFrozen(repository: Repository, frozen: FrozenBluesky): Promise<FindResult<Trail<'bluesky'>>> {
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
