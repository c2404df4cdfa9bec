/** Characters that look like nothing or like another one, by their names: settings are copied, and such a one comes along. */

const names: ReadonlyMap<string, string> = new Map([
  ['\u00a0', 'a no-break space'],
  ['\u00ad', 'a soft hyphen, which is invisible'],
  ['\u200b', 'a zero width space, which is invisible'],
  ['\u200c', 'a zero width non-joiner, which is invisible'],
  ['\u200d', 'a zero width joiner, which is invisible'],
  ['\u200e', 'a left-to-right mark, which is invisible'],
  ['\u200f', 'a right-to-left mark, which is invisible'],
  ['\u2010', 'a typographic hyphen'],
  ['\u2011', 'a non-breaking hyphen'],
  ['\u2012', 'a figure dash'],
  ['\u2013', 'an en dash'],
  ['\u2014', 'an em dash'],
  ['\u2018', 'a typographic quotation mark'],
  ['\u2019', 'a typographic quotation mark'],
  ['\u201a', 'a typographic quotation mark'],
  ['\u201c', 'a typographic quotation mark'],
  ['\u201d', 'a typographic quotation mark'],
  ['\u201e', 'a typographic quotation mark'],
  ['\u202f', 'a narrow no-break space'],
  ['\u2060', 'a word joiner, which is invisible'],
  ['\u2212', 'a minus sign'],
  ['\ufeff', 'a byte order mark, which is invisible'],
  ['\ufffd', 'a character that is not UTF-8'],
  [' ', 'a space'],
  ['\t', 'a tab'],
  ['\n', 'a line break'],
]);

/** Typing errors that are no letters, digits or common signs of any script. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]|(?! )\p{Zs}/u;
const lookalike = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Pd}\p{Pi}\p{Pf}\u201a\u201e\u2212\ufffd]/u;
const notPlain = /[^\x21-\x7e]/u;

/** Which characters a value may not hold. */
export const forbidden = {
  /** In paths and commands: what cannot be seen; tabs and line breaks are let through. */
  invisible: new RegExp(`(?![\\t\\n\\r])(?:${invisible.source})`, 'u'),
  /** In addresses of servers: spaces, and signs that are not the ones on a keyboard. */
  lookalike: new RegExp(`(?!-)(?:${lookalike.source})`, 'u'),
  /** In handles, passwords and tokens: all but visible ASCII. */
  notPlain,
} as const;

/** `character 5 is an en dash`, for the first character that is forbidden; null if none is. The value itself is never told. */
export function oddCharacter(value: string, pattern: RegExp): string | null {
  const characters = [...value];
  const index = characters.findIndex((character) => pattern.test(character));
  const odd = characters[index];
  return odd === undefined ? null : `character ${index + 1} is ${nameOf(odd)}`;
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = names.get(character);
  return name === undefined ? `U+${code}, which does not belong there` : `${name} (U+${code})`;
}

/** A text in which every character can be seen. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]|(?! )\p{Zs}/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `<U+${code}>`;
  });
}
