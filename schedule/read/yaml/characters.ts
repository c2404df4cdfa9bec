/** Which characters a text may hold, and how those are called that cannot be seen. */

/** What is wrong with one character of a text: what to say, and where it stands. */
export type CharacterFault = { readonly offset: number; readonly message: string };

/**
 * Control characters, line and paragraph separators, byte order marks, noncharacters, halves of surrogate pairs and the
 * mark of a lost character: no text needs one, and what they do to a terminal, a page or a server nobody sees coming.
 */
const unfit = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029\uFEFF\uFFFD]/gu;

/** A character that no text may hold, tabs and line breaks aside. */
export function unfitCharacters(text: string): readonly CharacterFault[] {
  return [...text.matchAll(unfit)]
    .filter(([character]) => character !== '\n' && character !== '\t')
    .map(({ 0: character, index }) => ({ offset: index, message: adviceOn(character) }));
}

function adviceOn(character: string): string {
  const name = characterName(character);
  if (character === '\uFFFD') return `Here stands ${name}, where a character was lost; write it again.`;
  if (/[\u0085\u2028\u2029\r]/u.test(character)) return `Here stands ${name}; write an ordinary line break.`;
  return `Here stands ${name}, which no text may hold; delete it.`;
}

const opening = /[\u202A\u202B\u2066-\u2068]/u;
const directions = /[\u202A-\u202E\u2066-\u2069]/gu;

/**
 * What turns the direction of reading: overrides are refused, embeddings and isolates where they are left open or close
 * nothing, for they would take in whatever follows. A line is a paragraph, at whose end all of them end (UAX #9, X8).
 */
export function unbalancedDirections(text: string): readonly CharacterFault[] {
  const faults: CharacterFault[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const open: { readonly character: string; readonly offset: number }[] = [];
    for (const { 0: character, index } of line.matchAll(directions)) {
      const offset = start + index;
      const name = characterName(character);
      if (/[\u202D\u202E]/u.test(character)) {
        faults.push({ offset, message: `Here stands ${name}, which turns the reading around; delete it.` });
      } else if (opening.test(character)) open.push({ character, offset });
      else if (closes(character, open.at(-1)?.character)) open.pop();
      else faults.push({ offset, message: `Here stands ${name}, which closes nothing; delete it.` });
    }
    for (const { character, offset } of open) {
      const message = `Here stands ${characterName(character)}, which is not closed on its line; close or delete it.`;
      faults.push({ offset, message });
    }
    start += line.length + 1;
  }
  return faults;
}

function closes(character: string, open: string | undefined): boolean {
  if (open === undefined) return false;
  return character === '\u202C' ? open < '\u2066' : open >= '\u2066';
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** The first character of `word` that cannot be seen and is no space; null if all can be seen. */
export function invisibleIn(word: string): string | null {
  return [...word].find((character) => character !== ' ' && invisible.test(character)) ?? null;
}

/** A word with what cannot be seen of it written as `\u{A0}`. */
export function visible(word: string): string {
  return [...word]
    .map((character) => (invisibleIn(character) === null ? character : `\\u{${hexOf(character)}}`))
    .join('');
}

/** An invisible character as people can look it up: `a no-break space (U+00A0)`. */
export function characterName(character: string): string {
  const name = names[character] ?? (/\p{Zs}/u.test(character) ? 'a special space' : kindOf(character));
  return `${name} (U+${hexOf(character).padStart(4, '0')})`;
}

function kindOf(character: string): string {
  if (/\p{Cc}/u.test(character)) return 'a control character';
  if (/\p{Noncharacter_Code_Point}/u.test(character)) return 'a code that is no character';
  return /\p{Cs}/u.test(character) ? 'half of a character' : 'an invisible character';
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

const names: Readonly<Record<string, string>> = {
  '\0': 'a NUL character',
  '\t': 'a tab',
  '\n': 'a line break',
  '\r': 'a carriage return',
  '\u000B': 'a vertical tab',
  '\u000C': 'a form feed',
  '\u001B': 'an escape character',
  '\u007F': 'a delete character',
  '\u0085': 'a next-line character',
  '\u00A0': 'a no-break space',
  '\u00AD': 'a soft hyphen',
  '\u2007': 'a figure space',
  '\u200B': 'a zero-width space',
  '\u200C': 'a zero-width non-joiner',
  '\u200D': 'a zero-width joiner',
  '\u200E': 'a left-to-right mark',
  '\u200F': 'a right-to-left mark',
  '\u2028': 'a line separator',
  '\u2029': 'a paragraph separator',
  '\u202A': 'a left-to-right embedding',
  '\u202B': 'a right-to-left embedding',
  '\u202C': 'the end of an embedding',
  '\u202D': 'a left-to-right override',
  '\u202E': 'a right-to-left override',
  '\u202F': 'a narrow no-break space',
  '\u2060': 'a word joiner',
  '\u2066': 'a left-to-right isolate',
  '\u2067': 'a right-to-left isolate',
  '\u2068': 'an isolate',
  '\u2069': 'the end of an isolate',
  '\u3000': 'an ideographic space',
  '\uFEFF': 'a byte order mark',
  '\uFFFD': 'the replacement character',
};
