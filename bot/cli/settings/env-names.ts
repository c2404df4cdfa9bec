/** Whose a variable is: one of ours, nearly one of ours, or another program's, which is left alone. */

import { distance } from 'fastest-levenshtein';
import { channelName, channelSettings } from '../../host/settings/channel-settings.ts';
import { networkNames } from '../../networks/all.ts';
import { visible } from '../../networks/settings/odd-characters.ts';

const prefix = 'EMLEKNAP_';
const channelPrefix = `${prefix}CHANNEL_`;

/** Variables that stand alone, and the settings of a channel: EMLEKNAP_CHANNEL_<NAME>_<SETTING>. */
export const variables = {
  single: ['DATA', 'LOG_LEVEL', 'ALARM_COMMAND', 'PHOTOS'],
  channel: channelSettings,
} as const;

export type SingleSetting = (typeof variables.single)[number];

type KnownName =
  | { readonly kind: 'single'; readonly setting: SingleSetting }
  | { readonly kind: 'channel'; readonly channel: string; readonly setting: string };

export type NamedVariable =
  | KnownName
  /** Nothing that this program reads, though it was meant for it; `message` says what to write. */
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'foreign' };

export function singleName(setting: SingleSetting): string {
  return `${prefix}${setting}`;
}

/** What a variable of this name is to this program. */
export function namedVariable(name: string): NamedVariable {
  const known = knownName(name);
  if (known !== null) return known;
  if (!name.startsWith(prefix) && !isNearlyOurs(name)) return { kind: 'foreign' };
  return { kind: 'wrong', message: adviceOn(name) };
}

/** The name that a misspelled one was meant to be, as far as it can be told. */
export function meantName(name: string): string | null {
  const meant = meantParts(name);
  return meant === null ? null : nameIn(meant);
}

/** Whether a line that sets nothing begins with the program's name, or nearly: whatever follows, it was meant for it. */
export function beginsLikeOurs(line: string): boolean {
  return isLike(partsOf(line)[0] ?? '', root);
}

function knownName(name: string): KnownName | null {
  const single = variables.single.find((setting) => singleName(setting) === name);
  if (single !== undefined) return { kind: 'single', setting: single };
  if (!name.startsWith(channelPrefix)) return null;
  const rest = name.slice(channelPrefix.length);
  const setting = variables.channel.find((known) => rest.endsWith(`_${known}`));
  if (setting === undefined) return null;
  const channel = rest.slice(0, -setting.length - 1);
  return /^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(channel) ? { kind: 'channel', channel, setting } : null;
}

function adviceOn(name: string): string {
  const shown = visible(name);
  const meant = meantParts(name);
  if (meant === null) return `${shown} is no setting. ${isOfChannel(name) ? knownOfChannel : knownAlone}`;
  const right = nameIn(meant);
  if (foldedName(name) !== right) return `${shown} is no setting. Did you mean "${right}"?`;
  return meant.kind === 'channel'
    ? `${shown} is no setting: the name of a channel is made of A to Z, 0 to 9 and single underscores. Write ${right}.`
    : `${shown} is no setting: names are written in plain capitals with underscores. Write ${right}.`;
}

const knownOfChannel = `A channel has ${channelPrefix}<NAME>_ before ${variables.channel.join(', ')}.`;
const knownAlone = `Known are: ${variables.single.map(singleName).join(', ')}. ${knownOfChannel}`;

function nameIn(known: KnownName): string {
  return known.kind === 'single' ? singleName(known.setting) : channelName(known.channel, known.setting);
}

const root = 'EMLEKNAP';

/** The parts of a name in plain capitals; the first is the program's, where it stands apart from the rest. */
function partsOf(name: string): readonly string[] {
  const parts = name
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  const [first = '', second = '', ...rest] = parts;
  if (`${first}${second}` === root) return [root, ...rest];
  if (!isLike(first, root) && isLike(`${first}${second}`, root)) return [`${first}${second}`, ...rest];
  const isGlued = first.startsWith(root) && /^(CHAN|DATA|LOG|ALARM|PHOTO)/.test(first.slice(root.length));
  return isGlued ? [root, first.slice(root.length), second, ...rest].filter((part) => part !== '') : parts;
}

function foldedName(name: string): string {
  return partsOf(name).join('_');
}

/** Another program may begin with a like word; then only a rest like ours makes it one of ours. */
function isNearlyOurs(name: string): boolean {
  const [first = '', ...rest] = partsOf(name);
  if (rest.length === 0) return false;
  if (first === root || ((isLike(first, root) || isStretched(first)) && meantParts(name) !== null)) return true;
  return (isLike(first, root) || first.startsWith(root)) && isLikeChannel(rest);
}

/** Names a network, or ends like the setting of a channel, whatever is lost of the words before it. */
function isLikeChannel(rest: readonly string[]): boolean {
  const ends = [rest.slice(-1), rest.slice(-2)].map((words) => words.join('_'));
  const isNamed = networkNames.some((network) => rest.includes(network.toUpperCase()));
  return isNamed || (rest.length > 1 && ends.some((end) => nearestOf(variables.channel, end) !== null));
}

/** With something in it twice, as a slip of the hand pastes it; what only goes on behind it is another word. */
function isStretched(word: string): boolean {
  const isLonger = word.length > root.length && !word.startsWith(root);
  return isLonger && (word.endsWith(root) || distance(word, root) <= 3);
}

/** At most two letters off, and not merely a longer word, as Hungarian has many. */
function isLike(word: string, known: string): boolean {
  const far = distance(word, known);
  return far <= 2 && !(far === 2 && word.startsWith(known));
}

function isOfChannel(name: string): boolean {
  return isLike(partsOf(name)[1] ?? '', 'CHANNEL');
}

function meantParts(name: string): KnownName | null {
  const [, first = '', ...rest] = partsOf(name);
  if (isOfChannel(name)) {
    const twoWords = nearestOf(variables.channel, rest.slice(-2).join('_'));
    const oneWord = nearestOf(variables.channel, rest.slice(-1).join('_'));
    const [setting, words] = twoWords?.includes('_') && rest.length > 2 ? [twoWords, 2] : [oneWord, 1];
    const channel = rest.slice(0, -words).join('_');
    if (setting !== null && /^[A-Z0-9_]+$/.test(channel)) return { kind: 'channel', channel, setting };
    return null;
  }
  const single = nearestOf(variables.single, [first, ...rest].join('_'));
  return single === null ? null : { kind: 'single', setting: single };
}

function nearestOf<T extends string>(known: readonly T[], word: string): T | null {
  const whole = known.find((each) => word.length > 3 && each.endsWith(`_${word}`));
  if (whole !== undefined) return whole;
  const ranked = known.map((each) => ({ each, far: distance(word, each) })).sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best !== undefined && best.far <= Math.max(1, Math.min(2, Math.floor(word.length / 3))) ? best.each : null;
}
