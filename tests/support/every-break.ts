/** The lines of a text as the program breaks it, found the long way: every break is tried, and every line measured anew. */

import { glued } from '../../media/text/glue.ts';
import { widthInEm } from '../../media/text/shape.ts';
import type { Typeface } from '../../schedule/model/theme.ts';

type Piece = {
  readonly text: string;
  /** What is drawn after the piece when the line goes on: a space, or nothing inside a word. */
  readonly joint: ' ' | '';
  /** What is drawn after it when the line ends here: a hyphen at a soft hyphen. */
  readonly ending: '' | '-';
};

/** Null when a word of it is wider than `measure`, which is in em of the face. */
export function everyBreak(text: string, face: Typeface, measure: number, tracking = 0): readonly string[] | null {
  const lines: string[] = [];
  for (const paragraph of text
    .normalize('NFC')
    .trim()
    .split(/\s*\n\s*/u)) {
    const broken = breakParagraph(piecesOf(paragraph, face, measure, tracking), face, measure, tracking);
    if (broken === null) return null;
    lines.push(...broken);
  }
  return lines;
}

function piecesOf(paragraph: string, face: Typeface, measure: number, tracking: number): readonly Piece[] {
  const words = paragraph.split(/[ \t]+/u).filter((word) => word !== '');
  const bundles: string[] = [];
  words.forEach((word, index) => {
    const previous = words[index - 1];
    if (previous !== undefined && glued(previous, word)) bundles.push(`${bundles.pop() ?? ''} ${word}`);
    else bundles.push(word);
  });
  return bundles.flatMap((bundle) => partedIfTooWide(bundle, (piece) => width(piece, face, tracking) > measure));
}

function partedIfTooWide(bundle: string, tooWide: (piece: string) => boolean): readonly Piece[] {
  if (!tooWide(bundle)) return [{ text: bundle, joint: ' ', ending: '' }];
  const words = bundle.split(' ');
  if (words.length > 1) return words.flatMap((word) => partedIfTooWide(word, tooWide));
  const parts = bundle.split(/(?<=[-–])(?=\p{L})|(?<=\u00AD)/u);
  return parts.map((part, index) => {
    const last = index === parts.length - 1;
    return { text: part, joint: last ? ' ' : '', ending: !last && part.endsWith('\u00AD') ? '-' : '' };
  });
}

const widow = 1e6;
const shortWidow = 0.34;

function breakParagraph(pieces: readonly Piece[], face: Typeface, measure: number, tracking: number): string[] | null {
  const fewest = fewestLines(pieces, face, measure, tracking);
  if (fewest === null) return null;
  const total = width(joined(pieces, 0, pieces.length), face, tracking);
  const ideal = Math.min(measure, total / fewest);
  type Best = { readonly cost: number; readonly from: number };
  let ends: (Best | undefined)[] = [{ cost: 0, from: 0 }];
  const rows: (Best | undefined)[][] = [];
  for (let line = 1; line <= fewest; line += 1) {
    const row: (Best | undefined)[] = [];
    for (let end = line; end <= pieces.length; end += 1) {
      for (let from = end - 1; from >= 0; from -= 1) {
        const text = joined(pieces, from, end);
        const lineWidth = width(text, face, tracking);
        if (lineWidth > measure) break;
        const before = ends[from];
        if (before === undefined) continue;
        const last = line === fewest && end === pieces.length;
        const cost =
          before.cost + raggedness(lineWidth, ideal, last) + (last && isWidow(text, lineWidth, measure) ? widow : 0);
        if (cost < (row[end]?.cost ?? Number.POSITIVE_INFINITY)) row[end] = { cost, from };
      }
    }
    rows.push(row);
    ends = row;
  }
  return traced(pieces, rows);
}

/** A last line may be somewhat shorter for free: it reads as an end. */
function raggedness(lineWidth: number, ideal: number, last: boolean): number {
  const slack = ideal - lineWidth;
  return last && slack > 0 ? (slack * slack) / 3 : slack * slack;
}

function isWidow(text: string, lineWidth: number, measure: number): boolean {
  return !text.includes(' ') && lineWidth < measure * shortWidow;
}

function traced(pieces: readonly Piece[], rows: readonly (readonly ({ from: number } | undefined)[])[]): string[] {
  const lines: string[] = [];
  let end = pieces.length;
  for (const row of [...rows].reverse()) {
    const from = row[end]?.from;
    if (from === undefined) throw new Error('a paragraph was measured to fit and then did not');
    lines.unshift(joined(pieces, from, end));
    end = from;
  }
  return lines;
}

function fewestLines(pieces: readonly Piece[], face: Typeface, measure: number, tracking: number): number | null {
  let lines = 0;
  for (let from = 0; from < pieces.length; lines += 1) {
    let end = from + 1;
    if (width(joined(pieces, from, end), face, tracking) > measure) return null;
    while (end < pieces.length && width(joined(pieces, from, end + 1), face, tracking) <= measure) end += 1;
    from = end;
  }
  return lines;
}

function joined(pieces: readonly Piece[], from: number, end: number): string {
  let text = '';
  for (let index = from; index < end; index += 1) {
    const piece = pieces[index];
    if (piece === undefined) break;
    text += piece.text.replaceAll('\u00AD', '') + (index < end - 1 ? piece.joint : piece.ending);
  }
  return text;
}

function width(text: string, face: Typeface, tracking: number): number {
  const words = text.split(' ');
  const letters = words.reduce((sum, word) => sum + widthInEm(word, face), 0);
  return letters + (words.length - 1) * widthInEm(' ', face) + Math.max(0, [...text].length - 1) * tracking;
}
