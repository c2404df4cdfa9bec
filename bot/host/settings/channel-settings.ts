/** One channel out of its settings. No value is ever named, only the variables. */

import { languages } from '../../../schedule/model/language.ts';
import type { Account, Channel } from '../../channel.ts';
import { definitions, networkNamed, networkNames } from '../../networks/all.ts';
import { forbidden, oddCharacter } from '../../networks/settings/odd-characters.ts';
import type { AccountAccess } from '../../networks/settings/settings.ts';
import type { ShapeOf } from '../../networks/settings/shapes.ts';
import type { SettingsFault } from './fault.ts';
import { addressShape, originOf } from './value-shapes.ts';

/** How the account of a channel is reached. Addresses are origins, like `https://bsky.social`. */
export type Access = { readonly destination: 'outbox'; readonly account: Account } | AccountAccess;

/** A channel as it is set up; which account it is may only be known once it is connected. */
export type ConfiguredChannel = Omit<Channel, 'account'> & { readonly access: Access };

export const channelSettings: readonly string[] = [
  ...['NETWORK', 'LANGUAGE', 'CAMPAIGNS', 'DESTINATION'],
  ...new Set(definitions.flatMap(({ settings }) => settings.names)),
];

const channelPrefix = 'EMLEKNAP_CHANNEL_';

/** The name of a variable of a channel, by the channel's name in capitals. */
export function channelName(channel: string, setting: string): string {
  return `${channelPrefix}${channel}_${setting}`;
}

/** The name of a variable of a channel, by the channel's id, for messages: the value never stands in one. */
export function variableOf(channel: string, setting: string): string {
  return channelName(channel.toUpperCase().replaceAll('-', '_'), setting);
}

/** The account that the outbox stands for. */
export function outboxAccount(network: string): Account {
  return networkNamed(network).standIn;
}

/** A value, and the line of `.env` that sets it; null for the environment. */
export type Given = { readonly value: string; readonly line: number | null };

/** The channel called `name`, or null with what is wrong added to `faults`. */
export function channelOf(
  name: string,
  settings: ReadonlyMap<string, Given>,
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
  const oneOf = <T extends string>(setting: string, known: readonly T[]): T | null => {
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

type Say = (setting: string, message: string) => void;

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

function accessOf(network: string, settings: ReadonlyMap<string, Given>, say: Say): Access | null {
  const { settings: own } = networkNamed(network);
  for (const { rules, settings: others } of definitions) {
    for (const setting of others.names.filter((name) => settings.has(name) && !own.names.includes(name)))
      say(setting, `belongs to a channel on ${rules.name}, and this one is on ${network}. Remove its line.`);
  }
  const value = (setting: string, shape: ShapeOf, without?: string): string | null => {
    const given = settings.get(setting)?.value ?? without;
    if (given === '') return null;
    const wrong =
      given === undefined
        ? `is missing: a channel on ${network} needs it to publish to its account. Add its line.`
        : shape(given);
    if (wrong !== null) say(setting, wrong);
    return wrong === null ? (given ?? null) : null;
  };
  const address = (setting: string, without?: string): string | null => {
    const origin = value(setting, addressShape, without);
    return origin === null ? null : originOf(origin);
  };
  return own.read({ value, address });
}

export function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}
