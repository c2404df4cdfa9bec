/** Keeps two channels from being one account in one language, by what the servers say and not by how it is written. */

import { type Account, type AccountKey, accountKeyOf } from '../channel.ts';
import { networkNamed } from '../networks/all.ts';
import type { Failure } from '../networks/network.ts';
import type { Connection } from './connect.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';

type TwinTerms = {
  /** All that are set up, also those that are not to publish now. */
  readonly channels: readonly ConfiguredChannel[];
  readonly open: (channel: ConfiguredChannel) => Promise<Connection>;
  /** The account that a channel was when it was connected last; null if it never was. */
  readonly known: (channel: ConfiguredChannel) => Promise<Account | null>;
  /** Told of a channel that was connected before another turned out to be the same account. */
  readonly expel: (channel: ConfiguredChannel, failure: Failure) => void;
};

/**
 * Connects channels. One of an account is compared with all others of its network and language before it is given out, so it
 * waits for their first try; not for one on another server that was another account before, since a server that hangs is
 * to hold up no other: should that one be the same account by now, it is refused when it answers, and has sent nothing.
 */
export function comparedAccounts({ channels, open, known, expel }: TwinTerms) {
  const accounts = new Map<string, AccountKey>();
  const firstTries = new Map<string, Promise<Connection>>();
  const given = new Set<string>();

  const opened = async (channel: ConfiguredChannel): Promise<Connection> => {
    const connection = await open(channel);
    if (connection.kind === 'account') accounts.set(channel.id, accountKeyOf(connection.outlet.channel.account));
    return connection;
  };

  const firstTry = (channel: ConfiguredChannel): Promise<Connection> => {
    const begun = firstTries.get(channel.id) ?? opened(channel);
    firstTries.set(channel.id, begun);
    return begun;
  };

  const mayBe = async (other: ConfiguredChannel, channel: ConfiguredChannel, account: AccountKey): Promise<boolean> => {
    if (serverOf(other) === serverOf(channel)) return true;
    const before = await known(other);
    return before === null || accountKeyOf(before) === account;
  };

  return async (channel: ConfiguredChannel): Promise<Connection> => {
    const isFirst = !given.has(channel.id);
    given.add(channel.id);
    const connection = await (isFirst ? firstTry(channel) : opened(channel));
    if (connection.kind !== 'account') return connection;
    const account = accountKeyOf(connection.outlet.channel.account);
    const others = channels.filter(
      ({ id, network, language, destination }) =>
        id !== channel.id && network === channel.network && language === channel.language && destination === 'account',
    );
    await Promise.allSettled(
      others.map(async (other) => ((await mayBe(other, channel, account)) ? firstTry(other) : null)),
    );
    const twins = others.filter(({ id }) => accounts.get(id) === account);
    if (twins.length === 0) return connection;
    const failure = sameAccount([channel, ...twins]);
    for (const twin of twins) expel(twin, failure);
    return { kind: 'failure', failure };
  };
}

function sameAccount(channels: readonly ConfiguredChannel[]): Failure {
  const names = channels
    .map(({ id }) => id)
    .sort()
    .join(' and ');
  const message = `the channels ${names} are one account in one language, as the server names it; nothing is sent on any of them until only one is set up`;
  return { kind: 'refused', message };
}

function serverOf({ access }: ConfiguredChannel): string | null {
  if (access.destination === 'outbox') return null;
  return networkNamed(access.network).settings.originOf(access);
}
