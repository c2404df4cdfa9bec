/** Artwork and lines of words in pieces, each with the box it is drawn in, so that only those pixels are touched. */

import type { Box, PhotographLayer } from '../card.ts';
import { type DrawnLine, lettersSvg } from '../lettering/lettering.ts';

type Tile = PhotographLayer['tiles'][number];

/** Room for the soft edge of a letter, in pixels. */
const edge = 2;

/** A line of words has a tile of its own, unless it shares pixels with another. */
export function tilesOf(artwork: readonly Tile[], lines: readonly DrawnLine[]): readonly Tile[] {
  const groups: { box: Box; lines: readonly DrawnLine[] }[] = [];
  for (const line of lines) {
    let own = { box: boxOf(line), lines: [line] as readonly DrawnLine[] };
    for (let at = groups.findIndex(({ box }) => meet(box, own.box)); at >= 0; ) {
      const [other] = groups.splice(at, 1);
      if (other !== undefined) own = { box: union(other.box, own.box), lines: [...other.lines, ...own.lines] };
      at = groups.findIndex(({ box }) => meet(box, own.box));
    }
    groups.push(own);
  }
  return [...artwork, ...groups.map((group) => tile(group.box, lettersSvg(group.lines)))];
}

/** A piece of a drawing, given in the coordinates of the card. */
export function tile(box: Box, content: string): Tile {
  const { left, top, width, height } = box;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}">`;
  return { box, svg: `${head}${content}</svg>` };
}

function boxOf({ box }: DrawnLine): Box {
  const [left, top] = [Math.floor(box.left) - edge, Math.floor(box.top) - edge];
  return { left, top, width: Math.ceil(box.right) + edge - left, height: Math.ceil(box.bottom) + edge - top };
}

function meet(a: Box, b: Box): boolean {
  const beside = a.left + a.width <= b.left || b.left + b.width <= a.left;
  return !beside && a.top < b.top + b.height && b.top < a.top + a.height;
}

function union(a: Box, b: Box): Box {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}
