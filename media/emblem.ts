/** The drawn signs of `media/emblems/`, read once: a sign in a circle or a square, in one colour. */

import { readFileSync } from 'node:fs';
import { type Emblem, emblems } from '../schedule/model/card.ts';
import type { Theme } from '../schedule/model/theme.ts';
import type { Hole } from './cloth/folds.ts';
import { round } from './text/shape.ts';

type Sign = {
  readonly paths: string;
  /** The ink, in units of the file. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

const signs: ReadonlyMap<Emblem, Sign> = new Map(emblems.map((emblem) => [emblem, signOf(emblem)]));

/** Throws an Error when the file is absent or holds anything but polygons. */
function signOf(emblem: Emblem): Sign {
  const source = readFileSync(new URL(`emblems/${emblem}.svg`, import.meta.url), 'utf8');
  const outlines = [...source.matchAll(/<path fill-rule="evenodd" d="([MLZ\d. -]+)"\/>/gu)].map(
    ([, data = '']) => data,
  );
  const points = outlines.join(' ').match(/[\d.-]+ [\d.-]+/gu) ?? [];
  if (points.length === 0) throw new Error(`media/emblems/${emblem}.svg has no path of straight lines`);
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => Number(point.split(' ')[axis])));
  const [left, top] = [Math.min(...(xs ?? [])), Math.min(...(ys ?? []))];
  return {
    paths: outlines.map((data) => `<path fill-rule="evenodd" d="${data}"/>`).join(''),
    left,
    top,
    width: Math.max(...(xs ?? [])) - left,
    height: Math.max(...(ys ?? [])) - top,
  };
}

type Ink = { readonly theme: Theme; readonly mourning: boolean; readonly fill?: string };

/** How much of the hole's radius a sign may fill, measured to its corners. */
const share = 0.84;

/** SVG of a sign in the middle of a hole; `top` is that of the cloth on the card. */
export function emblemInHole(emblem: Emblem, hole: Hole, top: number, ink: Ink): string {
  const sign = known(emblem);
  const scale = (2 * share * hole.radius) / Math.hypot(sign.width, sign.height);
  const [x, y] = [hole.x - (sign.width * scale) / 2, top + hole.y - (sign.height * scale) / 2];
  return drawn(sign, x, y, scale, ink);
}

/** What date and place leave free on their right for a sign, in pixels. */
export const roomBesideHead = 232;
const largest = 196;

/** Where date and place are: `right` is that of the page. */
export type Head = { readonly right: number; readonly top: number; readonly height: number };

/** SVG of a sign beside date and place, a little taller than they are and half-way down, on the right margin. */
export function emblemBesideHead(emblem: Emblem, { right, top, height }: Head, ink: Ink): string {
  const sign = known(emblem);
  const size = Math.min(largest, height + 34);
  const scale = size / Math.max(sign.width, sign.height);
  return drawn(sign, right - sign.width * scale, top + (height - sign.height * scale) / 2, scale, ink);
}

function drawn(sign: Sign, x: number, y: number, scale: number, { theme, mourning, fill }: Ink): string {
  const place = `translate(${round(x - sign.left * scale)} ${round(y - sign.top * scale)}) scale(${Math.round(scale * 1e4) / 1e4})`;
  const colour = `fill="${fill ?? theme.palette.paper}"${mourning ? ' fill-opacity="0.62"' : ''}`;
  return `<g class="emblem" transform="${place}" ${colour}>${sign.paths}</g>`;
}

function known(emblem: Emblem): Sign {
  const sign = signs.get(emblem);
  if (sign === undefined) throw new Error(`no emblem ${emblem}`);
  return sign;
}
