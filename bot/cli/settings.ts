/** The settings: the only place that reads the environment. No value is ever printed, only the names of variables. */

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { languages, networkNames } from '../../schedule/campaign.ts';
import { suggestion } from '../../schedule/suggest.ts';
import { type Account, accountKeyOf, type Channel } from '../channel.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Settings = {
  /** Folder of the ledger, the outbox, the drawn pictures and the capability file. */
  readonly data: string;
  readonly logLevel: LogLevel;
  readonly channels: readonly Channel[];
  /** Whether the channels are the four of the outbox because none is configured. */
  readonly channelsAreDefaults: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'EMLEKNAP_';
const channelPrefix = `${prefix}CHANNEL_`;

/** Variables that stand alone, and the settings of a channel: EMLEKNAP_CHANNEL_<NAME>_<SETTING>. */
export const variables = {
  single: ['DATA', 'LOG_LEVEL'],
  channel: ['NETWORK', 'LANGUAGE', 'CAMPAIGNS', 'DESTINATION'],
} as const;

type ChannelSetting = (typeof variables.channel)[number];

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
  if (faults.length > 0)
    throw new CommandError(exitCodes.config, `The settings are not as they should be:\n  ${faults.join('\n  ')}`);
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
export const outboxChannels: readonly Channel[] = networkNames.flatMap((network) =>
  languages.map((language): Channel => {
    const account = outboxAccount(network);
    return { id: `${network}-${language}`, network, language, campaigns: null, account, destination: 'outbox' };
  }),
);

function sortChannelVariable(
  name: string,
  value: string,
  byChannel: Map<string, Map<ChannelSetting, string>>,
  faults: string[],
): void {
  const parts = name.slice(channelPrefix.length).match(/^([A-Z0-9_]+?)_([A-Z]+)$/);
  const [, channel, setting = ''] = parts ?? [];
  if (channel === undefined || !isOneOf(variables.channel, setting)) {
    const known = variables.channel.map((each) => `${channelPrefix}${channel ?? 'NAME'}_${each}`);
    faults.push(`${name} is no setting of a channel. ${suggestion(name, known)}`);
    return;
  }
  const settings = byChannel.get(channel) ?? new Map<ChannelSetting, string>();
  byChannel.set(channel, settings.set(setting, value));
}

function channelOf(name: string, settings: ReadonlyMap<ChannelSetting, string>, faults: string[]): Channel | null {
  const variable = (setting: ChannelSetting) => `${channelPrefix}${name}_${setting}`;
  const [network, language] = [settings.get('NETWORK') ?? '', settings.get('LANGUAGE') ?? ''];
  if (!isOneOf(networkNames, network)) faults.push(`${variable('NETWORK')} has to be ${networkNames.join(' or ')}.`);
  if (!isOneOf(languages, language)) faults.push(`${variable('LANGUAGE')} has to be ${languages.join(' or ')}.`);
  if (settings.get('DESTINATION') !== 'outbox') faults.push(`${variable('DESTINATION')} has to be outbox.`);
  const campaigns =
    settings
      .get('CAMPAIGNS')
      ?.split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '') ?? null;
  if (!isOneOf(networkNames, network) || !isOneOf(languages, language)) return null;
  const id = name.toLowerCase().replaceAll('_', '-');
  return { id, network, language, campaigns, account: outboxAccount(network), destination: 'outbox' };
}

function sharedAccounts(channels: readonly Channel[]): readonly string[] {
  const seen = new Map<string, string>();
  return channels.flatMap((channel) => {
    const key = `${accountKeyOf(channel.account)} ${channel.language}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, channel.id);
    return other === undefined
      ? []
      : [`The channels ${other} and ${channel.id} are the same account in the same language; keep one.`];
  });
}

function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}
