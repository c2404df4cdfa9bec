/** What the YAML parser stumbled over, in words that say what to type instead. */

import type { ErrorCode, YAMLError } from 'yaml';
import { characterName, visible } from './characters.ts';
import type { Fault } from './tokens.ts';

/**
 * The parser's errors as faults. A line gives one, lines that are indented as a wrong one above them give none, and where a character that only looks like a space stands in the place of
 * one, or a quotation mark is not closed, the list ends there: what follows are consequences.
 */
export function parserFaults(
  errors: readonly YAMLError[],
  source: string,
  quoteStarts: ReadonlyMap<number, number>,
): readonly Fault[] {
  const faults: Fault[] = [];
  let reported = -1;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const start = source.lastIndexOf('\n', error.pos[0] - 1) + 1;
    const follows = source.lastIndexOf('\n', start - 2) + 1 === reported;
    const space = falseSpace(source, start);
    if (space !== null) return [...faults, space];
    if (start === reported) continue;
    reported = start;
    if (follows && error.code === 'BAD_INDENT') continue;
    const quote = /^Missing closing ["']/u.test(error.message) ? quoteStarts.get(error.pos[0]) : undefined;
    if (quote !== undefined) return [...faults, { offset: quote, rule: 'yaml', message: openQuote }];
    faults.push({ offset: error.pos[0], rule: 'yaml', message: adviceOn(error, source) });
  }
  return faults;
}

/** A tab in the indentation, or a special space there or behind the sign that makes a setting or an item. */
const falseSpaces = /(?<=^ *)\t|(?<=^\s*)[^\S \t\r\n]|(?<=^\s*(?:-|(?:- *)*["']?[\w-]+["']?:) *)[^\S \t\r\n]/u;

/** The first character of a line, or of the one before it, that stands where YAML knows spaces alone. */
function falseSpace(source: string, start: number): Fault | null {
  const before = source.lastIndexOf('\n', start - 2) + 1;
  for (const from of start === 0 ? [0] : [before, start]) {
    const end = source.indexOf('\n', from);
    const found = falseSpaces.exec(source.slice(from, end < 0 ? undefined : end));
    if (found === null) continue;
    const message = `Here stands ${characterName(found[0])} where YAML needs an ordinary space; write spaces on this line and those like it.`;
    return { offset: from + found.index, rule: 'yaml', message };
  }
  return null;
}

const mixed = 'Dashes and settings are mixed here; write one of the two.';
const indentation = 'This line is not indented as those that it belongs to; begin it at their column.';
const quotes = 'put the text in quotes, or below a `|-`';

const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: `A \`*\` or \`&\` at the start of a text makes a reference, and this is none; ${quotes}.`,
  BAD_COLLECTION_TYPE: mixed,
  BAD_DIRECTIVE:
    'A line that starts with % is a directive of YAML, and none is read here; remove it, or indent the text.',
  BAD_DQ_ESCAPE:
    'A backslash in double quotes begins an escape, and this is none; write \\\\ for a backslash, or use single quotes.',
  BAD_INDENT: indentation,
  BAD_SCALAR_START: `An unquoted text cannot begin with this character; ${quotes}.`,
  BLOCK_AS_IMPLICIT_KEY: `A second ": " on a line makes a setting in a setting; if it is part of a text, ${quotes}.`,
  BLOCK_IN_FLOW: 'Dashes and indented settings have no place between brackets; write all of it in brackets, or none.',
  KEY_OVER_1024_CHARS: `Such a long text cannot be the name of a setting; ${quotes}.`,
  MULTILINE_IMPLICIT_KEY: `The name of a setting has to stand on one line, with ": " behind it; if this is a text, ${quotes}.`,
  NON_STRING_KEY: 'The name of a setting has to be a word; remove the `?`, or the brackets before the ":".',
  TAB_AS_INDENT: 'A tab stands in the indentation; write spaces.',
};

function adviceOn({ code, message, pos }: YAMLError, source: string): string {
  const bracket = /to end with (?<bracket>[\]}])|end with a (?<brace>[\]}])/u.exec(message)?.groups;
  if (bracket !== undefined) return `A bracket is not closed; write "${bracket['bracket'] ?? bracket['brace']}".`;
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && /sequence/u.test(message)) return mixed;
  if (code === 'UNEXPECTED_TOKEN' || code === 'MISSING_CHAR') return structural(message, source.slice(...pos));
  return (
    advice[code] ?? `YAML cannot read this; ${quotes}, or write it more simply. The parser says: ${message.trim()}`
  );
}

/** The two codes that stand for many things; the parser's sentence tells which. */
function structural(message: string, at: string): string {
  if (/followed by map values/u.test(message))
    return `This has no ": " behind it; write \`name: value\`, or ${quotes}.`;
  if (/white ?space|Missing space/u.test(message)) return 'A space is missing here; write one.';
  if (/,/u.test(message)) return 'A comma is missing or one too many between brackets; correct it.';
  if (at.trim() === '') return indentation;
  return `YAML does not expect "${visible(at.trim().split('\n')[0]?.slice(0, 40) ?? '')}" here; ${quotes}, or remove it.`;
}

const openQuote = 'The quotation mark that opens here is not closed; close it.';
