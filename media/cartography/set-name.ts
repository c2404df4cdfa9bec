/** A name set in one line or more and put beside, over or across a point of a map. */

import { type DrawnLine, drawnLine, type Style } from '../lettering/lettering.ts';
import { capHeight, type ShapedLine, shape } from '../text/shape.ts';
import type { Point } from './geometry.ts';
import type { Candidate } from './label-placer.ts';

/** A candidate for the place of a name, drawn once it is chosen. */
export type Name = Candidate & {
  readonly draw: () => readonly DrawnLine[];
  /** Whether the ground is to show round its letters. */
  readonly halo: boolean;
};

/** Lines of words, shaped once for all the places that are tried for them. */
export type SetName = {
  readonly style: Style;
  readonly lines: readonly { readonly text: string; readonly shaped: ShapedLine }[];
};

export function setName(texts: readonly string[], style: Style): SetName {
  const { face, size, tracking } = style;
  const lines = texts.map((text) => {
    const shaped = shape(style.capitals === true ? text.toUpperCase() : text, face, size, tracking);
    return { text, shaped };
  });
  return { style, lines };
}

export type Anchor = {
  readonly point: Point;
  /** Between the point and the name, in pixels. */
  readonly reach: number;
  /** From -1, all left of the point, to 1, all right of it; 0 is centred on it. */
  readonly across: number;
  /** From -1, all above the point, to 1, all below it. */
  readonly down: number;
  /** Left and right edges between which a name above or below its point is pushed. */
  readonly edges: readonly [left: number, right: number];
};

export function nameAt(
  { style, lines }: SetName,
  { point, reach, across, down, edges }: Anchor,
  about: Pick<Name, 'cost' | 'of'>,
): Name {
  const cap = capHeight(style.face) * style.size;
  const step = style.leading * style.size;
  const height = cap + (lines.length - 1) * step;
  const widths = lines.map(({ shaped }) => shaped.ink.right - shaped.ink.left);
  const width = Math.max(...widths);
  const wanted = point.x + across * (reach + width / 2) - width / 2;
  const left = Math.abs(across) === 1 ? wanted : Math.min(edges[1] - width, Math.max(edges[0], wanted));
  const top = point.y + down * (reach + height / 2) - height / 2;
  const placed = lines.map(({ text, shaped }, index) => {
    const slack = width - (widths[index] ?? width);
    const indent = across >= 1 ? 0 : across <= -1 ? slack : slack / 2;
    return { text, shaped, x: left + indent - shaped.ink.left, baseline: top + cap + index * step };
  });
  return {
    ...about,
    halo: true,
    boxes: placed.map(({ shaped: { ink }, x, baseline }) => ({
      left: x + ink.left,
      right: x + ink.right,
      top: baseline + ink.top,
      bottom: baseline + ink.bottom,
    })),
    draw: () =>
      placed.map(({ text, shaped, x, baseline }) =>
        drawnLine(shaped, { field: 'map', text, size: style.size, fill: style.fill, x, baseline }),
      ),
  };
}
