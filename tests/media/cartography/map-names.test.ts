import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseMapOf } from '../../../media/cartography/areas.ts';
import { drawnMap } from '../../../media/cartography/drawn-map.ts';
import { type Box, boxAround, crosses, grown, lies, meets, pieces } from '../../../media/cartography/geometry.ts';
import { marksOf } from '../../../media/cartography/marks.ts';
import { viewOf } from '../../../media/cartography/projection.ts';
import { tonesOf } from '../../../media/cartography/tones.ts';
import { type MapScene, mapAreas, type Place } from '../../../schedule/model/card.ts';
import { hungarianTheme } from '../../support/theme.ts';

const room = {
  sheet: { left: 0, top: 0, right: 1200, bottom: 760 },
  frame: { left: 60, top: 48, right: 1140, bottom: 690 },
};
const tones = tonesOf(hungarianTheme, false);

const names = ['Győr', 'Bem tér', 'Mosonmagyaróvár', 'Kilián laktanya', 'Új köztemető', 'Ózd', 'Budapest, Kossuth tér'];

/** Places of an area, most of them near one another, some at its edge. */
const scenes = fc.constantFrom(...mapAreas).chain((area) => {
  const { south, north, west, east } = baseMapOf(area).view;
  const close = { budapest: 0.04, hungary: 1.2, 'central-europe': 4 }[area];
  const spread = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));
  const point = fc.tuple(spread, fc.boolean()).map(([[down, across], far]) => ({
    latitude: (south + north) / 2 + down * (far ? (north - south) / 2 : close),
    longitude: (west + east) / 2 + across * (far ? (east - west) / 2 : close * 1.5),
  }));
  const place = fc
    .tuple(fc.constantFrom(...names), point)
    .map(([name, where]): Place => ({ id: name, name: { hu: name, en: name }, label: null, ...where }));
  const line = fc.array(point, { minLength: 2, maxLength: 4 });
  const ring = fc.record({ around: point, kilometres: fc.double({ min: close * 20, max: close * 90, noNaN: true }) });
  return fc.record({
    area: fc.constant(area),
    pins: fc.array(place, { maxLength: 7 }),
    routes: fc.array(line, { maxLength: 2 }),
    advances: fc.array(line, { maxLength: 2 }),
    ring: fc.option(ring),
  });
});

/** The marks as they were drawn: the pins' own paths are asked, not the placer. */
function pinsOf(svg: string): readonly Box[] {
  const circles = [...svg.matchAll(/<g class="pin"[^>]*><circle cx="([\d.-]+)" cy="([\d.-]+)" r="16"/gu)];
  return circles.map(([, x, y]) => grown(boxAround([{ x: Number(x), y: Number(y) }]), 19));
}

function dottedOf(svg: string) {
  const [, d = ''] = /<path class="route"[^>]* d="([^"]*)"/u.exec(svg) ?? [];
  return d
    .split('M')
    .filter((part) => part !== '')
    .map((part) => part.split('L').map((pair) => pair.split(' ').map(Number)))
    .map((line) => line.map(([x = 0, y = 0]) => ({ x, y })));
}

describe('the names on a map', () => {
  it('meet no other name, no pin, no route and no edge; or the author is told which one has no room', () => {
    let [drawnNames, refused] = [0, 0];
    fc.assert(
      fc.property(scenes, fc.constantFrom('hu', 'en'), (scene, language) => {
        const drawn = drawnMap(scene, language, room, tones);
        if (!drawn.ok) {
          refused += 1;
          expect(drawn.fault).toMatchObject({ field: 'map', rule: 'card-overflow' });
          expect(scene.pins.map(({ id }) => drawn.fault.message.includes(`"${id}"`))).toContain(true);
          return;
        }
        drawnNames += drawn.lines.length;
        const boxes = drawn.lines.map(({ box }) => box);
        const pins = pinsOf(drawn.svg);
        const dotted = dottedOf(drawn.svg).flatMap(pieces);
        drawn.lines.forEach(({ box, text, size }, index) => {
          expect(size, text).toBeGreaterThanOrEqual(36);
          expect(lies(box, room.frame), text).toBe(true);
          expect(
            boxes.slice(index + 1).some((other) => meets(box, other)),
            text,
          ).toBe(false);
          expect(
            pins.some((pin) => meets(box, pin)),
            text,
          ).toBe(false);
          expect(
            dotted.some(([from, to]) => crosses(grown(box, 4), from, to)),
            text,
          ).toBe(false);
        });
        for (const { name } of scene.pins) {
          const written = drawn.lines.map(({ text }) => text).join(' ');
          for (const word of (name[language] ?? '?').split(' ')) expect(written).toContain(word);
        }
      }),
      { numRuns: 100, seed: 1956 },
    );
    expect(drawnNames).toBeGreaterThan(150);
    expect(refused).toBeGreaterThan(0);
  });

  it('stand where they stood before', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        expect(drawnMap(scene, 'hu', room, tones)).toEqual(drawnMap(structuredClone(scene), 'hu', room, tones));
      }),
      { numRuns: 10, seed: 4 },
    );
  });
});

describe('a pin', () => {
  const place = (id: string, latitude: number, longitude: number): Place => {
    return { id, name: { hu: id, en: id }, label: null, latitude, longitude };
  };
  const scene = (pins: readonly Place[], routes: MapScene['routes'] = []): MapScene => {
    return { area: 'central-europe', pins, routes, advances: [], ring: null };
  };

  it('is where the place is', () => {
    fc.assert(
      fc.property(scenes, (random) => {
        const view = viewOf(baseMapOf(random.area), random, { ...room, aside: { x: 60, y: 50 } });
        for (const pin of marksOf(random, view, room.frame, tones).pins) {
          if (pin.beyond === null) expect(pin.point).toEqual(view.pixelOf(pin.place));
          else expect(lies(boxAround([pin.point]), room.frame)).toBe(true);
        }
      }),
      { numRuns: 60, seed: 23 },
    );
  });

  it('of a place beyond the map is an arrow at the end of the way to it, with its name', () => {
    const [moscow, brest] = [place('Moszkva', 55.752, 37.616), place('Breszt', 52.098, 23.688)];
    const drawn = drawnMap(
      scene([moscow, brest, place('Brioni', 44.917, 13.767)], [[moscow, brest]]),
      'hu',
      room,
      tones,
    );
    if (!drawn.ok) throw new Error(drawn.fault.message);
    expect(drawn.svg).toMatch(/<path class="pin" data-place="Moszkva"/u);
    expect(drawn.svg).toMatch(/<g class="pin" data-place="Breszt"/u);
    expect(drawn.lines.map(({ text }) => text)).toContain('Moszkva');
  });
});

describe('two pins in one place', () => {
  it('are a fault of the map that names the one without room when there are too many', () => {
    const here = Array.from({ length: 24 }, (_, index): Place => {
      const name = `Kossuth Lajos tér ${index}`;
      return { id: name, name: { hu: name, en: name }, label: null, latitude: 47.507, longitude: 19.046 };
    });
    const drawn = drawnMap({ area: 'budapest', pins: here, routes: [], advances: [], ring: null }, 'hu', room, tones);
    expect(drawn.ok ? '' : drawn.fault.message).toMatch(/^The name "Kossuth Lajos tér \d+" finds no room/u);
  });
});
