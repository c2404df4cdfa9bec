/** The settings: the only place that reads the environment. No value is ever printed, only the names of variables. */

import { parseEnv } from 'node:util';
import { languages } from '../../../schedule/model/language.ts';
import type { AlarmCommand } from '../../host/alarms/alarm-command.ts';
import {
  type Access,
  type ConfiguredChannel,
  channelOf,
  type Given,
  isOneOf,
  outboxAccount,
} from '../../host/settings/channel-settings.ts';
import { orFaults, type SettingsFault, type Settled, settled } from '../../host/settings/fault.ts';
import { isLoopback, pathShape } from '../../host/settings/value-shapes.ts';
import { networkNamed, networkNames } from '../../networks/all.ts';
import { Secret } from '../../networks/settings/secret.ts';
import type { ShapeOf } from '../../networks/settings/shapes.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { remark } from '../words/output.ts';
import { envText, exposures } from './env-file.ts';
import { envLines } from './env-lines.ts';
import { namedVariable, type SingleSetting, singleName } from './env-names.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Settings = {
  /** Folder of the ledger, the outbox, the drawn pictures and the capability file. */
  readonly data: string;
  readonly logLevel: LogLevel;
  /** Run for what a person has to know of; it may hold a password or an address nobody else should know. */
  readonly alarmCommand: AlarmCommand | null;
  readonly channels: readonly ConfiguredChannel[];
  /** Whether the channels are the four of the outbox because none is configured. */
  readonly channelsAreDefaults: boolean;
  /** The line of `.env` of each variable that is set there, and not by the environment. */
  readonly lines: ReadonlyMap<string, number>;
};

type Environment = Readonly<Record<string, string | undefined>>;

const envFile = '.env';

/** Reads `.env` in the current folder, if there is one, and then the environment, which wins. Throws a StopError that lists everything wrong. */
export function readSettings(): Settings {
  const settings = orFaults(settingsHere());
  const { alarmCommand, channels } = settings;
  const isSecret = alarmCommand !== null || channels.some(({ destination }) => destination === 'account');
  if (isSecret) for (const each of exposures(envFile)) remark(each);
  return settings;
}

/** The same, with what is wrong to be told beside other things. */
export function settingsHere(): Settled<Settings> {
  const text = envText(envFile);
  if (!text.ok) return text;
  const settings = parseSettings(text.value, process.env);
  for (const [name, value] of othersIn(text.value)) process.env[name] ??= value;
  return settings;
}

/** The folder of photographs that the settings name, if they do; the values of the other settings may be wrong. */
export function photographsSetting(): string | undefined {
  const { given, faults } = variablesIn(orFaults(envText(envFile)), process.env);
  return orFaults(settled(faults, () => given.get(singleName('PHOTOS'))))?.value || undefined;
}

/** The data folder that the settings name, or the usual one; null while what they say cannot be read. */
export function dataSetting(): string | null {
  const text = envText(envFile);
  if (!text.ok) return null;
  const { given } = variablesIn(text.value, process.env);
  return given.get(singleName('DATA'))?.value || 'data';
}

/** The settings that the text of a `.env` (null without one) and an environment make, or everything that is wrong. Pure. */
export function parseSettings(text: string | null, environment: Environment): Settled<Settings> {
  const { given, faults: misread } = variablesIn(text, environment);
  const faults = [...misread];
  const single = (setting: SingleSetting, shape: ShapeOf): string | null => {
    const { value = '', line = null } = given.get(singleName(setting)) ?? {};
    const wrong = value === '' ? null : shape(value);
    if (wrong !== null) faults.push({ line, message: `${singleName(setting)} ${wrong}` });
    return value === '' ? null : value;
  };
  const data = single('DATA', pathShape);
  const alarmCommand = single('ALARM_COMMAND', pathShape);
  const logLevel = single('LOG_LEVEL', (value) =>
    isOneOf(logLevels, value) ? null : `has to be one of ${logLevels.join(', ')}.`,
  );
  single('PHOTOS', pathShape);
  const configured = [...byChannel(given)].flatMap(([name, settings]) => channelOf(name, settings, faults) ?? []);
  faults.push(...sharedAccounts(configured), ...unprotected(configured, text, environment));
  return settled(faults, () => ({
    data: data ?? 'data',
    alarmCommand:
      alarmCommand === null ? null : { line: new Secret(alarmCommand), searchPath: environment['PATH'] ?? '' },
    logLevel: logLevel !== null && isOneOf(logLevels, logLevel) ? logLevel : 'info',
    channels: configured.length > 0 ? configured : outboxChannels,
    channelsAreDefaults: configured.length === 0,
    lines: new Map([...given].flatMap(([name, { line }]) => (line === null ? [] : [[name, line]]))),
  }));
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
  const server = networkNamed(access.network).settings.originOf(access);
  return server === null || isLoopback(new URL(server));
}

