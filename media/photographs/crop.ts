/** Which part of a photograph is seen on a card: as much as fills the area, with its focal point where the eye looks. */

import type { Box } from '../card.ts';

export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/**
 * The largest part of a photograph in the proportions of an area, in whole pixels of the photograph. Its focal point
 * (shares of width and height) comes to stand at `target` (pixels of the area), or as near as the photograph's edges allow.
 */
export function cropTo(photograph: Size, focus: Point, area: Size, target: Point): Box {
  const scale = Math.max(area.width / photograph.width, area.height / photograph.height);
  const across = along(photograph.width, area.width, scale, focus.x, target.x);
  const down = along(photograph.height, area.height, scale, focus.y, target.y);
  return { left: across.from, width: across.length, top: down.from, height: down.length };
}

/** Where the focal point of a photograph stands in the area its crop fills, in pixels of the area. */
export function seenAt(photograph: Size, focus: Point, crop: Box, area: Size): Point {
  return {
    x: ((focus.x * photograph.width - crop.left) * area.width) / crop.width,
    y: ((focus.y * photograph.height - crop.top) * area.height) / crop.height,
  };
}

function along(size: number, room: number, scale: number, focus: number, target: number) {
  const length = Math.min(size, Math.max(1, Math.round(room / scale)));
  const from = Math.round(focus * size - target / scale);
  return { from: Math.min(size - length, Math.max(0, from)), length };
}
