/** Connects a channel to where it publishes. The networks' libraries are loaded only here, and only when needed. */

import type { Instant } from '../../schedule/time/instant.ts';
import { type Account, accountKeyOf } from '../channel.ts';
import type { StateBook } from '../ledger/state.ts';
import { networkNamed } from '../networks/all.ts';
import { capabilitiesOf } from '../networks/capabilities.ts';
import type { NotConnected } from '../networks/definition.ts';
import type { Failed, Failure, Network, RemoteNetwork } from '../networks/network.ts';
import { createOutbox } from '../networks/outbox/outbox.ts';
import type { AccountAccess } from '../networks/settings/settings.ts';
import type { ServerClock } from '../networks/wire/server-clock.ts';
import type { Outlet } from '../publish/ports.ts';
import type { Capabilities } from '../render/rules.ts';
import { rememberAccount } from './data/accounts.ts';
import type { Places } from './data/places.ts';
import { redacted } from './redacted.ts';
import { type ConfiguredChannel, variableOf } from './settings/channel-settings.ts';

export type Connection =
  | { readonly kind: 'outbox'; readonly outlet: Outlet }
  | {
      readonly kind: 'account';
      readonly outlet: Outlet;
      readonly remote: RemoteNetwork;
      /** Limits that the server told; null where it tells none. */
      readonly learned: Capabilities | null;
    }
  | Failed;

export type ConnectTerms = {
  readonly places: Places;
  /** Knows accounts and their limits. */
  readonly book: StateBook;
  readonly now: () => Instant;
  /** Of the channel's server, if it is watched. */
  readonly clock: ServerClock | null;
};

/** An outlet for the channel, or the Failure that keeps it from being one now. */
export async function connect(channel: ConfiguredChannel, terms: ConnectTerms): Promise<Connection> {
  const { places, book, now, clock } = terms;
  const { access } = channel;
  if (access.destination === 'outbox') {
    const network = createOutbox({ folder: places.outbox, account: access.account });
    return {
      kind: 'outbox',
      outlet: outletOf(channel, access.account, network, await limitsOf(channel, access.account, book)),
    };
  }
  const reached = await networkNamed(access.network).connect(access, {
    folder: places.sessions,
    now,
    ...(clock !== null && { clock }),
    remember: (account, domain) => rememberAccount(book, channel, account, domain),
  });
  if ('failure' in reached) return { kind: 'failure', failure: advised(reached, channel.id, access) };
  const { account, capabilities: learned } = reached;
  const network = withoutValues(reached.network, channel.id, access);
  const outlet = outletOf(channel, account, network, learned ?? (await limitsOf(channel, account, book)));
  return { kind: 'account', outlet, remote: network, learned };
}

/** Stores the limits that the server told, for commands that open no socket. */
export async function rememberLimits(
  { outlet, learned }: Extract<Connection, { kind: 'account' }>,
  book: Pick<StateBook, 'storeCapabilities'>,
): Promise<void> {
  if (learned !== null) await book.storeCapabilities(accountKeyOf(outlet.channel.account), learned);
}

/** A Failure to connect, with what a person can do where nothing answers, or not as the owner of the credentials would be answered. */
function advised({ failure, check }: NotConnected, channel: string, access: AccountAccess): Failure {
  const plain = redacted(failure, channel, access);
  const hint = check === undefined ? '' : `; check ${check.what} in ${variableOf(channel, check.setting)}`;
  const said = { ...plain, message: `${plain.message}${hint}` };
  if (said.kind !== 'unavailable') return said;
  const variable = variableOf(channel, networkNamed(access.network).settings.server);
  const advice = `check the network and the address in ${variable}; nothing is lost, and it can be tried again`;
  return { ...said, message: `${said.message}; ${advice}` };
}

/** The same network, whose Failures name settings and not their values. */
function withoutValues(network: RemoteNetwork, channel: string, access: AccountAccess): RemoteNetwork {
  const clean = <R extends { readonly kind: string }>(result: R | Failed): R | Failed =>
    isFailed(result) ? { kind: 'failure', failure: redacted(result.failure, channel, access) } : result;
  return {
    account: network.account,
    freeze: (thread, pictures) => network.freeze(thread, pictures),
    prepare: async (frozen, sending) => {
      const failure = await network.prepare(frozen, sending);
      return failure === null ? null : redacted(failure, channel, access);
    },
    send: async (frozen, sending) => clean(await network.send(frozen, sending)),
    find: async (frozen, trail) => clean(await network.find(frozen, trail)),
    standsAt: async (frozen, trail, address) => clean(await network.standsAt(frozen, trail, address)),
    recent: async (since) => clean(await network.recent(since)),
    remove: async (receipts) => {
      const failure = await network.remove(receipts);
      return failure === null ? null : redacted(failure, channel, access);
    },
  };
}

function isFailed(result: { readonly kind: string }): result is Failed {
  return result.kind === 'failure';
}

async function limitsOf(
  channel: ConfiguredChannel,
  account: Account,
  book: Pick<StateBook, 'capabilities'>,
): Promise<Capabilities> {
  return capabilitiesOf(await book.capabilities(), accountKeyOf(account), channel.network);
}

function outletOf(
  { access: _, ...channel }: ConfiguredChannel,
  account: Account,
  network: Network,
  capabilities: Capabilities,
): Outlet {
  return { channel: { ...channel, account }, network, rules: networkNamed(channel.network).rules, capabilities };
}
