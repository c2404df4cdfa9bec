/** The cut in the flag: made in haste with short uneven strokes, so it is never a circle; the same cut on every card. */

import { round } from '../text/shape.ts';
import type { Hole } from './folds.ts';

/** Corners of the cut: degrees clockwise from three o'clock, and distance as a share of the radius. */
const corners: readonly (readonly [degrees: number, distance: number])[] = [
  [2, 1.009],
  [17, 0.977],
  [26, 1.019],
  [40, 0.966],
  [55, 0.997],
  [63, 0.972],
  [79, 1.022],
  [97, 0.994],
  [106, 1.016],
  [121, 0.969],
  [131, 0.994],
  [149, 0.957],
  [158, 1.0],
  [175, 1.006],
  [184, 0.972],
  [198, 1.016],
  [214, 0.975],
  [223, 1.003],
  [241, 0.984],
  [252, 1.025],
  [268, 1.0],
  [281, 1.019],
  [291, 0.975],
  [309, 1.003],
  [319, 0.969],
  [337, 1.012],
  [348, 0.984],
];

/** Where the blade ran past the corner: which corner, and how far as a share of the radius. */
const nicks: ReadonlyMap<number, number> = new Map([
  [3, 0.05],
  [11, 0.065],
  [18, 0.04],
  [24, 0.055],
]);

type Point = readonly [x: number, y: number];

/** The corners of the cut alone, clockwise. */
export function cutCorners(hole: Hole): readonly Point[] {
  return corners.map(([degrees, distance]) => at(hole, degrees, distance));
}

/** The outline of the cut with its nicks, clockwise. */
export function cutOutline(hole: Hole): readonly Point[] {
  const points: Point[] = [];
  corners.forEach(([degrees, distance], index) => {
    const nick = nicks.get(index);
    points.push(at(hole, degrees, distance));
    if (nick !== undefined) {
      points.push(at(hole, degrees + 3.2, distance + nick), at(hole, degrees + 1.1, distance - 0.004));
    }
  });
  return points;
}

export function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

function at(hole: Hole, degrees: number, distance: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [hole.x + Math.cos(angle) * hole.radius * distance, hole.y + Math.sin(angle) * hole.radius * distance];
}
