/** What is on a drawn map and where, read from its SVG; pixels, y downwards. */

import { type Box, boxAround, distance, type Point, pieces } from '../../../media/cartography/geometry.ts';

type Line = readonly Point[];
type Sign = { readonly at: Point; readonly sign: 'ring' | 'arrow' };
type Advance = { readonly tail: Point; readonly tip: Point; readonly outline: Line };

export type DrawnOnMap = {
  readonly height: number;
  readonly pins: ReadonlyMap<string, Sign>;
  /** Legs of dotted lines, from rim to rim. */
  readonly legs: readonly Line[];
  readonly advances: readonly Advance[];
  /** A circle that closes round a place, and whether all its teeth point inwards. */
  readonly ring: { readonly box: Box; readonly broken: boolean; readonly teethInwards: boolean } | null;
  /** Water with banks, islands cut out. */
  readonly water: readonly Line[];
  readonly boulevards: readonly Line[];
  /** The country of a map that shows more than it. */
  readonly country: Line;
  readonly lighterThanAbroad: boolean;
};

export function drawnOnMap(artwork: string): DrawnOnMap {
  const [, height] = /<clipPath id="sheet"><rect x="0" y="0" width="\d+" height="([\d.]+)"/u.exec(artwork) ?? [];
  const rounds = [...artwork.matchAll(/class="pin" data-place="([^"]+)"><circle cx="(\S+)" cy="(\S+)"/gu)];
  const arrows = [...artwork.matchAll(/class="pin" data-place="([^"]+)" fill="[^"]+" d="([^"]+)"/gu)];
  const dotted = dataOf(artwork, /class="route"[^>]*? d="([^"]+)"/gu);
  const lands = [...artwork.matchAll(/<path fill="(#[0-9A-F]{6})" fill-rule="evenodd" d="([^"]+)"/gu)];
  const [abroad, home] = lands.length === 2 ? lands : [];
  const streets = [...artwork.matchAll(/<path fill="none" stroke="(#[0-9A-F]{6})"[^>]*linecap="round" d="([^"]+)"/gu)];
  const white = streets.filter(([, colour]) => colour === streets.at(-1)?.[1]);
  return {
    height: Number(height),
    pins: new Map<string, Sign>([
      ...rounds.map(([, id = '', x, y]) => [id, { at: { x: Number(x), y: Number(y) }, sign: 'ring' }] as const),
      ...arrows.map(([, id = '', data = '']) => [id, { at: pointsOn(data)[0] ?? origin, sign: 'arrow' }] as const),
    ]),
    legs: dotted.flatMap(linesOf),
    advances: dataOf(artwork, /class="advance"[^>]*? d="([^"]+)"/gu).map(advanceOf),
    ring: ringOf(artwork),
    water: dataOf(artwork, /fill-rule="evenodd" stroke="[^"]+" stroke-width="2"[^>]*? d="([^"]+)"/gu).flatMap(linesOf),
    boulevards: linesOf(white.at(-2)?.[2] ?? ''),
    country: pointsOn(home?.[2] ?? ''),
    lighterThanAbroad: lightness(home?.[1]) > lightness(abroad?.[1]),
  };
}

const origin: Point = { x: 0, y: 0 };

/** Where a level line through a point crosses lines, from the left; -1 and 1 tell on which side. */
export function crossings(lines: readonly Line[], { x, y }: Point) {
  const xs = lines
    .flatMap((line) => pieces(line))
    .filter(([from, to]) => from.y > y !== to.y > y)
    .map(([from, to]) => from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  return { left: xs.filter((each) => each < x).length, right: xs.filter((each) => each > x).length };
}

/** The same upwards and downwards. */
export function crossingsUpright(lines: readonly Line[], { x, y }: Point) {
  const turned = lines.map((line) => line.map((point) => ({ x: point.y, y: point.x })));
  const { left, right } = crossings(turned, { x: y, y: x });
  return { above: left, below: right };
}

function advanceOf(data: string): Advance {
  const outline = pointsOn(data).slice(0, -1);
  const [first = origin, last = origin, tip = origin] = [outline[0], outline.at(-1), outline[(outline.length - 1) / 2]];
  return { tail: { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 }, tip, outline };
}

function ringOf(artwork: string): DrawnOnMap['ring'] {
  const [, dashes, teeth = ''] = /class="ring"[^>]*? d="([^"]+)"\/><path fill="[^"]+" d="([^"]+)"/u.exec(artwork) ?? [];
  if (dashes === undefined) return null;
  const box = boxAround(pointsOn(dashes.replaceAll(/A\S+ \S+ 0 0 1 /gu, 'L')));
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const inwards = linesOf(teeth).map(([from = origin, tip = origin]) => distance(tip, middle) < distance(from, middle));
  return {
    box,
    broken: dashes.split('M').length > 3,
    teethInwards: inwards.length > 2 && inwards.every((each) => each),
  };
}

function dataOf(artwork: string, pattern: RegExp): readonly string[] {
  return [...artwork.matchAll(pattern)].map(([, data = '']) => data);
}

function linesOf(data: string): readonly Line[] {
  return (data.match(/M[^M]+/gu) ?? []).map(pointsOn);
}

/** The points a path runs through; of a curve, those between which it is bent; a closed one comes back to its first. */
function pointsOn(data: string): Line {
  const steps = data.match(/[MLC][^MLCZ]+/gu) ?? [];
  const points = steps.map((step): Point => {
    const [x = 0, y = 0] = step.slice(1).trim().split(/\s+/u).slice(-2).map(Number);
    return { x, y };
  });
  return data.endsWith('Z') ? [...points, ...points.slice(0, 1)] : points;
}

function lightness(colour = ''): number {
  return [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(colour.slice(at, at + 2), 16), 0);
}
