/** The base maps of `media/maps/`, read once and checked: what lies where, in WGS84 degrees. */

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Coordinates, MapArea } from '../../schedule/model/card.ts';

/** A ring or a line, point after point; a ring is closed without repeating its first point. */
export type Course = readonly Coordinates[];

const course = z.string().transform(
  (text, context): Course =>
    text.split(',').map((pair) => {
      const [latitude = Number.NaN, longitude = Number.NaN, ...rest] = pair.trim().split(/\s+/u).map(Number);
      const sound = rest.length === 0 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      if (!sound) context.addIssue({ code: 'custom', message: `"${pair.trim()}" is not a latitude and a longitude` });
      return { latitude, longitude };
    }),
);
const shapes = z.array(z.strictObject({ id: z.string(), ring: course })).default([]);
const lines = z.array(z.strictObject({ id: z.string(), line: course })).default([]);
const rank = z.enum(['boulevard', 'road']);
/** `from`: at how many pixels a kilometre a view is close enough for the name. */
const named = { id: z.string(), from: z.number().default(0), hu: z.string(), en: z.string() };

const baseMap = z.strictObject({
  /** What may be seen of the area; `closest` is the least height of a view in kilometres. */
  view: z.strictObject({
    south: z.number(),
    west: z.number(),
    north: z.number(),
    east: z.number(),
    closest: z.number().positive(),
  }),
  land: z.array(course).default([]),
  /** The country the campaign tells of. */
  hungary: course.optional(),
  borders: z.array(course).default([]),
  water: shapes,
  islands: shapes,
  rivers: lines,
  roads: z.array(z.strictObject({ id: z.string(), rank, line: course })).default([]),
  bridges: lines,
  names: z.array(
    z.discriminatedUnion('kind', [
      /** Written along its course: on the water, or beside a river that is drawn as a line. */
      z.strictObject({ ...named, kind: z.enum(['water', 'river']), course }),
      /** Written at the first of these points where there is room. */
      z.strictObject({ ...named, kind: z.enum(['district', 'country']), at: course }),
    ]),
  ),
});

export type BaseMap = z.output<typeof baseMap>;
export type AreaName = BaseMap['names'][number];

const known = new Map<MapArea, BaseMap>();

/** Throws an Error when the map's file is not as it should be. */
export function baseMapOf(area: MapArea): BaseMap {
  const loaded = known.get(area);
  if (loaded !== undefined) return loaded;
  const file = new URL(`../maps/${area}.yaml`, import.meta.url);
  const base = baseMap.parse(parse(readFileSync(file, 'utf8')));
  known.set(area, base);
  return base;
}
