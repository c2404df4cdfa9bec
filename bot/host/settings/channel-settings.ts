/** One channel out of its settings. No value is ever named, only the variables. */

import { languages, networkNames } from '../../../schedule/model/language.ts';
import type { Account, Channel } from '../../channel.ts';
import type { SettingsFault } from './fault.ts';
import { forbidden, oddCharacter } from './odd-characters.ts';
import { Secret } from './secret.ts';
import { addressShape, appPasswordShape, identifierShape, originOf, type ShapeOf, tokenShape } from './value-shapes.ts';

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

const channelPrefix = 'EMLEKNAP_CHANNEL_';

/** The name of a variable of a channel, by the channel's name in capitals. */
export function channelName(channel: string, setting: ChannelSetting): string {
  return `${channelPrefix}${channel}_${setting}`;
}

const ofNetwork = {
  bluesky: ['SERVICE', 'IDENTIFIER', 'APP_PASSWORD'],
  mastodon: ['SERVER', 'ACCESS_TOKEN'],
} as const satisfies Record<string, readonly ChannelSetting[]>;

/** The name of a variable of a channel, by the channel's id, for messages: the value never stands in one. */
export function variableOf(channel: string, setting: ChannelSetting): string {
  return channelName(channel.toUpperCase().replaceAll('-', '_'), setting);
}

/** The account that the outbox stands for; `.invalid` belongs to nobody (RFC 2606), so it never meets a real one. */
export function outboxAccount(network: Channel['network']): Account {
  return network === 'bluesky'
    ? { network, did: 'did:web:outbox.invalid' }
    : { network, server: 'https://outbox.invalid', id: '1956' };
}

/** A value, and the line of `.env` that sets it; null for the environment. */
export type Given = { readonly value: string; readonly line: number | null };

/** The channel called `name`, or null with what is wrong added to `faults`. */
export function channelOf(
  name: string,
  settings: ReadonlyMap<ChannelSetting, Given>,
  faults: SettingsFault[],
): ConfiguredChannel | null {
  const say: Say = (setting, message) =>
    void faults.push({
      line: settings.get(setting)?.line ?? null,
      message: `${channelName(name, setting)} ${message}`,
    });
  for (const [setting, { value }] of settings) {
    if (value === '' && !isOneOf(['NETWORK', 'LANGUAGE', 'DESTINATION'], setting))
      say(setting, 'is empty. Give it a value, or remove its line.');
  }
  const oneOf = <T extends string>(setting: ChannelSetting, known: readonly T[]): T | null => {
    const value = settings.get(setting)?.value;
    if (value !== undefined && isOneOf(known, value)) return value;
    say(setting, `${value === undefined ? 'is missing: it ' : ''}has to be ${known.join(' or ')}.`);
    return null;
  };
  const network = oneOf('NETWORK', networkNames);
  const language = oneOf('LANGUAGE', languages);
  const destination = oneOf('DESTINATION', ['outbox', 'account']);
  const campaigns = campaignsIn(settings.get('CAMPAIGNS')?.value, say);
  if (network === null || language === null || destination === null) return null;
  const id = name.toLowerCase().replaceAll('_', '-');
  const known = { id, network, language, campaigns } as const;
  if (destination === 'outbox')
    return { ...known, destination, access: { destination, account: outboxAccount(network) } };
  const access = accessOf(network, settings, say);
  return access === null ? null : { ...known, destination, access };
}

type Say = (setting: ChannelSetting, message: string) => void;

function campaignsIn(value: string | undefined, say: Say): readonly string[] | null {
  if (value === undefined || value === '') return null;
  const ids = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const odd = oddCharacter(ids.join(','), forbidden.notPlain);
  if (odd !== null) say('CAMPAIGNS', `cannot name campaigns: ${odd}. Write their ids with commas between them.`);
  else if (ids.length === 0) say('CAMPAIGNS', 'names no campaign. Write their ids with commas between them.');
  return ids;
}

function accessOf(network: Channel['network'], settings: ReadonlyMap<ChannelSetting, Given>, say: Say): Access | null {
  const other = network === 'bluesky' ? 'mastodon' : 'bluesky';
  for (const setting of ofNetwork[other]) {
    if (settings.has(setting))
      say(setting, `belongs to a channel on ${other}, and this one is on ${network}. Remove its line.`);
  }
  const shaped = (setting: ChannelSetting, shape: ShapeOf, without?: string): string | null => {
    const value = settings.get(setting)?.value ?? without;
    if (value === '') return null;
    const wrong =
      value === undefined
        ? `is missing: a channel on ${network} needs it to publish to its account. Add its line.`
        : shape(value);
    if (wrong !== null) say(setting, wrong);
    return wrong === null ? (value ?? null) : null;
  };
  const address = (setting: ChannelSetting, without?: string): string | null => {
    const value = shaped(setting, addressShape, without);
    return value === null ? null : originOf(value);
  };
  if (network === 'bluesky') {
    const service = address('SERVICE', 'https://bsky.social');
    const identifier = shaped('IDENTIFIER', identifierShape);
    const password = shaped('APP_PASSWORD', appPasswordShape(service ?? ''));
    if (service === null || identifier === null || password === null) return null;
    return { destination: 'account', network, service, identifier, password: new Secret(password) };
  }
  const [server, accessToken] = [address('SERVER'), shaped('ACCESS_TOKEN', tokenShape)];
  if (server === null || accessToken === null) return null;
  return { destination: 'account', network, server, accessToken: new Secret(accessToken) };
}

export function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}
