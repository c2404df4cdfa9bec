/** Cuts a text into the turns of phrase it is made of: runs of words without names, dates, numbers, quotations and placeholders. */

import type { Language } from '../../model/language.ts';

export type Turn = { readonly words: string; readonly offset: number };

/** What is no turn of phrase in a language. */
export type Foreign = {
  readonly language: Language;
  /** The single words of names. */
  readonly names: ReadonlySet<string>;
  /** Months and days of the week as they are written; Hungarian adds endings to them, with a hyphen or without. */
  readonly calendar: readonly string[];
};

export function foreignTo(language: Language, names: ReadonlySet<string>): Foreign {
  const said = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    return (month: number, day: number) => format.format(Date.UTC(2024, month, day));
  };
  const [month, weekday] = [said({ month: 'long' }), said({ weekday: 'long' })];
  const months = Array.from({ length: 12 }, (_, index) => month(index, 1));
  return { language, names, calendar: [...months, ...Array.from({ length: 7 }, (_, index) => weekday(0, index + 1))] };
}

/** How many words make a turn. */
const shortest = 3;
const longest = 8;

/** Stands in an opening for whatever is a name, a date or a number there. */
const gap = '…';

/** Every turn of three to eight words; none goes over a comma, the end of a sentence, or a name. */
export function turnsOf(text: string, foreign: Foreign): readonly Turn[] {
  return runsOf(text, foreign).flatMap((run) =>
    run.flatMap(({ offset }, start) =>
      Array.from({ length: longest - shortest + 1 }, (_, more) => run.slice(start, start + shortest + more))
        .filter((words, more) => words.length === shortest + more)
        .map((words) => ({ words: words.map(({ word }) => word).join(' '), offset })),
    ),
  );
}

/**
 * The first three words of a text, with `…` where names, dates or numbers stand; null if it has fewer before the sentence
 * ends, or only one that is none of these.
 */
export function openingOf(text: string, foreign: Foreign): string | null {
  const start = pieces(blanked(text), foreign).filter((piece) => piece !== 'pause');
  const end = start.indexOf('stop');
  const words = (end < 0 ? start : start.slice(0, end)).map((piece) => (typeof piece === 'object' ? piece.word : gap));
  const opening = words.filter((word, index) => word !== gap || words[index - 1] !== gap).slice(0, shortest);
  return opening.length === shortest && opening.filter((word) => word !== gap).length > 1 ? opening.join(' ') : null;
}

type Word = { readonly word: string; readonly offset: number };
/** A `gap` is a name, a date or a number; a `pause` a comma; a `stop` the end of a sentence. */
type Piece = Word | 'gap' | 'pause' | 'stop';

function runsOf(text: string, foreign: Foreign): readonly (readonly Word[])[] {
  const runs: Word[][] = [[]];
  for (const piece of pieces(blanked(text), foreign)) {
    if (typeof piece === 'object') runs.at(-1)?.push(piece);
    else runs.push([]);
  }
  return runs;
}

/** Without what is not the author's own: quotations, placeholders, hashtags. Every other character stays where it was. */
function blanked(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}|#[\p{L}\p{N}_]+|„[^”]*”|“[^”]*”/gu, (found) => '0'.repeat(found.length));
}

function pieces(text: string, { language, names, calendar }: Foreign): readonly Piece[] {
  let opens = true;
  return [...text.matchAll(/[\p{L}\p{M}\p{N}’'-]+|[.!?…\n]|[,;:()–„“”»«]/gu)].map(({ 0: found, index }): Piece => {
    if (!/[\p{L}\p{N}]/u.test(found)) {
      const stop = /[.!?…\n]/u.test(found);
      opens ||= stop;
      return stop ? 'stop' : 'pause';
    }
    const [capital, word] = [/^\p{Lu}/u.test(found), found.toLocaleLowerCase(language)];
    const name = capital && (!opens || names.has(found));
    opens = false;
    const date = calendar.some((known) => (capital ? word.startsWith(known.toLowerCase()) : found.startsWith(known)));
    return !name && !date && !/\p{N}/u.test(word) ? { word, offset: index } : 'gap';
  });
}
