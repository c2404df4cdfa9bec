/** Text as a terminal shows it: cells of known width, wrapped into lines, painted in colour or not at all. */

import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { graphemesOf } from '../../schedule/words/graphemes.ts';
import { utf8Length } from '../render/lengths.ts';
import { visible } from '../render/visible.ts';

export type Format = 'none' | 'bold' | 'dim' | 'underline' | 'cyan' | 'magenta' | 'yellow' | 'green';
export type Paint = (format: Format, text: string) => string;

/** One grapheme. `width` is in terminal columns: 0, 1 or 2. */
type Cell = { readonly glyph: string; readonly width: number; readonly format: Format };
export type Line = readonly Cell[];

/** Without colour nothing is painted: there is no escape sequence at all. */
export function painter(colour: boolean): Paint {
  return colour ? (format, text) => styleText(format, text, { validateStream: false }) : (_format, text) => text;
}

/**
 * The cells of a text; `formatAt` is asked with the byte offset, in UTF-8, at which a grapheme starts. What a terminal
 * would obey or hide is spelled out.
 */
export function cellsOf(text: string, formatAt: (byte: number) => Format = () => 'none'): Line {
  let byte = 0;
  return [...graphemesOf(text)].flatMap((grapheme) => {
    const format = formatAt(byte);
    byte += utf8Length(grapheme);
    return [...graphemesOf(visible(grapheme))].map((glyph) => ({ glyph, width: stringWidth(glyph), format }));
  });
}

export function widthOf(line: Line): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}

/** Breaks at line ends and spaces, and inside a word only where it is wider than a whole line. */
export function wrap(cells: Line, width: number): readonly Line[] {
  const lines: Line[] = [];
  let line: Line = [];
  for (const { word, after } of wordsOf(cells)) {
    if (line.length > 0 && widthOf(line) + widthOf(word) > width) {
      lines.push(withoutSpaceAtEnd(line));
      line = [];
    }
    for (const cell of word) {
      if (widthOf(line) + cell.width > width) {
        lines.push(line);
        line = [];
      }
      line = [...line, cell];
    }
    if (after?.glyph === '\n') {
      lines.push(withoutSpaceAtEnd(line));
      line = [];
    } else if (after !== null) {
      line = [...line, after];
    }
  }
  return [...lines, withoutSpaceAtEnd(line)];
}

function* wordsOf(cells: Line): Generator<{ readonly word: Line; readonly after: Cell | null }> {
  let word: Cell[] = [];
  for (const cell of cells) {
    if (cell.glyph === ' ' || cell.glyph === '\n') {
      yield { word, after: cell };
      word = [];
    } else {
      word.push(cell);
    }
  }
  yield { word, after: null };
}

function withoutSpaceAtEnd(line: Line): Line {
  const last = line.findLastIndex(({ glyph }) => glyph !== ' ');
  return line.slice(0, last + 1);
}

/** The line as a string, each run of one format painted once. */
export function painted(line: Line, paint: Paint): string {
  let text = '';
  let run = '';
  for (const [index, cell] of line.entries()) {
    run += cell.glyph;
    if (line[index + 1]?.format === cell.format) continue;
    text += cell.format === 'none' ? run : paint(cell.format, run);
    run = '';
  }
  return text;
}
