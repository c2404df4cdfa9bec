/** Paragraphs to lines: ragged right, as even as the words allow, no widow, nothing parted that belongs together. */

import type { Typeface } from '../../schedule/model/theme.ts';
import { glued } from './glue.ts';
import { type Measured, type Piece, type Ruler, ruler } from './ruler.ts';

/** A text that fits: how many lines it takes, and what stands on them, found out only when it is asked for. */
export type Broken = { readonly count: number; readonly lines: () => readonly string[] };

/** What a text has to fit in. */
export type LineRoom = {
  readonly face: Typeface;
  /** Width of a line, in em of the face. */
  readonly measure: number;
  /** Added between letters, in em. */
  readonly tracking?: number;
  /** Lines there is room for; as many as there are where absent. */
  readonly most?: number;
};

/**
 * Breaks a text into the fewest lines no wider than the measure, evenly filled. A line feed always breaks. A word wider
 * than the measure is parted at its hyphens and soft hyphens; null when even that is not enough, or when there is no room
 * for so many lines. Words behind the last line there is room for are not measured.
 */
export function breakLines(text: string, { face, measure, tracking = 0, most }: LineRoom): Broken | null {
  const rule = ruler(face, tracking);
  const paragraphs: Counted[] = [];
  let left = most ?? Number.POSITIVE_INFINITY;
  for (const line of text.normalize('NFC').split('\n')) {
    const paragraph = line.trim();
    if (paragraph === '') continue;
    const counted = fewestLines(piecesOf(paragraph, rule, measure), rule, measure, left);
    if (counted === null) return null;
    left -= counted.fewest;
    paragraphs.push(counted);
  }
  return {
    count: paragraphs.reduce((sum, { fewest }) => sum + fewest, 0),
    lines: () => paragraphs.flatMap((counted) => evenLines(counted, rule, measure)),
  };
}

/** Words that stay together are one piece; one that is wider than the measure is parted. */
function* piecesOf(paragraph: string, rule: Ruler, measure: number): Generator<Piece> {
  let bundle: string[] = [];
  for (const word of paragraph.split(/[ \t]+/u)) {
    const previous = bundle.at(-1);
    if (previous !== undefined && !glued(previous, word)) {
      yield* partedIfTooWide(bundle, rule, measure);
      bundle = [];
    }
    bundle.push(word);
  }
  yield* partedIfTooWide(bundle, rule, measure);
}

function* partedIfTooWide(bundle: readonly string[], rule: Ruler, measure: number): Generator<Piece> {
  const text = bundle.join(' ');
  if (rule.width(text) <= measure) yield { text, joint: ' ', ending: '' };
  else if (bundle.length > 1) for (const word of bundle) yield* partedIfTooWide([word], rule, measure);
  else yield* partsOf(text);
}

function* partsOf(word: string): Generator<Piece> {
  const parts = word.split(/(?<=[-–])(?=\p{L})|(?<=\u00AD)/u);
  for (const [index, text] of parts.entries()) {
    const last = index === parts.length - 1;
    yield { text, joint: last ? ' ' : '', ending: !last && text.endsWith('\u00AD') ? '-' : '' };
  }
}

/** A paragraph in pieces, and the fewest lines they fill. */
type Counted = { readonly pieces: readonly Piece[]; readonly fewest: number };

function fewestLines(coming: Iterable<Piece>, rule: Ruler, measure: number, most: number): Counted | null {
  const pieces: Piece[] = [];
  let fewest = 0;
  let line = rule.empty;
  for (const piece of coming) {
    pieces.push(piece);
    const longer = rule.extended(line, piece);
    if (fewest > 0 && rule.ended(longer) <= measure) {
      line = longer;
      continue;
    }
    line = rule.extended(rule.empty, piece);
    fewest += 1;
    if (fewest > most || rule.ended(line) > measure) return null;
  }
  return { pieces, fewest };
}

const widow = 1e6;
const shortWidow = 0.34;
/** Pieces are added to a line until it is this much too wide, in em: one that ends in a hyphen may shrink as it goes on. */
const beyond = 1;

type Line = { readonly width: number; readonly ofOneWord: boolean };

/** The lines that begin with each piece, by the number of their pieces, as far as they may be narrow enough. */
function linesFrom(pieces: readonly Piece[], rule: Ruler, measure: number): readonly (readonly Line[])[] {
  return pieces.map((_, from) => {
    const lines: Line[] = [];
    let line: Measured = rule.empty;
    for (let end = from; end < pieces.length; end += 1) {
      const piece = pieces[end];
      if (piece === undefined) break;
      line = rule.extended(line, piece);
      const width = rule.ended(line);
      if (width > measure + beyond) break;
      lines.push({ width, ofOneWord: line.words === 1 });
    }
    return lines;
  });
}

function evenLines({ pieces, fewest }: Counted, rule: Ruler, measure: number): readonly string[] {
  const total = rule.width(joined(pieces, 0, pieces.length));
  const ideal = Math.min(measure, total / fewest);
  const from = linesFrom(pieces, rule, measure);
  type Best = { readonly cost: number; readonly from: number };
  let ends: (Best | undefined)[] = [{ cost: 0, from: 0 }];
  const rows: (Best | undefined)[][] = [];
  for (let line = 1; line <= fewest; line += 1) {
    const row: (Best | undefined)[] = [];
    for (let end = line; end <= pieces.length; end += 1) {
      for (let begin = end - 1; begin >= 0; begin -= 1) {
        const found = from[begin]?.[end - begin - 1];
        if (found === undefined || found.width > measure) break;
        const before = ends[begin];
        if (before === undefined) continue;
        const last = line === fewest && end === pieces.length;
        const isWidow = last && found.ofOneWord && found.width < measure * shortWidow;
        const cost = before.cost + raggedness(found.width, ideal, last) + (isWidow ? widow : 0);
        if (cost < (row[end]?.cost ?? Number.POSITIVE_INFINITY)) row[end] = { cost, from: begin };
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

function joined(pieces: readonly Piece[], from: number, end: number): string {
  let text = '';
  for (let index = from; index < end; index += 1) {
    const piece = pieces[index];
    if (piece === undefined) break;
    text += piece.text.replaceAll('\u00AD', '') + (index < end - 1 ? piece.joint : piece.ending);
  }
  return text;
}
