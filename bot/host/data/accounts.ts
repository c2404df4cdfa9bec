/** Which account each channel turned out to be: for commands that open no socket, and for other processes of the data folder. */

import type { Account } from '../../channel.ts';
import type { KnownAccount, StateBook, StateReader } from '../../ledger/state.ts';
import type { ConfiguredChannel } from '../settings/channel-settings.ts';
import { isLoopback } from '../settings/value-shapes.ts';

/** The account of a channel as it was when it was last connected; null if it never was. */
export async function knownAccount(
  kept: Pick<StateReader, 'accounts'>,
  { id, access }: ConfiguredChannel,
): Promise<Account | null> {
  if (access.destination === 'outbox') return access.account;
  const accounts = await kept.accounts();
  const account = Object.hasOwn(accounts, id) ? accounts[id] : undefined;
  return account === undefined ? null : withoutDomain(account);
}

/**
 * Keeps which account a channel is, and gives it as it is to be known: by the address under which any channel reached it
 * first. All keys are made of that, so that another address of the same server, which names itself by its `domain`, is no
 * second account, in this process or in another.
 */
export async function rememberAccount<K extends Account>(
  book: Pick<StateBook, 'rememberAccount'>,
  { id: channel }: Pick<ConfiguredChannel, 'id'>,
  account: K,
  domain: string | null = null,
): Promise<K> {
  let known = account;
  await book.rememberAccount(channel, (all): KnownAccount => {
    if ('did' in account) return { network: account.network, did: account.did };
    const { network, server, id } = account;
    const earlier = all.find(
      (other) =>
        other.network === network &&
        'server' in other &&
        other.id === id &&
        nameOf(other.server, other.domain) === nameOf(server, domain),
    );
    const first = earlier !== undefined && 'server' in earlier ? earlier.server : server;
    known = { ...account, server: first };
    return { network, server: first, id, domain };
  });
  return known;
}

function withoutDomain(account: KnownAccount): Account {
  if ('did' in account) return account;
  const { network, server, id } = account;
  return { network, server, id };
}

/** What a server is called whatever its address; on this machine, where anybody can be called anything, its port tells. */
function nameOf(server: string, domain: string | null): string {
  const url = URL.parse(server);
  if (url === null) return server;
  return isLoopback(url) ? `port ${url.port}` : (domain ?? url.host);
}
