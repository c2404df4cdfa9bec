/** One channel out of its settings. No value is ever named, only the variables. */

import { languages, networkNames } from '../../schedule/campaign.ts';
import type { Account, Channel } from '../channel.ts';
import { Secret } from './secret.ts';

/** How the account of a channel is reached. Addresses are origins, like `https://bsky.social`. */
export type Access =
  | { readonly destination: 'outbox'; readonly account: Account }
  | {
      readonly destination: 'account';
      readonly network: 'bluesky';
      readonly service: string;
      readonly identifier: string;
      readonly password: Secret;
    }
  | {
      readonly destination: 'account';
      readonly network: 'mastodon';
      readonly server: string;
      readonly accessToken: Secret;
    };

/** A channel as it is set up; which account it is may only be known once it is connected. */
export type ConfiguredChannel = Omit<Channel, 'account'> & { readonly access: Access };

export const channelSettings = [
  'NETWORK',
  'LANGUAGE',
  'CAMPAIGNS',
  'DESTINATION',
  'SERVICE',
  'IDENTIFIER',
  'APP_PASSWORD',
  'SERVER',
  'ACCESS_TOKEN',
] as const;

export type ChannelSetting = (typeof channelSettings)[number];

const ofNetwork = {
  bluesky: ['SERVICE', 'IDENTIFIER', 'APP_PASSWORD'],
  mastodon: ['SERVER', 'ACCESS_TOKEN'],
} as const satisfies Record<string, readonly ChannelSetting[]>;

/** The account that the outbox stands for; `.invalid` belongs to nobody (RFC 2606), so it never meets a real one. */
export function outboxAccount(network: Channel['network']): Account {
  return network === 'bluesky'
    ? { network, did: 'did:web:outbox.invalid' }
    : { network, server: 'https://outbox.invalid', id: '1956' };
}

/** The channel called `name`, or null with what is wrong added to `faults`; variables are named with `prefix` before them. */
export function channelOf(
  name: string,
  settings: ReadonlyMap<ChannelSetting, string>,
  prefix: string,
  faults: string[],
): ConfiguredChannel | null {
  const variable = (setting: ChannelSetting) => `${prefix}${setting}`;
  const [network, language] = [settings.get('NETWORK') ?? '', settings.get('LANGUAGE') ?? ''];
  const destination = settings.get('DESTINATION') ?? '';
  if (!isOneOf(networkNames, network)) faults.push(`${variable('NETWORK')} has to be ${networkNames.join(' or ')}.`);
  if (!isOneOf(languages, language)) faults.push(`${variable('LANGUAGE')} has to be ${languages.join(' or ')}.`);
  if (!isOneOf(['outbox', 'account'], destination))
    faults.push(`${variable('DESTINATION')} has to be outbox or account.`);
  const campaigns =
    settings
      .get('CAMPAIGNS')
      ?.split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '') ?? null;
  if (!isOneOf(networkNames, network) || !isOneOf(languages, language)) return null;
  const id = name.toLowerCase().replaceAll('_', '-');
  const known = { id, network, language, campaigns } as const;
  if (destination === 'outbox')
    return { ...known, destination, access: { destination, account: outboxAccount(network) } };
  if (destination !== 'account') return null;
  const access = accessOf(network, settings, variable, faults);
  return access === null ? null : { ...known, destination, access };
}

function accessOf(
  network: Channel['network'],
  settings: ReadonlyMap<ChannelSetting, string>,
  variable: (setting: ChannelSetting) => string,
  faults: string[],
): Access | null {
  const other = network === 'bluesky' ? 'mastodon' : 'bluesky';
  for (const setting of ofNetwork[other]) {
    if (settings.has(setting))
      faults.push(`${variable(setting)} belongs to a channel on ${other}, and this one is on ${network}.`);
  }
  const needed = (setting: ChannelSetting): string | null => {
    const value = settings.get(setting);
    if (value === undefined)
      faults.push(`${variable(setting)} is missing; a channel on ${network} needs it to publish to its account.`);
    return value ?? null;
  };
  const origin = (setting: ChannelSetting, value: string | null): string | null => {
    const address = value === null ? null : originOf(value);
    if (value !== null && address === null)
      faults.push(`${variable(setting)} has to be an address like https://example.social, without a path.`);
    return address;
  };
  if (network === 'bluesky') {
    const service = origin('SERVICE', settings.get('SERVICE') ?? 'https://bsky.social');
    const [identifier, password] = [needed('IDENTIFIER'), needed('APP_PASSWORD')];
    if (service === null || identifier === null || password === null) return null;
    return { destination: 'account', network, service, identifier, password: new Secret(password) };
  }
  const [server, accessToken] = [origin('SERVER', needed('SERVER')), needed('ACCESS_TOKEN')];
  if (accessToken !== null && !/^[\x21-\x7e]+$/.test(accessToken)) {
    faults.push(`${variable('ACCESS_TOKEN')} has to be a token as the server shows it: ASCII without spaces.`);
    return null;
  }
  if (server === null || accessToken === null) return null;
  return { destination: 'account', network, server, accessToken: new Secret(accessToken) };
}

/** The origin of a web address; null if it has a path, or is neither https nor on this machine. */
function originOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)) ? url.origin : null;
}

/** Whether an address can only be this machine's. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}
