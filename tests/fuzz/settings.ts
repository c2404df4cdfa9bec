/** The settings of `.env.example`, filled in, as a file to be changed; and whether every line of it that is ours counts. */

import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { distance } from 'fastest-levenshtein';
import { textOf } from '../../bot/cli/settings/env-file.ts';
import { parseSettings } from '../../bot/cli/settings/settings.ts';
import type { SettingsFault } from '../../bot/host/settings/fault.ts';
import type { Random } from '../faults/season/random.ts';
import { type Change, pickFrom, type TextChange } from './change.ts';
import { isPlain, speaksOfProgram } from './judge.ts';
import type { Leaf, Part, Shape } from './shape.ts';
import { misspelled, strangeCharacters, strangeValues } from './values.ts';

const secrets = ['q7wx-m2kd-9vtr-p4hs', 'Zk3vQ8sT1uYx6LmN0bR4cW7eFgHjKpDaSiOuV2tX9yA'] as const;

/** Complete and sound; no account of it exists. */
export function soundSettings(): Buffer {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  return Buffer.from(
    example
      .replace('your-handle.bsky.social', 'museum.bsky.social')
      .replace('=xxxx-xxxx-xxxx-xxxx', `=${secrets[0]}`)
      .replace('your-access-token', secrets[1]),
  );
}

/** Its lines as pairs, its names and values as leaves. */
export function shapeOfSettings(text: string): Shape {
  const leaves: Leaf[] = [];
  const pairs: Part[] = [];
  for (const { index, 1: name = '', 2: value = '' } of text.matchAll(/^([A-Z_]+)=(.*)$/gmu)) {
    const equal = index + name.length;
    const end = equal + 1 + value.length;
    leaves.push({ start: index, end: equal, value: name, isKey: true, style: 'PLAIN', keys: [] });
    if (value !== '') leaves.push({ start: equal + 1, end, value, isKey: false, style: 'PLAIN', keys: [] });
    pairs.push({ start: index, end, column: 0 });
  }
  return { text, leaves, pairs, items: [] };
}

const ofName =
  (name: string, put: (written: string, random: Random) => string): TextChange =>
  ({ leaves }, random): Change | null => {
    const leaf = pickFrom(
      random,
      leaves.filter(({ isKey }) => isKey),
    );
    if (leaf === null) return null;
    const { start, end, value } = leaf;
    return { name: `${name} at ${start}`, splices: [{ start, end: end + 1, text: put(String(value), random) }] };
  };

/** What people do to lines of settings, besides what they do to any text. */
export const settingsChanges: readonly TextChange[] = [
  ofName('a name misspelled', (name, random) => `${misspelled(name, random)}=`),
  ofName(
    'no equals sign',
    (name, random) => name + (pickFrom(random, [': ', ' ', '：', ' = ', '==', '\u00a0=', '=\u00a0', '=>']) ?? ''),
  ),
  ofName(
    'a word before a name',
    (name, random) =>
      `${pickFrom(random, ['export ', 'set ', '$env:', '- ', 'ENV ', '\u00a0', '\ufeff', '; ', '"']) ?? ''}${name}=`,
  ),
  ofName('a name in small letters', (name) => `${name.toLowerCase()}=`),
  ofName('a name with hyphens', (name) => `${name.replaceAll('_', '-')}=`),
  ofName('a name with accents', (name) => `${name.replace('EMLEK', 'EMLÉK')}=`),
  ofName('a quote that is never closed', (name, random) => `${name}=${random.pick(['"', "'", '`'])}`),
  ofName(
    'a strange value',
    (name, random) => `${name}=${pickFrom(random, [...strangeValues, ...strangeCharacters]) ?? ''}#`,
  ),
];

/** What is wrong with how the settings in `bytes` are read: lines that are lost, faults that say nothing, errors. */
export function judgeSettings(bytes: Uint8Array): { readonly failures: readonly string[]; readonly isSound: boolean } {
  const read = textOf(bytes);
  if (!read.ok) return { failures: faultsOfFaults(read.faults, ''), isSound: false };
  const settings = parseSettings(read.value, {});
  if (!settings.ok) return { failures: faultsOfFaults(settings.faults, read.value), isSound: false };
  const byNode = parseEnv(read.value.replace(/^\ufeff/u, ''));
  const data = byNode['EMLEKNAP_DATA']?.trim() || 'data';
  const isRead = settings.value.data === data || /\r(?!\n)/u.test(read.value);
  const other = isRead ? [] : [`Node.js reads ${JSON.stringify(data)} as EMLEKNAP_DATA`];
  const ids = new Set(settings.value.channels.map(({ id }) => id));
  const failures = linesOf(read.value).flatMap((line) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || !isNearlyOurs(trimmed)) return [];
    const [, name, value = ''] = /^(?:export[ \t]+)?(EMLEKNAP_[A-Z0-9_]+)[ \t\f\v]*=(.*)$/u.exec(trimmed) ?? [];
    if (name === undefined) return [`a line is lost without a word: ${JSON.stringify(line.slice(0, 80))}`];
    const [, channel] = /^EMLEKNAP_CHANNEL_(.+)_NETWORK$/u.exec(name) ?? [];
    const isLost = channel !== undefined && /\w/u.test(value) && !ids.has(channel.toLowerCase().replaceAll('_', '-'));
    return isLost ? [`the channel ${channel} is lost without a word`] : [];
  });
  return { failures: [...failures, ...other], isSound: true };
}

/** Whether a line begins like one of ours; the bare name of the program is any program's. */
function isNearlyOurs(line: string): boolean {
  const [first = '', ...rest] = line.replace(/^(export|set|ENV)\s+/u, '').split(/[_=:\s-]/u);
  const isLike = distance(first.normalize('NFKD').toUpperCase(), 'EMLEKNAP') <= 1 && rest.length > 1;
  return isLike || /EMLEKNAP_/u.test(line.split('=')[0] ?? '');
}

function faultsOfFaults(faults: readonly SettingsFault[], text: string): readonly string[] {
  return faults.flatMap((fault) => {
    const { line, message } = fault;
    const isOutside = line !== null && (line < 1 || line > linesOf(text).length);
    const tells = secrets.some((secret) => message.includes(secret));
    const wrong = [
      ...(isPlain(message) ? [] : ['is empty or holds a raw control character']),
      ...(speaksOfProgram(message, text) ? ['speaks of the program'] : []),
      ...(isOutside ? ['stands outside of its file'] : []),
      ...(tells ? ['tells a secret'] : []),
    ];
    return wrong.map((what) => `a fault ${what}: ${JSON.stringify(tells ? { line } : fault).slice(0, 600)}`);
  });
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/u);
}
