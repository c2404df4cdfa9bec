/** The settings: the only place that reads the environment. No value is ever printed, only the names of variables. */

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { languages, networkNames } from '../../schedule/campaign.ts';
import { suggestion } from '../../schedule/suggest.ts';
import {
  type Access,
  type ChannelSetting,
  type ConfiguredChannel,
  channelOf,
  channelSettings,
  isLoopback,
  isOneOf,
  outboxAccount,
} from './channel-settings.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { Secret } from './secret.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Settings = {
  /** Folder of the ledger, the outbox, the drawn pictures and the capability file. */
  readonly data: string;
  readonly logLevel: LogLevel;
  /** Run for what a person has to know of; it may hold a password or an address nobody else should know. */
  readonly alarmCommand: Secret | null;
  readonly channels: readonly ConfiguredChannel[];
  /** Whether the channels are the four of the outbox because none is configured. */
  readonly channelsAreDefaults: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'EMLEKNAP_';
const channelPrefix = `${prefix}CHANNEL_`;

/** Variables that stand alone, and the settings of a channel: EMLEKNAP_CHANNEL_<NAME>_<SETTING>. */
export const variables = {
  single: ['DATA', 'LOG_LEVEL', 'ALARM_COMMAND', 'PHOTOS'],
  channel: channelSettings,
} as const;

/** Reads `.env` in the current folder, if there is one, and then the environment, which wins. Throws a CommandError that lists everything wrong. */
export function readSettings(): Settings {
  if (existsSync('.env')) loadEnvFile('.env');
  return parseSettings(process.env);
}

/** The folder of photographs that the settings name, if they do; the other settings may be wrong. */
export function photographsSetting(): string | undefined {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env[`${prefix}PHOTOS`]?.trim() || undefined;
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
  const alarmCommand = single.get('ALARM_COMMAND');
  const logLevel = single.get('LOG_LEVEL') ?? 'info';
  if (!isOneOf(logLevels, logLevel)) faults.push(`${prefix}LOG_LEVEL has to be one of ${logLevels.join(', ')}.`);
  const configured = [...byChannel].flatMap(
    ([name, settings]) => channelOf(name, settings, `${channelPrefix}${name}_`, faults) ?? [],
  );
  faults.push(...sharedAccounts(configured));
  if (faults.length > 0) {
    throw new CommandError(exitCodes.config, `The settings are not as they should be:\n  ${faults.join('\n  ')}`);
  }
  return {
    data: single.get('DATA') ?? 'data',
    alarmCommand: alarmCommand === undefined ? null : new Secret(alarmCommand),
    logLevel: isOneOf(logLevels, logLevel) ? logLevel : 'info',
    channels: configured.length > 0 ? configured : outboxChannels,
    channelsAreDefaults: configured.length === 0,
  };
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
