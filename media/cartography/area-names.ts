/** The ways to write what an area itself is called by: across a land, or along a river. */

import type { Language } from '../../schedule/model/language.ts';
import type { Theme, Typeface } from '../../schedule/model/theme.ts';
import type { DrawnLine, Style } from '../lettering/lettering.ts';
import { smallest } from '../page.ts';
import { capHeight, shape } from '../text/shape.ts';
import type { AreaName } from './areas.ts';
import { type Box, boxAround, contains, distance, type Point, pieces, walked } from './geometry.ts';
import { direction } from './paths.ts';
import type { View } from './projection.ts';
import { type Name, nameAt, setName } from './set-name.ts';
import { turned, turnedOutline } from './turned.ts';

const aside = { x: 70, y: 50 } as const;
/** Steps of `aside` from the point a name is meant for. */
const nudges = [
  [0, 0],
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/** None for a name that lies outside the frame, or when the view is too far off for it. */
export function areaNames(
  name: AreaName,
  language: Language,
  { pixelOf, pixelsPerKilometre }: View,
  frame: Box,
  theme: Theme,
): readonly Name[] {
  if (pixelsPerKilometre < name.from) return [];
  const text = name[language];
  if ('course' in name) {
    const course = forReading(name.course.map(pixelOf));
    const beside = name.kind === 'river' ? water.beside : 0;
    return water.trackings.flatMap((tracking) => alongCourse(text, course, { beside, tracking }, theme));
  }
  const style: Style = {
    field: 'map',
    face: theme.faces.place,
    size: smallest,
    leading: 1.25,
    tracking: name.kind === 'district' ? 0.16 : 0.09,
    fill: theme.palette.dim,
    capitals: true,
  };
  const words = text.split(' ');
  const settings = [...(words.length > 1 ? [words] : []), [text]].map((texts) => setName(texts, style));
  return name.at
    .map(pixelOf)
    .filter((point) => contains(frame, point))
    .flatMap(({ x, y }) =>
      settings.flatMap((set) =>
        nudges.map(([across, down]) => {
          const point = { x: x + across * aside.x, y: y + down * aside.y };
          const anchor = { point, reach: 0, across: 0, down: 0, edges: [frame.left, frame.right] } as const;
          return nameAt(set, anchor, { cost: 0, of: 'land' });
        }),
      ),
    );
}

const water = { size: 40, trackings: [0.3, 0.12], step: 24, beside: 30 } as const;
/** Where a course runs more to the left than this share of its length, its name would stand on its head. */
const leftward = -0.3;

/** The course as it is read: downstream, or upstream where that would be upside down. */
function forReading(course: readonly Point[]): readonly Point[] {
  const [first, last] = [course.at(0), course.at(-1)];
  const ahead = first === undefined || last === undefined ? null : direction(first, last);
  return ahead !== null && ahead.x < leftward ? [...course].reverse() : course;
}

type Along = {
  /** Pixels above the course, seen in the direction of reading. */
  readonly beside: number;
  /** In em. */
  readonly tracking: number;
};

/** In italics, letter by letter, from the middle of the course on. */
function alongCourse(
  text: string,
  course: readonly Point[],
  { beside, tracking }: Along,
  theme: Theme,
): readonly Name[] {
  const face = italicOf(theme.faces.caption);
  const path = walked(course, 6);
  const ways = [0];
  for (const [from, to] of pieces(path)) ways.push((ways.at(-1) ?? 0) + distance(from, to));
  const whole = ways.at(-1) ?? 0;
  const pointAt = (way: number): Point => path[ways.findIndex((sum) => sum >= way)] ?? path.at(-1) ?? { x: 0, y: 0 };

  const letters = [...text].map((letter) => shape(letter, face, water.size));
  const space = tracking * water.size;
  const length = letters.reduce((sum, { advance }) => sum + advance + space, -space);
  const lowered = (capHeight(face) * water.size) / 2 - beside;
  const names: Name[] = [];
  for (let start = 0; start + length <= whole; start += water.step) {
    let pen = start;
    const placed = letters.map((shaped) => {
      const middle = pen + shaped.advance / 2;
      pen += shaped.advance + space;
      const chord = [pointAt(middle - water.size * 0.7), pointAt(middle + water.size * 0.7)] as const;
      return { shaped, point: pointAt(middle), ahead: direction(...chord) ?? { x: 1, y: 0 } };
    });
    const boxes = placed.map(({ shaped: { ink, advance }, point, ahead }) => {
      const [left, right] = [ink.left - advance / 2, ink.right - advance / 2];
      const [top, bottom] = [ink.top + lowered, ink.bottom + lowered];
      const corners = [left, right].flatMap((x) => [top, bottom].map((y) => turned({ x, y }, ahead, point)));
      return boxAround(corners);
    });
    const draw = (): readonly DrawnLine[] => [
      {
        field: 'map',
        text,
        size: water.size,
        fill: theme.palette.paper,
        box: boxAround(
          boxes.flatMap(({ left, top, right, bottom }) => [
            { x: left, y: top },
            { x: right, y: bottom },
          ]),
        ),
        outline: placed
          .map(({ shaped, point, ahead }) => turnedOutline(shaped.outline(-shaped.advance / 2, lowered), ahead, point))
          .join(''),
      },
    ];
    names.push({ boxes, draw, cost: Math.abs(start + length / 2 - whole / 2), of: 'water', halo: beside > 0 });
  }
  return names.sort((a, b) => a.cost - b.cost);
}

/** Rivers are written in italics where the look has them. */
function italicOf(face: Typeface): Typeface {
  return face === 'source-serif' || face === 'source-serif-semibold' ? 'source-serif-italic' : face;
}
