/** The cut in the flag: made in haste with short uneven strokes, so it is never a circle; the same cut on every card. */

import { round } from '../text/shape.ts';
import type { Hole } from './folds.ts';

/** Corners of the cut: degrees clockwise from three o'clock, and distance as a share of the radius. */
const corners =
  `2 1.009 · 17 0.977 · 26 1.019 · 40 0.966 · 55 0.997 · 63 0.972 · 79 1.022 · 97 0.994 · 106 1.016 · 121 0.969 · 131 0.994
 · 149 0.957 · 158 1 · 175 1.006 · 184 0.972 · 198 1.016 · 214 0.975 · 223 1.003 · 241 0.984 · 252 1.025 · 268 1 · 281 1.019 · 291 0.975
 · 309 1.003 · 319 0.969 · 337 1.012 · 348 0.984`
    .split('·')
    .map((corner) => corner.trim().split(' ').map(Number));

/** Where the blade ran past the corner: which corner, and how far as a share of the radius. */
const nicks: ReadonlyMap<number, number> = new Map([
  [3, 0.05],
  [11, 0.065],
  [18, 0.04],
  [24, 0.055],
]);

type Point = readonly [x: number, y: number];

/** SVG path data of the cut with its nicks and its fraying edge. */
export function cutPath(hole: Hole): string {
  const points = corners.flatMap(([degrees = 0, distance = 1], index): Point[] => {
    const nick = nicks.get(index);
    const corner = at(hole, degrees, distance);
    if (nick === undefined) return [corner];
    return [corner, at(hole, degrees + 3.2, distance + nick), at(hole, degrees + 1.1, distance - 0.004)];
  });
  return `M${frayed(points).map(written).join('L')}Z`;
}

/** SVG path data of single threads that hang loose from the edge into the hole. */
export function looseThreads(hole: Hole): string {
  const threads = [31, 70, 113, 140, 168, 205, 236, 262, 300, 328, 356].map((degrees, index) => {
    const length = 0.028 + 0.03 * noise(index + 0.5);
    const root = at(hole, degrees, 1.01);
    const bend = at(hole, degrees + 1.2, 1 - length * 0.6);
    const tip = at(hole, degrees + (noise(index) - 0.5) * 9, 1 - length * 1.5);
    return `M${written(root)}Q${written(bend)} ${written(tip)}`;
  });
  return threads.join('');
}

/** A cut edge in points some pixels apart, each a little off the straight line, as threads give way. */
function frayed(points: readonly Point[]): readonly Point[] {
  return points.flatMap((from, index) => {
    const to = points[(index + 1) % points.length] ?? from;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    const parts = Math.max(1, Math.round(length / 7));
    return Array.from({ length: parts }, (_, part): Point => {
      const off = part === 0 ? 0 : 2.4 * (noise(index * 31.7 + part * 7.3) - 0.5);
      return [from[0] + (dx * part) / parts - (dy / length) * off, from[1] + (dy * part) / parts + (dx / length) * off];
    });
  });
}

/** Between 0 and 1, without pattern to the eye, and always the same for the same number. */
function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898 + 4.1) * 4375.85;
  return value - Math.floor(value);
}

function at(hole: Hole, degrees: number, distance: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [hole.x + Math.cos(angle) * hole.radius * distance, hole.y + Math.sin(angle) * hole.radius * distance];
}

function written([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}
