/** Widths of lines that grow piece by piece, so that a line is measured once and not again for each word that joins it. */

import type { Typeface } from '../../schedule/model/theme.ts';
import { widthInEm } from './shape.ts';

/** What is never parted at the end of a line. */
export type Piece = {
  readonly text: string;
  /** What is drawn after the piece when the line goes on: a space, or nothing inside a word. */
  readonly joint: ' ' | '';
  /** What is drawn after it when the line ends here: a hyphen at a soft hyphen. */
  readonly ending: '' | '-';
};

/** A line of pieces. Its last word is not measured yet, since more of it may come. */
export type Measured = {
  /** Of the words before the last one, in em, without spaces and tracking. */
  readonly letters: number;
  readonly word: string;
  readonly words: number;
  readonly characters: number;
  readonly last: Piece | null;
};

export type Ruler = {
  readonly empty: Measured;
  readonly extended: (line: Measured, piece: Piece) => Measured;
  /** Width in em of a line that ends with its last piece. */
  readonly ended: (line: Measured) => number;
  readonly width: (text: string) => number;
};

/** Measures lines in a face, with `tracking` in em between letters. All ways of measuring give the same number to the last bit. */
export function ruler(face: Typeface, tracking: number): Ruler {
  const space = widthInEm(' ', face);
  const sum = (letters: number, words: number, characters: number) =>
    letters + (words - 1) * space + Math.max(0, characters - 1) * tracking;
  return {
    empty: { letters: 0, word: '', words: 1, characters: 0, last: null },
    extended({ letters, word, words, characters, last }, piece) {
      const text = `${last?.joint ?? ''}${piece.text.replaceAll('\u00AD', '')}`;
      const [rest = '', ...more] = text.split(' ');
      let [sumOfLetters, open] = [letters, word + rest];
      for (const next of more) [sumOfLetters, open] = [sumOfLetters + widthInEm(open, face), next];
      return {
        letters: sumOfLetters,
        word: open,
        words: words + more.length,
        characters: characters + [...text].length,
        last: piece,
      };
    },
    ended({ letters, word, words, characters, last }) {
      const ending = last?.ending ?? '';
      return sum(letters + widthInEm(word + ending, face), words, characters + ending.length);
    },
    width(text) {
      const words = text.split(' ');
      const letters = words.reduce((sumOfLetters, word) => sumOfLetters + widthInEm(word, face), 0);
      return sum(letters, words.length, [...text].length);
    },
  };
}
