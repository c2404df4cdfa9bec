/** The lines of `.env` that are this program's: each sets a variable, or a fault says why it does not. Pure. */

import type { SettingsFault } from '../../host/settings/fault.ts';
import { beginsLikeOurs, meantName, namedVariable } from './env-names.ts';

type EnvLine = { readonly name: string; readonly value: string; readonly line: number };

export type EnvLines = { readonly set: readonly EnvLine[]; readonly faults: readonly SettingsFault[] };

export const saveAsUtf8 = 'Save it as UTF-8 (in Notepad: Save as, Encoding UTF-8).';

/**
 * Reads what Node.js's own reader of such files sets for the names that are ours: `NAME=value`, `export` before it,
 * quotes (', " or `) that may hold several lines, `\n` in double quotes, comments. A line of ours, or nearly ours, that
 * it would pass over, cut short or swallow is a fault; lines of other programs are left alone.
 */
export function envLines(text: string): EnvLines {
  const set = new Map<string, EnvLine>();
  const faults: SettingsFault[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; ) {
    const line = index + 1;
    const statement = statementAt(lines, index);
    index = statement.end;
    const say = (message: string): void => void faults.push({ line, message });
    if (statement.kind === 'nothing') continue;
    const { head, value } = statement;
    if (/[\0\ufffd]/.test(head)) {
      say(`This line is not UTF-8. ${saveAsUtf8}`);
      continue;
    }
    for (const swallowed of value?.swallowed ?? []) {
      const inside = blanksOff(lines[swallowed - 1] ?? '');
      if (!inside.startsWith('#') && oursIn(headOf(inside)).length > 0) {
        const message = `This line lies inside the quotes that line ${line} opens, and sets nothing. Close them there.`;
        faults.push({ line: swallowed, message });
      }
    }
    const name = head.replace(/^export[ \t]+/, '');
    if (value === null || !/^[^\s:"'`$;/,{}]+$/.test(name)) {
      const ours = oursIn(head);
      if (ours.length === 0 && !(value === null && beginsLikeOurs(head))) continue;
      const meant = ours.map(meantName).find((each) => each !== null);
      say(`This line sets nothing. Write ${meant ?? 'NAME'}=value in a line of its own; a comment begins with #.`);
      continue;
    }
    const variable = namedVariable(name);
    if (variable.kind === 'foreign') continue;
    if (variable.kind === 'wrong') {
      say(variable.message);
      continue;
    }
    const earlier = set.get(name);
    if (earlier !== undefined) say(`${name} stands in line ${earlier.line} already. Keep one of the two.`);
    else set.set(name, { name, value: value.text, line });
    const cut = value.fault;
    if (cut !== null) say(`${name}: ${cut}`);
  }
  return { set: [...set.values()], faults };
}

/** What in the place of a name is ours or nearly ours: a word of it, or the whole. */
function oursIn(head: string): readonly string[] {
  return [...head.split(/[\s:"'`$;/,{}]+/), head].filter((word) => namedVariable(word).kind !== 'foreign');
}

/** What stands where a name should; a line without one is taken whole. */
function headOf(line: string): string {
  return blanksOff(line.slice(0, Math.max(line.indexOf('='), 0))) || line;
}

type Statement =
  | { readonly kind: 'nothing'; readonly end: number }
  | { readonly kind: 'line'; readonly head: string; readonly value: Value | null; readonly end: number };

type Value = {
  readonly text: string;
  /** Numbers of the further lines that a quoted value takes. */
  readonly swallowed: readonly number[];
  /** What of the line would get lost. */
  readonly fault: string | null;
};

const quotes = ['"', "'", '`'];

/** What begins in a line; `end` is the index of the line after it. */
function statementAt(lines: readonly string[], index: number): Statement {
  const source = lines[index] ?? '';
  const line = blanksOff(source);
  const end = index + 1;
  if (line === '' || line.startsWith('#')) return { kind: 'nothing', end };
  const equal = line.indexOf('=');
  const head = headOf(line);
  if (equal < 0 || head === line) return { kind: 'line', head, value: null, end };
  const written = source.slice(source.indexOf('=') + 1);
  const raw = written.slice(written.search(/[^ \t\f\v]|$/));
  const quote = quotes.find((each) => raw.startsWith(each));
  if (quote === undefined) return { kind: 'line', head, value: unquoted(written), end };
  const quoted = quotedFrom(lines, index, quote, raw);
  return quoted === null
    ? {
        kind: 'line',
        head,
        value: { text: raw, swallowed: [], fault: `the quote ${quote} is never closed. Close it.` },
        end,
      }
    : { kind: 'line', head, value: quoted.value, end: quoted.end };
}

function quotedFrom(
  lines: readonly string[],
  index: number,
  quote: string,
  raw: string,
): { readonly value: Value; readonly end: number } | null {
  const held: string[] = [];
  const swallowed: number[] = [];
  for (let at = index; at < lines.length; at += 1) {
    const rest = at === index ? raw.slice(1) : (lines[at] ?? '');
    if (at > index) swallowed.push(at + 1);
    const closing = rest.indexOf(quote);
    if (closing < 0) {
      held.push(rest);
      continue;
    }
    held.push(rest.slice(0, closing));
    const after = blanksOff(rest.slice(closing + 1));
    const isLost = after !== '' && !after.startsWith('#');
    const fault = isLost
      ? 'what stands behind the closing quote would get lost. Put the whole value in quotes of another kind.'
      : null;
    const text = held.join('\n');
    return {
      value: { text: quote === '"' ? text.replaceAll('\\n', '\n') : text, swallowed, fault },
      end: at + 1,
    };
  }
  return null;
}

function unquoted(written: string): Value {
  const hash = written.indexOf('#');
  const text = blanksOff(hash < 0 ? written : written.slice(0, hash));
  const isGlued = hash >= 0 && !/[ \t]/.test(written[hash - 1] ?? '');
  const fault = isGlued
    ? 'what stands from its # on would get lost. Put the value in quotes, or a space before a comment.'
    : /EMLEKNAP_\w+[ \t]*=/.test(text)
      ? 'a second setting stands in this line. Put each in a line of its own.'
      : null;
  return { text, swallowed: [], fault };
}

/** Without the blanks around it that mean nothing; a no-break space is none of them. */
function blanksOff(text: string): string {
  return text.replaceAll(/^[ \t\f\v]+|[ \t\f\v]+$/g, '');
}
