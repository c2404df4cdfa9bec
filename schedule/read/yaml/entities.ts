/** HTML entities that came into a text with copying and pasting, and the characters that they stand for. */

import { type CharacterFault, characterName, invisibleIn, unfitCharacters } from './characters.ts';

const entity = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/giu;

/** The entities of a text with what to say of each; every one once, at its first place. */
export function entitiesIn(text: string): readonly CharacterFault[] {
  const first = new Map([...text.matchAll(entity)].reverse().map(({ 0: written, index }) => [written, index]));
  return [...first].reverse().flatMap(([written, offset]) => {
    const character = characterOf(written.slice(1, -1));
    return character === null ? [] : [{ offset, message: `"${written}" stands for ${adviceOn(character)}` }];
  });
}

function adviceOn(character: string): string {
  const hidden = invisibleIn(character);
  if (hidden === null) return `"${character}"; write the character itself.`;
  return `${characterName(hidden)}; ${unfitCharacters(character).length > 0 ? 'delete it' : 'write that instead'}.`;
}

function characterOf(name: string): string | null {
  const number = /^#(?:x(?<hex>[0-9a-f]+)|(?<decimal>\d+))$/iu.exec(name)?.groups;
  if (number === undefined) return named.get(name) ?? null;
  const { hex, decimal = '0' } = number;
  const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
  return code > 0x10ffff ? null : String.fromCodePoint(code);
}

/** Those of HTML 4 in order from U+00A0 to U+00FF. */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Others of HTML, each before its character. */
const others = `
  amp & AMP & lt < LT < gt > GT > quot " QUOT " apos ' num # commat @ lowbar _ ast * colon : excl ! quest ?
  Odblac Ő odblac ő Udblac Ű udblac ű OElig Œ oelig œ Scaron Š scaron š ndash – mdash — hyphen ‐ minus −
  lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ lsaquo ‹ rsaquo › hellip … bull • dagger † Dagger ‡ prime ′
  Prime ″ permil ‰ euro € trade ™ larr ← uarr ↑ rarr → darr ↓
`;

const unseen = {
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  zwnj: '\u200C',
  zwj: '\u200D',
  lrm: '\u200E',
  rlm: '\u200F',
  NewLine: '\n',
  Tab: '\t',
};

const named: ReadonlyMap<string, string> = new Map([
  ...latin1.split(' ').map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
  ...[...others.matchAll(/(\w+) (\S)/gu)].map(([, name = '', character = '']): [string, string] => [name, character]),
  ...Object.entries(unseen),
]);
