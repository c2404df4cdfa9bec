import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { baseMapOf, type Course } from '../../../media/cartography/areas.ts';
import { areaSvg } from '../../../media/cartography/drawn-area.ts';
import { distance, inside, type Point, pieces } from '../../../media/cartography/geometry.ts';
import { projected, viewOf } from '../../../media/cartography/projection.ts';
import { tonesOf } from '../../../media/cartography/tones.ts';
import type { Coordinates, MapScene } from '../../../schedule/model/card.ts';
import { hungarianTheme } from '../../support/theme.ts';

/** From encyclopedias and the positions of stops of public transport, not from the drawing. */
const known = {
  sztalinHid: at(47.5375, 19.0543),
  margitHid: at(47.5145, 19.0445),
  szechenyiLanchid: at(47.4989, 19.0437),
  szabadsagHid: at(47.4858, 19.0552),
  petofiHid: at(47.4793, 19.0634),
  orszaghaz: at(47.5071, 19.0457),
  kossuthTer: at(47.5066, 19.0474),
  jaszaiMariTer: at(47.5131, 19.0484),
  eotvosTer: at(47.4979, 19.0471),
  fovamTer: at(47.4868, 19.0568),
  bemTer: at(47.5128, 19.0377),
  batthyanyTer: at(47.5065, 19.0386),
  clarkAdamTer: at(47.4979, 19.0403),
  rudas: at(47.4895, 19.0472),
  szentlelekTer: at(47.5398, 19.0464),
  hosokTere: at(47.5149, 19.0779),
  corvinKoz: at(47.486, 19.0708),
  oktogon: at(47.5053, 19.0633),
  astoria: at(47.4945, 19.0601),
  palatinus: at(47.5281, 19.0475),
  csepel: at(47.4272, 19.0674),
  sosfurdo: at(47.4363, 19.0905),
} as const;

function at(latitude: number, longitude: number): Coordinates {
  return { latitude, longitude };
}

const budapest = baseMapOf('budapest');
const plane = (place: Coordinates): Point => projected(known.szechenyiLanchid, place);
const drawn = (course: Course): readonly Point[] => course.map(plane);
const water = budapest.water.map(({ ring }) => drawn(ring));
const islands = budapest.islands.map(({ ring }) => drawn(ring));
const wet = (point: Point) => water.some((ring) => inside(ring, point)) && !islands.some((ring) => inside(ring, point));

/** Metres from a place to the nearest point of a line. */
function metresTo(place: Coordinates, course: Course): number {
  const point = plane(place);
  const [first, ...others] = pieces(drawn(course)).map(([from, to]) => {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy);
    const share = Math.min(1, Math.max(0, along));
    return distance(point, { x: from.x + dx * share, y: from.y + dy * share }) * 1000;
  });
  return Math.min(first ?? Number.POSITIVE_INFINITY, ...others);
}

function bridge(id: string): Course {
  const found = budapest.bridges.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no bridge ${id}`);
  return found.line;
}

function road(id: string): Course {
  const found = budapest.roads.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no road ${id}`);
  return found.line;
}

describe('the bridges of 1956', () => {
  it.each([
    ['sztalin-hid', known.sztalinHid],
    ['margit-hid', known.margitHid],
    ['szechenyi-lanchid', known.szechenyiLanchid],
    ['szabadsag-hid', known.szabadsagHid],
    ['petofi-hid', known.petofiHid],
    ['margit-hid', known.jaszaiMariTer],
    ['kossuth-hid', known.batthyanyTer],
    ['szechenyi-lanchid', known.clarkAdamTer],
    ['szabadsag-hid', known.fovamTer],
    ['sztalin-hid', known.szentlelekTer],
  ])('%s lies within 150 m of where it stood', (id, place) => {
    expect(metresTo(place, bridge(id))).toBeLessThan(150);
  });

  it.each(budapest.bridges.filter(({ id }) => !id.endsWith('-sziget')))('$id stands on both banks', ({ line }) => {
    const [first, last] = [drawn(line).at(0), drawn(line).at(-1)];
    expect([first, last].map((end) => end !== undefined && wet(end))).toEqual([false, false]);
  });

  it.each(budapest.bridges.filter(({ id }) => !id.endsWith('-sziget')))('$id leads across the water', ({ line }) => {
    const steps = pieces(drawn(line)).flatMap(([from, to]) =>
      Array.from({ length: 40 }, (_, step) => ({
        x: from.x + ((to.x - from.x) * step) / 40,
        y: from.y + ((to.y - from.y) * step) / 40,
      })),
    );
    expect(steps.filter(wet).length).toBeGreaterThan(10);
  });

  it('do not include Erzsébet híd, which lay in ruins', () => {
    expect(budapest.bridges.map(({ id }) => id)).not.toContain('erzsebet-hid');
    const buda = plane(at(47.4907, 19.0455));
    for (const { line } of budapest.bridges) expect(distance(drawn(line)[0] ?? buda, buda)).toBeGreaterThan(0.4);
  });
});

