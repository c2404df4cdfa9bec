/** The settings: the only place that reads the environment. No value is ever printed, only the names of variables. */

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { languages, networkNames } from '../../schedule/campaign.ts';
import { suggestion } from '../../schedule/suggest.ts';
import type { Account, Channel } from '../channel.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { Secret } from './secret.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

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

export type Settings = {
  /** Folder of the ledger, the outbox, the drawn pictures and the capability file. */
  readonly data: string;
  readonly logLevel: LogLevel;
  readonly channels: readonly ConfiguredChannel[];
  /** Whether the channels are the four of the outbox because none is configured. */
  readonly channelsAreDefaults: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'EMLEKNAP_';
const channelPrefix = `${prefix}CHANNEL_`;

/** Variables that stand alone, and the settings of a channel: EMLEKNAP_CHANNEL_<NAME>_<SETTING>. */
export const variables = {
  single: ['DATA', 'LOG_LEVEL'],
  channel: [
    'NETWORK',
    'LANGUAGE',
    'CAMPAIGNS',
    'DESTINATION',
    'SERVICE',
    'IDENTIFIER',
    'APP_PASSWORD',
    'SERVER',
    'ACCESS_TOKEN',
  ],
} as const;

type ChannelSetting = (typeof variables.channel)[number];

const ofNetwork = {
  bluesky: ['SERVICE', 'IDENTIFIER', 'APP_PASSWORD'],
  mastodon: ['SERVER', 'ACCESS_TOKEN'],
} as const satisfies Record<string, readonly ChannelSetting[]>;

/** Reads `.env` in the current folder, if there is one, and then the environment, which wins. Throws a CommandError that lists everything wrong. */
export function readSettings(): Settings {
  if (existsSync('.env')) loadEnvFile('.env');
  return parseSettings(process.env);
}

export function parseSettings(environment: Environment): Settings {
  const faults: string[] = [];
  const ours = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== undefined && value.trim() !== '' ? [[name, value.trim()] as const] : [],
  );
  const single = new Map<string, string>();
  const byChannel = new Map<string, Map<ChannelSetting, string>>();
  for (const [name, value] of ours) {
    if (name.startsWith(channelPrefix)) sortChannelVariable(name, value, byChannel, faults);
    else if (isOneOf(variables.single, name.slice(prefix.length))) single.set(name.slice(prefix.length), value);
    else
      faults.push(
        `${name} is no setting. ${suggestion(
          name,
          variables.single.map((known) => prefix + known),
        )}`,
      );
  }
  const logLevel = single.get('LOG_LEVEL') ?? 'info';
  if (!isOneOf(logLevels, logLevel)) faults.push(`${prefix}LOG_LEVEL has to be one of ${logLevels.join(', ')}.`);
  const configured = [...byChannel].flatMap(([name, settings]) => channelOf(name, settings, faults) ?? []);
  faults.push(...sharedAccounts(configured));
  if (faults.length > 0) {
    throw new CommandError(exitCodes.config, `The settings are not as they should be:\n  ${faults.join('\n  ')}`);
  }
  return {
    data: single.get('DATA') ?? 'data',
    logLevel: isOneOf(logLevels, logLevel) ? logLevel : 'info',
    channels: configured.length > 0 ? configured : outboxChannels,
    channelsAreDefaults: configured.length === 0,
  };
}

/** The account that the outbox stands for; `.invalid` belongs to nobody (RFC 2606), so it never meets a real one. */
function outboxAccount(network: Channel['network']): Account {
  return network === 'bluesky'
    ? { network, did: 'did:web:outbox.invalid' }
    : { network, server: 'https://outbox.invalid', id: '1956' };
}

/** What is used when nothing is configured: every network in every language, into the outbox. */
export const outboxChannels: readonly ConfiguredChannel[] = networkNames.flatMap((network) =>
  languages.map((language): ConfiguredChannel => {
    const access: Access = { destination: 'outbox', account: outboxAccount(network) };
    return { id: `${network}-${language}`, network, language, campaigns: null, destination: 'outbox', access };
  }),
);

/** Whether nothing outside this machine can be reached through a channel. */
function isHarmless({ access }: ConfiguredChannel): boolean {
  if (access.destination === 'outbox') return true;
  return isLoopback(new URL(access.network === 'bluesky' ? access.service : access.server));
}

/** Throws a CommandError if a clock that is not the system's could reach a real account. */
export function refuseUnlessHarmless(channels: readonly ConfiguredChannel[]): void {
  const real = channels.filter((channel) => !isHarmless(channel)).map(({ id }) => id);
  if (real.length === 0) return;
  const message = `--now is only for channels of the outbox or of a server on this machine, and these are not: ${real.join(', ')}.`;
  throw new CommandError(exitCodes.usage, message);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function sortChannelVariable(
  name: string,
  value: string,
  byChannel: Map<string, Map<ChannelSetting, string>>,
  faults: string[],
): void {
  const rest = name.slice(channelPrefix.length);
  const setting = variables.channel.find((known) => rest.endsWith(`_${known}`));
  const channel = setting === undefined ? '' : rest.slice(0, -setting.length - 1);
  if (setting === undefined || !/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(channel)) {
    const guess = rest.replace(/_[A-Z]+$/, '') || 'NAME';
    faults.push(
      `${name} is no setting of a channel. ${suggestion(
        name,
        variables.channel.map((each) => `${channelPrefix}${guess}_${each}`),
      )}`,
    );
    return;
  }
  const settings = byChannel.get(channel) ?? new Map<ChannelSetting, string>();
  byChannel.set(channel, settings.set(setting, value));
}

function channelOf(
  name: string,
  settings: ReadonlyMap<ChannelSetting, string>,
  faults: string[],
): ConfiguredChannel | null {
  const variable = (setting: ChannelSetting) => `${channelPrefix}${name}_${setting}`;
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
  if (server === null || accessToken === null) return null;
  return { destination: 'account', network, server, accessToken: new Secret(accessToken) };
}

/** The origin of a web address; null if it has a path, or is neither https nor on this machine. */
function originOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)) ? url.origin : null;
}

/** Channels that would publish the same slots twice on one account. */
function sharedAccounts(channels: readonly ConfiguredChannel[]): readonly string[] {
  const seen = new Map<string, string>();
  return channels.flatMap(({ id, language, network, access }) => {
    const key = `${network} ${language} ${accountNameOf(access)}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, id);
    return other === undefined
      ? []
      : [`The channels ${other} and ${id} are the same account in the same language; keep one.`];
  });
}

function accountNameOf(access: Access): string {
  if (access.destination === 'outbox') return 'outbox';
  return access.network === 'bluesky'
    ? `${access.service} ${access.identifier.toLowerCase()}`
    : `${access.server} ${access.accessToken.reveal()}`;
}

function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}
