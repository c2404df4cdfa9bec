/** The motif reduced to a thin rule between words: its stripes as lines, parted in the middle where the flag has its hole. */

import type { Theme } from '../../schedule/model/theme.ts';
import { dyeingOf } from '../cloth/dyes.ts';
import { round } from '../text/shape.ts';

export type Rule = {
  readonly theme: Theme;
  /** Left end, top and width in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** In mourning the colours are as dim as the cloth of other cards is. */
  readonly mourning: boolean;
};

/** Height of every rule in pixels. */
export const ruleHeight = 15;
const gap = 46;
/** How far the blade went astray at the edges of the stripes, in pixels; the two sides of the gap differ. */
const strays = [
  [5, 3, 1, -2, -3, -5],
  [-3, 0, 1, 0, 2, 4],
] as const;

/** SVG of the rule. */
export function ruleSvg({ theme, x, y, width, mourning }: Rule): string {
  const { dyes, direction, hole } = dyeingOf(theme.motif);
  const [from, to] = [x + (width - gap) / 2, x + (width + gap) / 2];
  const spans = hole ? [span(x, null, from, 0), span(to, 1, x + width, null)] : [span(x, null, x + width, null)];
  const bands = dyes.map((dye, index) =>
    direction === 'horizontal'
      ? path(
          dye,
          spans.map((piece) => slice(piece, y, index / dyes.length, (index + 1) / dyes.length)),
        )
      : path(
          dye,
          spans.flatMap((piece) =>
            upright(piece, x + (width * index) / dyes.length, x + (width * (index + 1)) / dyes.length, y),
          ),
        ),
  );
  return `<g class="rule"${mourning ? ' opacity="0.6"' : ''}>${bands.join('')}</g>`;
}

type End = { readonly x: number; readonly strays: readonly number[] | null };
type Span = readonly [left: End, right: End];

function span(left: number, leftStrays: 0 | 1 | null, right: number, rightStrays: 0 | 1 | null): Span {
  const end = (at: number, side: 0 | 1 | null): End => ({ x: at, strays: side === null ? null : strays[side] });
  return [end(left, leftStrays), end(right, rightStrays)];
}

/** The part of a span between two shares of its height. */
function slice([left, right]: Span, y: number, upper: number, lower: number): string {
  const at = ({ x, strays: astray }: End, share: number) =>
    `${round(x + (astray?.[Math.round(share * (astray.length - 1))] ?? 0))} ${round(y + share * ruleHeight)}`;
  const middle = (upper + lower) / 2;
  return `M${at(left, upper)}L${at(right, upper)}L${at(right, middle)}L${at(right, lower)}L${at(left, lower)}L${at(left, middle)}Z`;
}

/** The part of a span between two of its uprights; nothing where the gap is. */
function upright([left, right]: Span, from: number, to: number, y: number): readonly string[] {
  const within: Span = [
    from > left.x ? { x: from, strays: null } : left,
    to < right.x ? { x: to, strays: null } : right,
  ];
  return within[0].x < within[1].x ? [slice(within, y, 0, 1)] : [];
}

function path(fill: string, pieces: readonly string[]): string {
  return `<path fill="${fill}" d="${pieces.join('')}"/>`;
}
