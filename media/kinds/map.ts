/** The map card: a map printed on paper, and under it or beside it the time and the day, the place and the story. */

import type { Place } from '../../schedule/model/card.ts';
import type { MapRecord } from '../card.ts';
import { drawnMap } from '../cartography/drawn-map.ts';
import type { Room } from '../cartography/projection.ts';
import { tonesOf } from '../cartography/tones.ts';
import { bearingsOf, type Composition, creditTop, placeCredit } from '../composition.ts';
import { placeBlock } from '../lettering/lettering.ts';
import { setMoment } from '../lettering/moment.ts';
import { ruleHeight, ruleSvg } from '../lettering/rule.ts';
import { placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import type { CardFormat, Page } from '../page.ts';

type Layout = {
  /** Height in pixels, beside a date or, for it alone, as if there were any. */
  readonly numerals: number;
  readonly dateAlone: number;
  readonly underHead: number;
  readonly overStory: number;
  readonly overRule: number;
  readonly overCredit: number;
  /** How far the map sinks into the paper at the edge it shares with the words. */
  readonly fade: number;
};
const layouts: Readonly<Record<CardFormat, Layout>> = {
  portrait: { numerals: 158, dateAlone: 116, underHead: 40, overStory: 58, overRule: 52, overCredit: 42, fade: 96 },
  landscape: { numerals: 96, dateAlone: 84, underHead: 30, overStory: 36, overRule: 34, overCredit: 26, fade: 70 },
};
/** Heights of a map above its words: what a short story leaves it, and what a long one may press it down to. */
const heights = { preferred: 720, lowest: 600 } as const;
const gapUnderMap = 36;
/** Width of a map beside its words; the wider one where its names find no room. */
const besides = { preferred: 480, widest: 620 } as const;
const gutter = 16;

/** A landscape goes with a text, and so leaves out names of places for which it has no room. */
export function map(record: MapRecord, page: Page): Composition {
  const { preferred, widest } = besides;
  const strict = composedAt(record, page, { width: preferred, spare: [] });
  const crowded = !strict.ok && strict.faults.every(({ field }) => field === 'map');
  if (!crowded || page.format === 'portrait') return strict;
  const spare = record.map.pins;
  const wide = [[], spare].map((names) => composedAt(record, page, { width: widest, spare: names }));
  const chosen = wide.find((composed) => composed.ok || composed.faults.some(({ field }) => field === 'caption'));
  return chosen ?? composedAt(record, page, { width: preferred, spare });
}

type BesideWords = {
  /** Of the map, in pixels. */
  readonly width: number;
  /** Pins whose names may be missing. */
  readonly spare: readonly Place[];
};

function composedAt(record: MapRecord, page: Page, { width, spare }: BesideWords): Composition {
  const portrait = page.format === 'portrait';
  const layout = layouts[page.format];
  const tones = tonesOf(record.theme, record.mourning);
  const printed: MapRecord = { ...record, theme: tones.theme };
  const x = portrait ? page.margin : width + gutter;
  const measure = page.width - page.margin - x;

  const bearings = bearingsOf(printed, { dateSize: 60, measure, placeSize: portrait ? 40 : 36, placeLines: 3 });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const numerals = record.time === null ? layout.dateAlone : layout.numerals;
  const set = setMoment(printed, { x, measure, numerals });
  if (!set.ok) return { ok: false, faults: [set.fault] };
  const { moment } = set;

  const ruleTop = Math.round(creditTop(bearings.credit, page) - layout.overCredit - ruleHeight);
  const bottom = ruleTop - layout.overRule;
  const placeHeight = bearings.place === null ? 0 : layout.underHead + bearings.place.height;
  const overStory = moment.height + placeHeight + layout.overStory;
  const room = (mapHeight: number) => bottom - overStory - mapHeight - gapUnderMap;
  const rooms = portrait ? [room(heights.preferred), room(heights.lowest)] : [bottom - overStory - page.margin];
  const sheet = { theme: tones.theme, measure, format: page.format };
  const story = largestIn(storySettings(printed, sheet), rooms);
  if (story === null) return { ok: false, faults: [storyFault(printed, sheet, Math.max(...rooms))] };

  const storyTop = bottom - story.height;
  const headTop = portrait ? storyTop - overStory : page.margin;
  const sheetBox = portrait
    ? { left: 0, top: 0, right: page.width, bottom: Math.round(headTop - gapUnderMap) }
    : { left: 0, top: 0, right: width, bottom: page.height };
  const drawn = mapWithout([], spare, (nameless) =>
    drawnMap(record.map, record.language, roomIn(sheetBox, page, layout), tones, nameless),
  );
  if (!drawn.ok) return { ok: false, faults: [drawn.fault] };
  return {
    ok: true,
    onMap: drawn.names,
    artwork: [
      `<rect width="${page.width}" height="${page.height}" fill="${tones.ground}"/>`,
      drawn.svg,
      fadeSvg(sheetBox, page, layout.fade, tones.ground),
      moment.divider(headTop)?.svg ?? '',
      ruleSvg({ theme: tones.theme, x, y: ruleTop, width: measure, mourning: record.mourning }),
    ].join('\n'),
    lines: [
      ...drawn.lines,
      ...moment.lines(headTop),
      ...(bearings.place === null
        ? []
        : placeBlock(bearings.place, { x, top: headTop + moment.height + layout.underHead, align: 'left' })),
      ...placeStory(story, storyTop, 'left', x),
      ...placeCredit(bearings, page, 'left', x),
    ],
  };
}

/** The map with as many names as find room; only those of `spare` may be missing. */
function mapWithout(
  nameless: readonly Place[],
  spare: readonly Place[],
  draw: (nameless: readonly Place[]) => ReturnType<typeof drawnMap>,
): ReturnType<typeof drawnMap> {
  const drawn = draw(nameless);
  if (drawn.ok || !spare.includes(drawn.crowded)) return drawn;
  return mapWithout([...nameless, drawn.crowded], spare, draw);
}

function largestIn(settings: readonly Story[], rooms: readonly number[]): Story | null {
  const [story] = rooms.flatMap((room) => settings.find(({ height }) => height <= room) ?? []);
  return story ?? null;
}

/** Marks and names keep clear of the card's edges and of where the map sinks into the paper. */
function roomIn(sheet: Room['sheet'], page: Page, { fade }: Layout): Room {
  const portrait = page.format === 'portrait';
  const side = portrait ? 60 : 36;
  return {
    sheet,
    frame: {
      left: side,
      top: 48,
      right: sheet.right - (portrait ? side : fade * 0.6),
      bottom: sheet.bottom - (portrait ? fade * 0.7 : 40),
    },
  };
}

function fadeSvg(sheet: Room['sheet'], page: Page, fade: number, ground: string): string {
  const portrait = page.format === 'portrait';
  const [x2, y2] = portrait ? [0, 1] : [1, 0];
  const stops = `<stop offset="0" stop-color="${ground}" stop-opacity="0"/><stop offset="1" stop-color="${ground}"/>`;
  const box = portrait
    ? `y="${sheet.bottom - fade}" width="${page.width}" height="${fade + 1}"`
    : `x="${sheet.right - fade}" width="${fade + 1}" height="${page.height}"`;
  return `<linearGradient id="fade" x1="0" y1="0" x2="${x2}" y2="${y2}">${stops}</linearGradient>\n<rect ${box} fill="url(#fade)"/>`;
}
