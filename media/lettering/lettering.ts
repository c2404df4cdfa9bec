/** Blocks of lettering: a text of one field set in lines, measured, and then put in its place on the card. */

import type { Typeface } from '../../schedule/model/theme.ts';
import type { CardFault } from '../card.ts';
import { breakLines } from '../text/lines.ts';
import { capHeight, type ShapedLine, shape, widthInEm } from '../text/shape.ts';

export type Field = CardFault['field'];

export type Style = {
  readonly field: Field;
  readonly face: Typeface;
  /** Pixels. */
  readonly size: number;
  /** Baseline to baseline, in multiples of the size. */
  readonly leading: number;
  /** Added between letters, in em. */
  readonly tracking: number;
  readonly fill: string;
  readonly capitals?: boolean;
};

/** One line of words as it stands on the card; the box is its ink, in pixels. */
export type DrawnLine = {
  readonly field: Field;
  /** As the record has it, before any setting in capitals. */
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly outline: string;
};

export type Block = {
  readonly style: Style;
  readonly lines: readonly { readonly text: string; readonly shaped: ShapedLine }[];
  /** From the top of the first capitals to the last baseline, in pixels. */
  readonly height: number;
};

/**
 * Sets a text in at most `maxLines` lines no wider than `measure` pixels; null when it does not fit. Its lines are broken
 * and shaped when they are first asked for: of the many sizes that are tried, only one is drawn.
 */
export function setBlock(text: string, style: Style, measure: number, maxLines: number): Block | null {
  const written = style.capitals === true ? text.toUpperCase() : text;
  const { face, size, tracking, leading } = style;
  const broken = breakLines(written, { face, measure: measure / size, tracking, most: maxLines });
  if (broken === null) return null;
  const height = capHeight(face) * size + (broken.count - 1) * leading * size;
  let lines: Block['lines'] | null = null;
  return {
    style,
    height,
    get lines() {
      lines ??= broken.lines().map((line) => ({ text: line, shaped: shape(line, face, size, tracking) }));
      return lines;
    },
  };
}

/** Lines of a style that fit into a height in pixels. */
export function linesWithin(height: number, { face, size, leading }: Style): number {
  return Math.max(0, Math.floor((height / size - capHeight(face)) / leading) + 1);
}

export type Spot = {
  /** The left margin, or the axis of a centred block. */
  readonly x: number;
  /** Top of the first line's capitals. */
  readonly top: number;
  readonly align: 'left' | 'centre';
};

/** Puts a block in its place. Display sizes stand with their ink on the margin; opening quotation marks hang outside it. */
export function placeBlock(block: Block, spot: Spot): readonly DrawnLine[] {
  const { style } = block;
  const first = spot.top + capHeight(style.face) * style.size;
  return block.lines.map(({ text, shaped }, index) => {
    const baseline = first + index * style.leading * style.size;
    const x =
      spot.align === 'centre'
        ? spot.x - (shaped.ink.left + shaped.ink.right) / 2
        : spot.x - overhang(text, style, shaped);
    return drawnLine(shaped, { field: style.field, text, size: style.size, fill: style.fill, x, baseline });
  });
}

type Setting = Pick<DrawnLine, 'field' | 'text' | 'size' | 'fill'> & { readonly x: number; readonly baseline: number };

export function drawnLine(shaped: ShapedLine, { x, baseline, ...line }: Setting): DrawnLine {
  const { left, right, top, bottom } = shaped.ink;
  const box = { left: x + left, top: baseline + top, right: x + right, bottom: baseline + bottom };
  return { ...line, box, outline: shaped.outline(x, baseline) };
}

/** As many as open a text inside another; more of them hang nowhere. */
const opening = /^[„“"'‘(]{1,9}/u;

/** How far the opening marks of a text hang outside the margin, in pixels. */
export function hangingMarks(text: string, { face, size }: Style): number {
  const marks = opening.exec(text)?.[0];
  return marks === undefined ? 0 : widthInEm(marks, face) * size;
}

function overhang(text: string, style: Style, shaped: ShapedLine): number {
  if (opening.test(text) && style.field !== 'credit') return hangingMarks(text, style);
  return style.size >= 64 ? shaped.ink.left : 0;
}

/** SVG of the lines, in a group of its own so that a card can also be looked at without its words. */
export function lettersSvg(lines: readonly DrawnLine[]): string {
  const paths = lines.map(({ field, fill, outline }) => `<path class="${field}" fill="${fill}" d="${outline}"/>`);
  return `<g id="words">\n${paths.join('\n')}\n</g>`;
}
