/** Connects to an account on a Mastodon server: who it is, what the server allows, and the network to publish on. */

import { setTimeout } from 'node:timers/promises';
import { domainToUnicode } from 'node:url';
import type { Instant } from '../../../schedule/time/instant.ts';
import { accountKeyOf } from '../../channel.ts';
import type { Connected, ConnectionTerms, NotConnected } from '../definition.ts';
import type { Failure, RemoteNetwork } from '../network.ts';
import { guardedFetch, withoutReuse } from '../wire/http.ts';
import { sanitised } from '../wire/sanitised.ts';
import { createSecrets } from '../wire/secrets.ts';
import { createServerClock, type ServerClock } from '../wire/server-clock.ts';
import { findThread, prepareThread, sendThread } from './deliver/send.ts';
import { standsAt } from './deliver/stands-at.ts';
import type { MastodonTrail } from './deliver/trail.ts';
import { type FrozenMastodon, freezeMastodon, type MastodonAccount } from './freeze/freeze.ts';
import type { MastodonCapabilities } from './rules.ts';
import type { MastodonAccess } from './settings.ts';
import type { Trouble } from './wire/answer.ts';
import { type MastodonInstance, mastodonApi } from './wire/api.ts';
import { failureOf, loginFailureOf } from './wire/failures.ts';
import { capabilitiesFrom } from './wire/limits.ts';
import { recentPosts, removePosts } from './wire/manage.ts';
import type { Session } from './wire/session.ts';
import { duplicatePolicyOf, type Software, softwareOf } from './wire/software.ts';

export type MastodonOptions = {
  /** The server's web address, `https://mastodon.example`. */
  readonly server: string;
  readonly accessToken: string;
  /** The account by which its keys are made, if it was reached by another address of the same server before. */
  readonly accountOf?: (said: SaidAccount) => Promise<MastodonAccount>;
  readonly now: () => Instant;
  readonly pause?: (millis: number) => Promise<void>;
  /** How long one request may take; a server under load takes most of a minute. */
  readonly timeoutMillis?: number;
  /** The server's; is told of every answer. */
  readonly clock?: ServerClock;
};

/** How a server names itself, whatever address it was reached by, and the id of the account there. */
type SaidAccount = { readonly domain: string; readonly id: string };

export type ConnectedMastodon = {
  readonly account: MastodonAccount;
  readonly network: RemoteNetwork<FrozenMastodon, MastodonTrail>;
  readonly capabilities: MastodonCapabilities;
  readonly software: Software;
};

/**
 * Asks the server who the token belongs to and what it allows. Connections are reused only with software that honours
 * keys: elsewhere a post whose connection breaks, as a reused one may, would be left to a person. Throws a TypeError if `server` is no web address, or one
 * that would show the token to everybody on the way; only a server on this machine may go without https.
 */
export async function connectMastodon(
  access: MastodonOptions,
): Promise<ConnectedMastodon | { readonly failure: Failure; readonly mayBeToken?: boolean }> {
  const { accessToken, now, pause = (millis) => setTimeout(millis), timeoutMillis = 60_000 } = access;
  const server = originOf(access.server);
  if (!/^[\x21-\x7e]+$/.test(accessToken)) {
    const message = 'the access token has characters that no header can hold; copy it from the server again';
    return { failure: { kind: 'unauthorised', message } };
  }
  const clock = access.clock ?? createServerClock(now);
  const ask = guardedFetch({ origin: server, timeoutMillis, clock, secrets: createSecrets([accessToken]) });
  const askApart = withoutReuse(ask);
  const api = mastodonApi(server, accessToken, askApart);
  const failed = (trouble: Trouble) => ({ failure: failureOf(trouble, server, now()) });
  const person = await api.verifyCredentials();
  if (person.kind !== 'ok') return loginFailureOf(person, server, now());
  const instance = await api.instance();
  if (instance.kind !== 'ok') return failed(instance);
  const software = await softwareOf(server, askApart).catch((error: unknown) =>
    sanitised(`it does not say what it runs: ${error}`),
  );
  if (typeof software === 'string') return failed({ kind: 'unreached', message: software });
  const said: SaidAccount = { domain: ownNameOf(server, instance.value), id: person.value.id };
  const account: MastodonAccount = (await access.accountOf?.(said)) ?? { network: 'mastodon', server, id: said.id };
  const username = person.value.username ?? null;
  const policy = duplicatePolicyOf(software);
  const domains = domainsOf(server, instance.value);
  const publishing = policy.keysHonoured ? mastodonApi(server, accessToken, ask) : api;
  const session: Session = { api: publishing, account, username, policy, domains, clock, now, pause };
  return {
    account,
    network: mastodonNetwork(session),
    capabilities: capabilitiesFrom(instance.value),
    software,
  };
}

/** See `NetworkDefinition.connect`. */
export async function connectAccount(
  { server, accessToken }: MastodonAccess,
  { folder: _, remember, ...terms }: ConnectionTerms,
): Promise<Connected<FrozenMastodon, MastodonTrail, MastodonCapabilities> | NotConnected> {
  const reached = await connectMastodon({
    server,
    accessToken: accessToken.reveal(),
    accountOf: ({ domain, id }) => remember({ network: 'mastodon', server, id }, domain),
    ...terms,
  });
  if (!('failure' in reached)) return reached;
  const { failure, mayBeToken = false } = reached;
  return { failure, ...(mayBeToken && { check: { what: 'the access token', setting: 'ACCESS_TOKEN' } }) };
}

/** The port over the calls of a session. */
export function mastodonNetwork(session: Session): RemoteNetwork<FrozenMastodon, MastodonTrail> {
  const { account } = session;
  return {
    account,
    freeze: async (thread, pictures) => freezeMastodon(account, thread, pictures),
    prepare: async (frozen, sending) => prepareThread(ours(frozen, account), sending, session),
    send: async (frozen, sending) => sendThread(ours(frozen, account), sending, session),
    find: async (frozen, trail) => findThread(ours(frozen, account), trail, session),
    standsAt: async (frozen, trail, address) => standsAt(ours(frozen, account), trail, address, session),
    recent: (since) => recentPosts(since, session),
    remove: (receipts) => removePosts(receipts, session),
  };
}

function ours(frozen: FrozenMastodon, account: MastodonAccount): FrozenMastodon {
  if (frozen.network === account.network && accountKeyOf(frozen.account) === accountKeyOf(account)) return frozen;
  throw new Error(`${frozen.slot} is frozen for ${accountKeyOf(frozen.account)}, not for ${accountKeyOf(account)}`);
}

const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function originOf(server: string): string {
  const { protocol, hostname, origin } = new URL(server);
  if (protocol === 'https:' || (protocol === 'http:' && thisMachine.test(hostname))) return origin;
  throw new TypeError(`${origin} would show the access token to everybody on the way; write the address with https`);
}

function ownNameOf(server: string, { domain, uri }: MastodonInstance): string {
  return (domain || hostIn(uri) || new URL(server).host).toLowerCase().slice(0, 300);
}

/** GoToSocial and others write a web address where Mastodon writes a host. */
function hostIn(uri: string | undefined): string {
  return (uri ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

/** Each as it is sent on the wire and as people write it. */
function domainsOf(server: string, { domain, uri }: MastodonInstance): readonly string[] {
  const names = [new URL(server).host, domain ?? '', hostIn(uri)];
  return [...new Set(names.flatMap((name) => [name, domainToUnicode(name)]).filter((name) => name !== ''))];
}
