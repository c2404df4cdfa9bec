/** What a scene adds to a map: pins, dotted routes, tapering arrows of an advance, and a ring that closes. */

import type { MapScene } from '../../schedule/model/card.ts';
import { type Box, between, boxAround, distance, grown, type Point, pieces, walked } from './geometry.ts';
import type { Obstacles, Stroke } from './label-placer.ts';
import { at, beside, direction, straightPath } from './paths.ts';
import { type Pin, pinSvg, pinsOf, same } from './pins.ts';
import type { View } from './projection.ts';
import type { Tones } from './tones.ts';

export type Marks = {
  readonly svg: string;
  readonly pins: readonly Pin[];
  /** Where no name may stand. */
  readonly taken: Pick<Obstacles, 'boxes' | 'strokes'>;
};

const route = { dot: 10, gap: 21, halo: 17 } as const;
/** Half the width of an arrow at its tail and behind its head, and the head. */
const arrow = { tail: 3, neck: 10, head: 25, length: 62, barb: 12 } as const;
const ring = { width: 6, dashes: 28, open: 0.3, tooth: 21, mouth: 11 } as const;

export function marksOf(scene: MapScene, { pixelOf, pixelsPerKilometre }: View, frame: Box, tones: Tones): Marks {
  const courses = scene.routes.map((line) => line.map(pixelOf));
  const pins = pinsOf(scene, courses, pixelOf, frame);
  const seen = (point: Point) => pins.find(({ beyond }) => beyond !== null && same(beyond, point))?.point ?? point;
  const routes = courses.map((line) => line.map(seen));
  const advances = scene.advances.map((line) => line.map(pixelOf));
  const circle =
    scene.ring === null
      ? null
      : { middle: pixelOf(scene.ring.around), radius: scene.ring.kilometres * pixelsPerKilometre };
  return {
    svg: [
      ...(circle === null ? [] : [ringSvg(circle.middle, circle.radius, tones)]),
      ...routes.map((line) => routeSvg(line, pins, tones)),
      ...advances.map((line) => advanceSvg(line, tones)),
      ...pins.map((each) => pinSvg(each, tones)),
    ].join('\n'),
    pins,
    taken: {
      boxes: pins.map(({ point, radius }) => grown(boxAround([point]), radius)),
      strokes: [
        ...routes.flatMap((line) => strokesOf(line, route.halo / 2)),
        ...advances.flatMap((line) => strokesOf(line, arrow.head)),
        ...(circle === null ? [] : strokesOf(circlePoints(circle.middle, circle.radius, 72), ring.tooth)),
      ],
    },
  };
}

function strokesOf(line: readonly Point[], reach: number): readonly Stroke[] {
  return pieces(line).map(([from, to]) => ({ from, to, reach }));
}

/** A route from pin to pin, each leg from the rim of one sign to the rim of the next. */
function routeSvg(line: readonly Point[], pins: readonly Pin[], { mark, ground }: Tones): string {
  const legs = pieces(line).flatMap(([from, to]) => {
    const long = distance(from, to);
    const [begin, end] = [rim(from, pins), rim(to, pins)];
    if (begin + end >= long) return [];
    return [straightPath([between(from, to, begin / long), between(from, to, 1 - end / long)])];
  });
  const common = `fill="none" stroke-linecap="round" stroke-linejoin="round" d="${legs.join('')}"`;
  return (
    `<path stroke="${ground}" stroke-opacity="0.72" stroke-width="${route.halo}" ${common}/>` +
    `<path class="route" stroke="${mark}" stroke-width="${route.dot}" stroke-dasharray="0.1 ${route.gap}" ${common}/>`
  );
}

function rim(point: Point, pins: readonly Pin[]): number {
  const sign = pins.find((each) => distance(each.point, point) < each.radius);
  return sign === undefined ? 0 : sign.radius + route.dot + 2;
}

/** An arrow that widens from its tail to its head, along the line. */
function advanceSvg(line: readonly Point[], { force }: Tones): string {
  const points = walked(line, 12);
  const total = lengthOf(points);
  const shaft = points.filter((_, index) => lengthOf(points.slice(index)) >= Math.min(arrow.length, total * 0.5));
  const sides = shaft.map((point, index) => {
    const ahead = direction(point, shaft[index + 1] ?? points[shaft.length] ?? point) ?? { x: 0, y: -1 };
    const half = arrow.tail + ((arrow.neck - arrow.tail) * index) / Math.max(1, shaft.length - 1);
    return [beside(point, ahead, 0, half), beside(point, ahead, 0, -half)] as const;
  });
  const [neck, tip] = [shaft.at(-1), line.at(-1)];
  if (neck === undefined || tip === undefined) return '';
  const ahead = direction(neck, tip) ?? { x: 0, y: -1 };
  const outline = [
    ...sides.map(([left]) => left),
    beside(neck, ahead, -arrow.barb, arrow.head),
    tip,
    beside(neck, ahead, -arrow.barb, -arrow.head),
    ...sides.map(([, right]) => right).reverse(),
  ];
  return `<path class="advance" fill="${force}" stroke="${force}" stroke-width="3" stroke-linejoin="round" d="M${outline.map(at).join('L')}Z"/>`;
}

/** A circle in pieces, a tooth on each that points inwards. */
function ringSvg(middle: Point, radius: number, { force }: Tones): string {
  const turn = (2 * Math.PI) / ring.dashes;
  const on = (angle: number, from = radius): Point => ({
    x: middle.x + from * Math.cos(angle),
    y: middle.y + from * Math.sin(angle),
  });
  const size = Math.min(1, radius / 230);
  const dashes: string[] = [];
  const teeth: string[] = [];
  for (let index = 0; index < ring.dashes; index += 1) {
    const [begin, end] = [(index + ring.open / 2) * turn, (index + 1 - ring.open / 2) * turn];
    const centre = (begin + end) / 2;
    const mouth = (ring.mouth * size) / radius;
    dashes.push(`M${at(on(begin))}A${at({ x: radius, y: radius })} 0 0 1 ${at(on(end))}`);
    teeth.push(`M${at(on(centre - mouth))}L${at(on(centre, radius - ring.tooth * size))}L${at(on(centre + mouth))}Z`);
  }
  return (
    `<path class="ring" fill="none" stroke="${force}" stroke-width="${ring.width}" d="${dashes.join('')}"/>` +
    `<path fill="${force}" d="${teeth.join('')}"/>`
  );
}

function circlePoints(middle: Point, radius: number, count: number): readonly Point[] {
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
  });
}

function lengthOf(line: readonly Point[]): number {
  return pieces(line).reduce((sum, [from, to]) => sum + distance(from, to), 0);
}
