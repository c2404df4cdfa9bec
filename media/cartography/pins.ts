/** Pins: a ring and a dot where a place is, or an arrow at the edge of the map that points to a place beyond it. */

import type { MapScene, Place } from '../../schedule/model/card.ts';
import { type Box, between, contains, grown, type Point, pieces } from './geometry.ts';
import { at, beside, direction } from './paths.ts';
import type { Tones } from './tones.ts';

export type Pin = {
  readonly place: Place;
  readonly point: Point;
  /** Where the place is, if that is beyond the map. */
  readonly beyond: Point | null;
  /** Of the drawn sign, in pixels. */
  readonly radius: number;
};

const sign = { radius: 19, ring: 6, dot: 6 } as const;

/** A place beyond the map is shown where the route to it leaves the frame, or in its direction. */
export function pinsOf(
  scene: MapScene,
  routes: readonly (readonly Point[])[],
  pixelOf: (place: Place) => Point,
  frame: Box,
): readonly Pin[] {
  const { radius } = sign;
  const inner = grown(frame, -radius);
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 };
  return scene.pins.map((place) => {
    const point = pixelOf(place);
    if (contains(inner, point)) return { place, point, beyond: null, radius };
    const origins = routes
      .flatMap(pieces)
      .flatMap(([from, to]) => (same(to, point) ? [from] : same(from, point) ? [to] : []));
    const origin = origins.find((each) => contains(inner, each)) ?? middle;
    return { place, point: leaving(inner, origin, point), beyond: point, radius };
  });
}

export function same(one: Point, other: Point): boolean {
  return one.x === other.x && one.y === other.y;
}

/** Where the way from a point in a box to one outside it crosses the edge. */
function leaving({ left, top, right, bottom }: Box, from: Point, to: Point): Point {
  const across = to.x === from.x ? 1 : ((to.x > from.x ? right : left) - from.x) / (to.x - from.x);
  const down = to.y === from.y ? 1 : ((to.y > from.y ? bottom : top) - from.y) / (to.y - from.y);
  return between(from, to, Math.min(1, across, down));
}

export function pinSvg({ place, point, beyond, radius }: Pin, { mark, ground }: Tones): string {
  if (beyond !== null) {
    const ahead = direction(point, beyond) ?? { x: 1, y: 0 };
    const wings = [beside(point, ahead, -radius, radius * 0.8), beside(point, ahead, -radius, -radius * 0.8)];
    return `<path class="pin" data-place="${place.id}" fill="${mark}" d="M${[beside(point, ahead, radius, 0), ...wings].map(at).join('L')}Z"/>`;
  }
  const [x, y] = at(point).split(' ');
  return (
    `<g class="pin" data-place="${place.id}"><circle cx="${x}" cy="${y}" r="${radius - sign.ring / 2}" fill="${ground}" stroke="${mark}" stroke-width="${sign.ring}"/>` +
    `<circle cx="${x}" cy="${y}" r="${sign.dot}" fill="${mark}"/></g>`
  );
}
