/** From WGS84 degrees to pixels: a transverse Mercator projection around the middle of an area, and the view of a scene. */

import type { Coordinates, MapScene } from '../../schedule/model/card.ts';
import type { BaseMap } from './areas.ts';
import { type Box, boxAround, type Point } from './geometry.ts';

/** Kilometres; the mean radius of the earth. */
const radius = 6371.0088;
const radians = Math.PI / 180;

/**
 * Kilometres east (x) and south (y) of a centre. Spherical, Snyder 1987, p. 58: https://doi.org/10.3133/pp1395. Within
 * a city it differs from the ellipsoid by less than 0.3 %, which is 15 m in 5 km.
 */
export function projected(centre: Coordinates, { latitude, longitude }: Coordinates): Point {
  const [phi, lambda] = [latitude * radians, (longitude - centre.longitude) * radians];
  return {
    x: radius * Math.atanh(Math.cos(phi) * Math.sin(lambda)),
    y: -radius * (Math.atan2(Math.tan(phi), Math.cos(lambda)) - centre.latitude * radians),
  };
}

export type View = {
  readonly pixelOf: (place: Coordinates) => Point;
  readonly pixelsPerKilometre: number;
};

export type Room = {
  /** All that is drawn. */
  readonly sheet: Box;
  /** Where marks and names may stand. */
  readonly frame: Box;
};

/** Between the marks and the edge of the frame, at least, for their names; pixels. */
export type Aside = { readonly x: number; readonly y: number };

/** No more than this share of a frame is kept free on either side. */
const most = 0.3;

/** The view of a scene: as close as its marks allow with room for their names, and never beyond the area's own view. */
export function viewOf(
  base: BaseMap,
  scene: MapScene,
  { sheet, frame, aside }: Room & { readonly aside: Aside },
): View {
  const { south, west, north, east, closest } = base.view;
  const centre = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const plane = (place: Coordinates) => projected(centre, place);
  const corners = [west, (west + east) / 2, east].flatMap((longitude) =>
    [south, north].map((latitude) => plane({ latitude, longitude })),
  );
  const area = boxAround(corners);
  const seen = marked(scene, plane).filter(
    ({ x, y }) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom,
  );
  const scenery = boxAround(seen.length === 0 ? corners : seen);

  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  const fitting = Math.min(
    (width - 2 * Math.min(aside.x, width * most)) / (scenery.right - scenery.left),
    (height - 2 * Math.min(aside.y, height * most)) / (scenery.bottom - scenery.top),
    height / closest,
  );
  const widest = Math.max(
    (sheet.right - sheet.left) / (area.right - area.left),
    (sheet.bottom - sheet.top) / (area.bottom - area.top),
  );
  const scale = Math.max(fitting, widest);

  const x = clamp(
    (scenery.left + scenery.right) / 2,
    area.left + ((frame.left + frame.right) / 2 - sheet.left) / scale,
    area.right - (sheet.right - (frame.left + frame.right) / 2) / scale,
  );
  const y = clamp(
    (scenery.top + scenery.bottom) / 2,
    area.top + ((frame.top + frame.bottom) / 2 - sheet.top) / scale,
    area.bottom - (sheet.bottom - (frame.top + frame.bottom) / 2) / scale,
  );
  return {
    pixelsPerKilometre: scale,
    pixelOf: (place) => {
      const at = plane(place);
      return {
        x: (frame.left + frame.right) / 2 + (at.x - x) * scale,
        y: (frame.top + frame.bottom) / 2 + (at.y - y) * scale,
      };
    },
  };
}

function marked(scene: MapScene, plane: (place: Coordinates) => Point): readonly Point[] {
  const { pins, routes, advances, ring } = scene;
  const points = [...pins, ...routes.flat(), ...advances.flat()].map(plane);
  if (ring === null) return points;
  const middle = plane(ring.around);
  const corner = (sign: number): Point => ({
    x: middle.x + sign * ring.kilometres,
    y: middle.y + sign * ring.kilometres,
  });
  return [...points, corner(-1), corner(1)];
}

function clamp(value: number, least: number, most: number): number {
  return least > most ? (least + most) / 2 : Math.min(most, Math.max(least, value));
}