describe('the Danube in Budapest', () => {
  it.each([
    'orszaghaz',
    'kossuthTer',
    'jaszaiMariTer',
    'eotvosTer',
    'fovamTer',
    'bemTer',
    'batthyanyTer',
    'clarkAdamTer',
    'rudas',
    'szentlelekTer',
    'hosokTere',
    'corvinKoz',
    'palatinus',
    'csepel',
    'sosfurdo',
  ] as const)('leaves %s dry', (place) => {
    expect(wet(plane(known[place]))).toBe(false);
  });

  it.each(['szechenyiLanchid', 'szabadsagHid', 'petofiHid'] as const)('flows under the middle of %s', (place) => {
    expect(wet(plane(known[place]))).toBe(true);
  });

  it.each([
    ['Bem tér', known.bemTer, 'west'],
    ['Batthyány tér', known.batthyanyTer, 'west'],
    ['the Rudas bath', known.rudas, 'west'],
    ['Parliament', known.orszaghaz, 'east'],
    ['Fővám tér', known.fovamTer, 'east'],
    ['Eötvös tér', known.eotvosTer, 'east'],
  ] as const)('has %s on its right side', (_, place, side) => {
    const step = side === 'west' ? 1 : -1;
    const way = Array.from({ length: 60 }, (_, index) =>
      wet(plane(at(place.latitude, place.longitude + step * index * 0.00025))),
    );
    expect(way.indexOf(true)).toBeGreaterThan(0);
    expect(way.indexOf(true) * 0.00025 * 75_000).toBeLessThan(450);
  });

  it('is between 270 and 460 metres wide from Kossuth tér to Petőfi híd', () => {
    for (const latitude of [47.5067, 47.5023, 47.496]) {
      const steps = Array.from({ length: 400 }, (_, index) => at(latitude, 19.035 + index * 0.00005));
      const metres = steps.filter((place) => wet(plane(place))).length * 0.00005 * 75_200;
      expect(metres).toBeGreaterThan(270);
      expect(metres).toBeLessThan(460);
    }
  });
});

describe('squares and roads', () => {
  it.each([
    ['nagykorut', known.oktogon],
    ['andrassy-ut', known.oktogon],
    ['andrassy-ut', known.hosokTere],
    ['nagykorut', known.corvinKoz],
    ['ulloi-ut', known.corvinKoz],
    ['kiskorut', known.astoria],
    ['rakoczi-ut', known.astoria],
    ['kiskorut', known.fovamTer],
    ['csepel-road', known.csepel],
  ])('%s passes within 150 m of a square on it', (id, place) => {
    expect(metresTo(place, road(id))).toBeLessThan(150);
  });
});

describe('a drawn map', () => {
  const scene: MapScene = {
    area: 'budapest',
    pins: [],
    routes: [[known.bemTer, known.corvinKoz]],
    advances: [],
    ring: null,
  };
  const sheet = { left: 0, top: 0, right: 1200, bottom: 800 };
  const view = viewOf(budapest, scene, { sheet, frame: sheet, aside: { x: 80, y: 80 } });

  it('has metres as long in every direction, to 1 %', () => {
    const centre = view.pixelOf(known.szechenyiLanchid);
    const [north, east] = [view.pixelOf(at(47.5079, 19.0437)), view.pixelOf(at(47.4989, 19.057))];
    expect(distance(centre, north) / view.pixelsPerKilometre).toBeCloseTo(1.001, 2);
    expect(distance(centre, east) / view.pixelsPerKilometre).toBeCloseTo(1.003, 1);
    expect(north.y).toBeLessThan(centre.y);
    expect(east.x).toBeGreaterThan(centre.x);
  });

  it('shows water where the Danube is, and ground where Parliament stands', async () => {
    const tones = tonesOf(hungarianTheme, false);
    const bare = { ...budapest, bridges: [], roads: [] };
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">${areaSvg(bare, view, sheet, tones)}</svg>`;
    const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const colourAt = (place: Coordinates) => {
      const { x, y } = view.pixelOf(place);
      const from = (Math.round(y) * info.width + Math.round(x)) * 3;
      return `#${data
        .subarray(from, from + 3)
        .toString('hex')
        .toUpperCase()}`;
    };
    expect(colourAt(known.szechenyiLanchid)).toBe(tones.water);
    expect(colourAt(known.szabadsagHid)).toBe(tones.water);
    expect(colourAt(known.orszaghaz)).toBe(tones.ground);
    expect(colourAt(known.bemTer)).toBe(tones.ground);
  });
});

describe('Hungary and Central Europe', () => {
  const hungary = baseMapOf('hungary').hungary ?? [];
  const centre = at(47.2, 19.5);
  const ring = hungary.map((place) => projected(centre, place));

  it.each([
    ['Budapest', at(47.498, 19.04), true],
    ['Sopron', at(47.685, 16.59), true],
    ['Mosonmagyaróvár', at(47.868, 17.27), true],
    ['Komárom', at(47.738, 18.117), true],
    ['Szeged', at(46.253, 20.148), true],
    ['Debrecen', at(47.532, 21.624), true],
    ['Miskolc', at(48.103, 20.778), true],
    ['Vienna', at(48.208, 16.373), false],
    ['Bratislava', at(48.146, 17.107), false],
    ['Košice', at(48.72, 21.258), false],
    ['Oradea', at(47.06, 21.93), false],
    ['Subotica', at(46.1, 19.667), false],
    ['Osijek', at(45.555, 18.695), false],
  ])('put %s on its side of the border', (_, place, within) => {
    expect(inside(ring, projected(centre, place))).toBe(within);
  });

  it('know no country by a name or border of later years', () => {
    const names = [...baseMapOf('hungary').names, ...baseMapOf('central-europe').names].map(({ en }) => en);
    expect(names).toContain('Czechoslovakia');
    expect(names).toContain('Yugoslavia');
    expect(
      names.filter(
        (name) => /Slovakia$|Slovenia|Croatia|Serbia|Ukraine|^Germany/u.test(name) && name !== 'Czechoslovakia',
      ),
    ).toEqual([]);
    const slovakBorder = projected(centre, at(48.98, 17.9));
    const borders = baseMapOf('central-europe').borders.flatMap((line) =>
      line.map((place) => projected(centre, place)),
    );
    expect(Math.min(...borders.map((point) => distance(point, slovakBorder)))).toBeGreaterThan(40);
  });
});
