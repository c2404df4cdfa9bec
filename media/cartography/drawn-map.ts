/** One scene on its map: what is drawn, and every word on it with its place; or what the author has to change. */

import type { MapScene, Place } from '../../schedule/model/card.ts';
import { inLanguage, type Language } from '../../schedule/model/language.ts';
import type { CardFault } from '../card.ts';
import type { DrawnLine } from '../lettering/lettering.ts';
import { smallest } from '../page.ts';
import { areaNames } from './area-names.ts';
import { type AreaName, type BaseMap, baseMapOf, type Course } from './areas.ts';
import { areaSvg } from './drawn-area.ts';
import { type Box, boxAround, grown, meets, pieces } from './geometry.ts';
import { type Obstacles, placeLabels } from './label-placer.ts';
import { marksOf } from './marks.ts';
import { pinNames } from './pin-names.ts';
import type { Pin } from './pins.ts';
import { type Aside, type Room, type View, viewOf } from './projection.ts';
import type { Name } from './set-name.ts';
import type { Tones } from './tones.ts';

type DrawnMap =
  | {
      readonly ok: true;
      readonly svg: string;
      readonly lines: readonly DrawnLine[];
      /** Every name on it, those of the pins first. */
      readonly names: readonly string[];
    }
  /** The place whose name finds no room. */
  | { readonly ok: false; readonly crowded: Place; readonly fault: CardFault };

/** Of the names of places, in pixels: the largest that fits. */
const sizes = [46, 42, 39, smallest] as const;

/** From the closest view to the one with most room for names, in pixels. */
const asides = [
  { x: 60, y: 50 },
  { x: 130, y: 66 },
  { x: 210, y: 84 },
] as const;
/** What a reader would give, in cost a name, to see the scene that much closer. */
const closer = 0.3;

/** `nameless` are pins whose names may be left out. */
export function drawnMap(
  scene: MapScene,
  language: Language,
  room: Room,
  tones: Tones,
  nameless: readonly Place[] = [],
): DrawnMap {
  const base = baseMapOf(scene.area);
  let crowded: Place | undefined;
  for (const size of sizes) {
    const settings = asides.flatMap((aside, step) => {
      const setting = setAt({ scene, language, room: { ...room, aside }, tones, base, size, nameless });
      if (setting.ok) return [{ ...setting, cost: setting.cost / Math.max(1, scene.pins.length) + step * closer }];
      crowded = setting.crowded;
      return [];
    });
    const [best] = settings.sort((a, b) => a.cost - b.cost);
    if (best === undefined) continue;
    const { view, marks } = best;
    const names = best.names.map((name) => ({ ...name, lines: name.draw() }));
    const haloed = names.flatMap(({ halo, lines }) => (halo ? lines : []));
    const svg = clipped([areaSvg(base, view, room.sheet, tones), haloSvg(haloed, tones), marks.svg], room.sheet);
    const written = names.map(({ lines }) => lines.map(({ text }) => text).join(' '));
    return { ok: true, svg, lines: names.flatMap(({ lines }) => lines), names: written };
  }
  if (crowded === undefined) throw new Error('a map without a pin has no name that could be crowded');
  return { ok: false, crowded, fault: crowdedFault(pinText(crowded, language)) };
}

type Setting = {
  readonly scene: MapScene;
  readonly language: Language;
  readonly room: Room & { readonly aside: Aside };
  readonly tones: Tones;
  readonly base: BaseMap;
  /** Of the names of pins, in pixels. */
  readonly size: number;
  readonly nameless: readonly Place[];
};

function setAt({ scene, language, room, tones, base, size, nameless }: Setting) {
  const { frame } = room;
  const view = viewOf(base, scene, room);
  const marks = marksOf(scene, view, frame, tones);
  const named = (pin: Pin) => {
    const others = marks.pins.filter((other) => other !== pin);
    return pinNames(pin, pinText(pin.place, language), { others, frame, theme: tones.theme, size });
  };
  const spared = marks.pins.filter(({ place }) => nameless.includes(place));
  const standing = marks.pins.filter(({ place }) => !nameless.includes(place));
  const texts = scene.pins.map((place) => pinText(place, language));
  const ofArea = inOrder(base.names).filter((name) => !texts.includes(name[language]));
  const required = standing.map(named);
  const optional = [...spared.map(named), ...ofArea.map((name) => areaNames(name, language, view, frame, tones.theme))];
  const placed = placeLabels<Name>({ required, optional }, { ...marks.taken, ...linesOf(base, view, frame) }, frame);
  if (!placed.ok) return { ok: false as const, crowded: standing[placed.crowded]?.place };
  return { ok: true as const, view, marks, names: [...placed.required, ...placed.optional], cost: placed.cost };
}

/** Bridges, and the borders and banks that part the lands of an area. */
function linesOf(base: BaseMap, { pixelOf }: View, frame: Box): Pick<Obstacles, 'bridges' | 'shores'> {
  const strokes = (reach: number, courses: readonly Course[]) =>
    courses
      .flatMap((course) => pieces(course.map(pixelOf)))
      .flatMap(([from, to]) => (meets(boxAround([from, to]), grown(frame, reach)) ? [{ from, to, reach }] : []));
  const closed = (ring: Course): Course => [...ring, ...ring.slice(0, 1)];
  return {
    bridges: strokes(
      8,
      base.bridges.map(({ line }) => line),
    ),
    shores: strokes(3, [
      ...base.borders,
      ...base.land.map(closed),
      ...[base.hungary ?? []].map(closed),
      ...base.water.map(({ ring }) => closed(ring)),
      ...base.rivers.map(({ line }) => line),
    ]),
  };
}

/** The words a pin may be drawn with. */
export function pinText(place: Place, language: Language): string {
  return inLanguage(place.label ?? place.name, language);
}

/** Rivers have one course to stand on, countries and districts have much room. */
function inOrder(names: readonly AreaName[]): readonly AreaName[] {
  const ranks = { water: 0, river: 0, district: 1, country: 1 } as const;
  return [...names].sort((a, b) => ranks[a.kind] - ranks[b.kind]);
}

/** The ground shows round the letters, so that no road runs into them. */
function haloSvg(lines: readonly DrawnLine[], { ground }: Tones): string {
  if (lines.length === 0) return '';
  const d = lines.map(({ outline }) => outline).join('');
  return `<path fill="none" stroke="${ground}" stroke-opacity="0.75" stroke-width="10" stroke-linejoin="round" d="${d}"/>`;
}

function clipped(parts: readonly string[], { left, top, right, bottom }: Box): string {
  const rectangle = `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`;
  const drawn = parts.filter((part) => part !== '').join('\n');
  return `<clipPath id="sheet">${rectangle}</clipPath>\n<g clip-path="url(#sheet)">\n${drawn}\n</g>`;
}

function crowdedFault(written: string): CardFault {
  const name = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  return {
    field: 'map',
    rule: 'card-overflow',
    message: `The name "${name}" finds no room on the map that is free of other names, routes and the edge; give its place a shorter label, or take out a pin near it.`,
  };
}
