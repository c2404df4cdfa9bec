/** The base map as SVG: land, water, borders, roads and bridges of an area as far as a view shows them. */

import type { BaseMap, Course } from './areas.ts';
import { type Box, boxAround, grown, meets, type Point } from './geometry.ts';
import { softPath, straightPath } from './paths.ts';
import type { View } from './projection.ts';
import type { Tones } from './tones.ts';

/** Metres: how wide a road is drawn when the view is close; never under the pixels beside it. */
const widths = { boulevard: { metres: 62, least: 5, most: 12 }, road: { metres: 36, least: 3, most: 7 } } as const;

export function areaSvg(base: BaseMap, { pixelOf, pixelsPerKilometre }: View, sheet: Box, tones: Tones): string {
  const seen = (course: Course): readonly (readonly Point[])[] => {
    const points = course.map(pixelOf);
    return meets(boxAround(points), grown(sheet, 60)) ? [points] : [];
  };
  const wide = (metres: number, least: number, most: number) =>
    Math.round(Math.min(most, Math.max(least, (metres * pixelsPerKilometre) / 1000)) * 10) / 10;

  const rings = (courses: readonly Course[], draw: typeof straightPath) =>
    courses.flatMap(seen).map((ring) => draw(ring, true));
  const lines = (courses: readonly Course[], draw: typeof straightPath) =>
    courses.flatMap(seen).map((line) => draw(line));

  const sea = base.land.length > 0 ? tones.water : tones.ground;
  const home = base.hungary === undefined ? [] : [base.hungary];
  const roads = (['road', 'boulevard'] as const).map((rank) => {
    const { metres, least, most } = widths[rank];
    const courses = base.roads.filter((road) => road.rank === rank).map(({ line }) => line);
    return stroked(lines(courses, softPath), tones.road, wide(metres, least, most));
  });
  const water = [...base.water, ...base.islands].map(({ ring }) => ring);
  const bridges = base.bridges.map(({ line }) => line);
  return [
    `<path fill="${sea}" d="${straightPath(cornersOf(sheet), true)}"/>`,
    filled(rings(base.land, straightPath), home.length > 0 ? tones.abroad : tones.ground),
    filled(rings(home, straightPath), tones.ground),
    stroked(lines(base.borders, straightPath), tones.border, 2.5, '9 7'),
    stroked(
      lines(
        base.rivers.map(({ line }) => line),
        softPath,
      ),
      tones.water,
      7,
    ),
    stroked(rings(home, straightPath), tones.border, 3.5),
    bankedWater(rings(water, softPath), tones),
    ...roads,
    stroked(lines(bridges, straightPath), tones.bridge, wide(60, 5, 14)),
    stroked(lines(bridges, straightPath), tones.road, wide(36, 2.5, 8)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Water and islands as one shape, so that an island is a hole in the water. */
function bankedWater(paths: readonly string[], { water, bank }: Tones): string {
  if (paths.length === 0) return '';
  return `<path fill="${water}" fill-rule="evenodd" stroke="${bank}" stroke-width="2" stroke-linejoin="round" d="${paths.join('')}"/>`;
}

function filled(paths: readonly string[], fill: string): string {
  return paths.length === 0 ? '' : `<path fill="${fill}" fill-rule="evenodd" d="${paths.join('')}"/>`;
}

function stroked(paths: readonly string[], colour: string, width: number, dashes?: string): string {
  if (paths.length === 0) return '';
  const dashed = dashes === undefined ? 'stroke-linecap="round"' : `stroke-dasharray="${dashes}"`;
  return `<path fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" ${dashed} d="${paths.join('')}"/>`;
}

function cornersOf({ left, top, right, bottom }: Box): readonly Point[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
