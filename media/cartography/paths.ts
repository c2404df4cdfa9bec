/** Lines and rings as SVG path data: straight, or drawn with a soft hand that keeps sharp corners. */

import { distance, type Point } from './geometry.ts';

/** Tenths of a pixel. */
export function at({ x, y }: Point): string {
  return `${tenths(x)} ${tenths(y)}`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

export function straightPath(line: readonly Point[], closed = false): string {
  return `M${line.map(at).join('L')}${closed ? 'Z' : ''}`;
}

/** Catmull-Rom through every point, as cubic curves; a corner of more than 75° stays a corner. */
export function softPath(line: readonly Point[], closed = false): string {
  const count = line.length;
  const point = (index: number): Point => {
    const wrapped = closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index));
    const found = line[wrapped];
    if (found === undefined) throw new Error('a path without a point');
    return found;
  };
  const path = [`M${at(point(0))}`];
  for (let index = 0; index < (closed ? count : count - 1); index += 1) {
    const [from, to] = [point(index), point(index + 1)];
    const reach = distance(from, to) / 3;
    const leaving = tangent(point(index - 1), from, to);
    const arriving = tangent(from, to, point(index + 2));
    const first = { x: from.x + leaving.x * reach, y: from.y + leaving.y * reach };
    const second = { x: to.x - arriving.x * reach, y: to.y - arriving.y * reach };
    path.push(`C${at(first)} ${at(second)} ${at(to)}`);
  }
  return `${path.join('')}${closed ? 'Z' : ''}`;
}

/** The direction in which a curve passes a point, of length one; nothing at a corner or an end. */
function tangent(before: Point, point: Point, after: Point): Point {
  const [a, b] = [direction(before, point), direction(point, after)];
  if (a === null || b === null || a.x * b.x + a.y * b.y < 0.26) return { x: 0, y: 0 };
  return direction({ x: 0, y: 0 }, { x: a.x + b.x, y: a.y + b.y }) ?? a;
}

/** Null where two points are the same. */
export function direction(from: Point, to: Point): Point | null {
  const length = distance(from, to);
  return length === 0 ? null : { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** A point so far ahead of another and so far to its left, seen in a direction. */
export function beside({ x, y }: Point, ahead: Point, forward: number, left: number): Point {
  return { x: x + ahead.x * forward + ahead.y * left, y: y + ahead.y * forward - ahead.x * left };
}
