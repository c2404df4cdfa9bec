import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseMapOf } from '../../../media/cartography/areas.ts';
import { offMap } from '../../../media/cartography/off-map.ts';
import { type Coordinates, type MapScene, mapAreas, type Place } from '../../../schedule/model/card.ts';

const at = (latitude: number, longitude: number): Coordinates => ({ latitude, longitude });
const place = (id: string, where: Coordinates): Place => ({ id, name: { en: id }, label: null, ...where });
const sceneWith = (changes: Partial<MapScene>): MapScene => ({
  area: 'central-europe',
  pins: [],
  routes: [],
  advances: [],
  ring: null,
  ...changes,
});
const pathsOf = (scene: MapScene) => offMap(scene).map(({ path }) => path.join('.'));

const [moscow, brest, budapest, london] = [at(55.75, 37.62), at(52.1, 23.69), at(47.5, 19.05), at(51.5, -0.13)];

describe('what a map does not show', () => {
  it('is nothing where a way leads from a place beyond it to one on it', () => {
    expect(pathsOf(sceneWith({ pins: [place('moscow', moscow)], routes: [[moscow, brest]] }))).toEqual([]);
    expect(pathsOf(sceneWith({ pins: [place('moscow', moscow)], advances: [[brest, moscow]] }))).toEqual([]);
  });

  it('is a pin that no way reaches, even if another has one', () => {
    const pins = [place('moscow', moscow), place('london', london)];
    expect(pathsOf(sceneWith({ pins, routes: [[moscow, brest]] }))).toEqual(['pins.1']);
  });

  it('is a whole way beyond it, and the pins along it', () => {
    const pins = [place('moscow', moscow), place('london', london)];
    expect(pathsOf(sceneWith({ pins, routes: [[moscow, london]] }))).toEqual(['pins.0', 'pins.1', 'routes.0']);
    expect(
      pathsOf(
        sceneWith({
          advances: [
            [brest, budapest],
            [moscow, london],
          ],
        }),
      ),
    ).toEqual(['advances.1']);
  });

  it('is a ring round a place beyond it', () => {
    expect(pathsOf(sceneWith({ ring: { around: moscow, kilometres: 20 } }))).toEqual(['ring.around']);
    expect(pathsOf(sceneWith({ ring: { around: budapest, kilometres: 20 } }))).toEqual([]);
  });

  it('is said with the maps that would do', () => {
    const [found] = offMap(sceneWith({ area: 'budapest', pins: [place('brest', brest)] }));
    expect(found?.message).toBe(
      'The place "brest" lies outside the map budapest; set `area` to central-europe, or take it out or correct its latitude and longitude.',
    );
  });

  it('is no place within the view of its map, and every lone place without', () => {
    const anywhere = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...mapAreas), anywhere, (area, where) => {
        const { south, north, west, east } = baseMapOf(area).view;
        const { latitude, longitude } = where;
        const within = latitude >= south && latitude <= north && longitude >= west && longitude <= east;
        expect(pathsOf(sceneWith({ area, pins: [place('somewhere', where)] }))).toEqual(within ? [] : ['pins.0']);
      }),
    );
  });
});
