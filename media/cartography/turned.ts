/** Outlines of letters turned to lie along a line. */

import type { Point } from './geometry.ts';

/** A point drawn around the origin, turned so that what ran to the right runs `ahead` (of length one), and moved to a place. */
export function turned({ x, y }: Point, ahead: Point, place: Point): Point {
  return { x: place.x + x * ahead.x - y * ahead.y, y: place.y + x * ahead.y + y * ahead.x };
}

/** The same for path data of `shape`: one absolute `M` at the origin, and relative commands only. */
export function turnedOutline(outline: string, ahead: Point, place: Point): string {
  const commands = outline.slice('M0 0'.length).matchAll(/([mlqcz])([^mlqcz]*)/gu);
  const path = [...commands].map(([, command = '', args = '']) => {
    const numbers = (args.match(/-?(?:\d+\.?\d*|\.\d+)/gu) ?? []).map(Number);
    const pairs = numbers.flatMap((x, index) => {
      if (index % 2 === 1) return [];
      return [pair(turned({ x, y: numbers[index + 1] ?? 0 }, ahead, { x: 0, y: 0 }))];
    });
    return command + pairs.join(' ');
  });
  return `M${pair(place)}${path.join('')}`;
}

function pair({ x, y }: Point): string {
  return `${hundredths(x)} ${hundredths(y)}`;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
