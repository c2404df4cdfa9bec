/** What a scene marks that its map does not show: the mark of a scene that belongs on another map. */

import { type Coordinates, type MapScene, mapAreas } from '../../schedule/model/card.ts';
import { baseMapOf } from './areas.ts';

export type OffMap = {
  /** Below the scene in its file. */
  readonly path: readonly (string | number)[];
  readonly message: string;
};

/**
 * Every mark that lies outside the area of the map. A way may lead beyond it, and a pin may stand there, as long as the
 * way begins, passes or ends on the map.
 */
export function offMap(scene: MapScene): readonly OffMap[] {
  const onMap = (place: Coordinates) => shows(scene.area, place);
  const ways = [...scene.routes, ...scene.advances];
  const isReached = (place: Coordinates) => ways.some((way) => way.some(onMap) && way.some((at) => same(at, place)));
  const marks: readonly (readonly [OffMap['path'], string, readonly Coordinates[]])[] = [
    ...scene.pins.flatMap((place, index) =>
      isReached(place) ? [] : [[['pins', index], `The place "${place.id}"`, [place]] as const],
    ),
    ...scene.routes.map((way, index) => [['routes', index], 'The whole route', way] as const),
    ...scene.advances.map((way, index) => [['advances', index], 'The whole advance', way] as const),
    ...(scene.ring === null ? [] : [[['ring', 'around'], 'The middle of the ring', [scene.ring.around]] as const]),
  ];
  return marks.flatMap(([path, what, places]) =>
    places.some(onMap) ? [] : [{ path, message: `${what} lies outside the map ${scene.area}; ${advice(places)}.` }],
  );
}

function advice(places: readonly Coordinates[]): string {
  const better = mapAreas.filter((area) => places.some((place) => shows(area, place)));
  const other = better.length === 0 ? 'no map shows it, so' : `set \`area\` to ${better.join(' or ')}, or`;
  return `${other} take it out or correct its latitude and longitude`;
}

function shows(area: MapScene['area'], { latitude, longitude }: Coordinates): boolean {
  const { south, west, north, east } = baseMapOf(area).view;
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
}

function same(one: Coordinates, other: Coordinates): boolean {
  return one.latitude === other.latitude && one.longitude === other.longitude;
}