/** Throws a CommandError if a clock that is not the system's could reach a real account. */
export function refuseUnlessHarmless(channels: readonly ConfiguredChannel[]): void {
  const real = channels.filter((channel) => !isHarmless(channel)).map(({ id }) => id);
  if (real.length === 0) return;
  const message = `--now is only for channels of the outbox or of a server on this machine, and these are not: ${real.join(', ')}.`;
  throw new CommandError(exitCodes.usage, message);
}

/** Every variable of ours, from `.env` and the environment, which wins even if it is empty there. */
function variablesIn(text: string | null, environment: Environment) {
  const lines = envLines(text ?? '');
  const faults: SettingsFault[] = [...lines.faults];
  const given = new Map<string, Given>(
    lines.set.map(({ name, value, line }) => [name, { value: trimmed(value), line }]),
  );
  for (const [name, value] of Object.entries(environment)) {
    const variable = namedVariable(name);
    if (value === undefined || variable.kind === 'foreign') continue;
    if (variable.kind !== 'wrong') given.set(name, { value: trimmed(value), line: null });
    else if (value.trim() !== '') faults.push({ line: null, message: variable.message });
  }
  return { given, faults };
}

/** Without the blanks around it; what looks like one and is none stays, to be named. */
function trimmed(value: string): string {
  return value.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function byChannel(given: ReadonlyMap<string, Given>): ReadonlyMap<string, ReadonlyMap<string, Given>> {
  const channels = new Map<string, Map<string, Given>>();
  for (const [name, each] of given) {
    const variable = namedVariable(name);
    if (variable.kind !== 'channel') continue;
    const settings = channels.get(variable.channel) ?? new Map<string, Given>();
    channels.set(variable.channel, settings.set(variable.setting, each));
  }
  return channels;
}

/** What the file sets for others, such as NO_COLOR, as Node.js reads it. */
function othersIn(text: string | null): readonly (readonly [string, string | undefined])[] {
  const all = Object.entries(parseEnv((text ?? '').replace(/^\ufeff/, '')));
  return all.filter(([name]) => namedVariable(name).kind === 'foreign');
}

/** With this variable Node.js takes any certificate. */
function unprotected(
  channels: readonly ConfiguredChannel[],
  text: string | null,
  environment: Environment,
): readonly SettingsFault[] {
  const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
  const value = environment[name] ?? othersIn(text).find(([each]) => each === name)?.[1];
  if (value !== '0' || channels.every(isHarmless)) return [];
  const message = `${name}=0 lets anybody on the way to the servers read the credentials. Remove it; for a server with a certificate of its own, set NODE_EXTRA_CA_CERTS to the file of its authority.`;
  return [{ line: null, message }];
}

/** Channels that would publish the same slots twice on one account. */
function sharedAccounts(channels: readonly ConfiguredChannel[]): readonly SettingsFault[] {
  const seen = new Map<string, string>();
  return channels.flatMap(({ id, language, network, access }) => {
    const key = `${network} ${language} ${accountNameOf(access)}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, id);
    if (other === undefined) return [];
    const message = `The channels ${other} and ${id} are the same account in the same language. Keep one, and remove the lines of the other.`;
    return [{ line: null, message }];
  });
}

function accountNameOf(access: Access): string {
  if (access.destination === 'outbox') return 'outbox';
  return networkNamed(access.network).settings.accountNameOf(access);
}
