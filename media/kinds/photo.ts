/** The photo card: a photograph that sinks into the dark, and the words where it is dark enough for them. */

import type { NonEmpty } from '../../schedule/model/language.ts';
import type { PhotoRecord } from '../card.ts';
import { type Bearings, bearingsOf, type Composition, creditTop, placeCredit } from '../composition.ts';
import { type DrawnLine, placeBlock } from '../lettering/lettering.ts';
import { type Moment, setMoment } from '../lettering/moment.ts';
import { ruleHeight, ruleSvg } from '../lettering/rule.ts';
import { placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import type { CardFormat, Page } from '../page.ts';
import { tile, tilesOf } from '../photographs/tiles.ts';
import { viewOf } from '../photographs/view.ts';

/** Pixels: the parts and the gaps between them, from above. */
type Rhythm = {
  readonly numerals: number;
  readonly overPlace: number;
  readonly overRule: number;
  readonly underRule: number;
  readonly overCredit: number;
  /** The largest headline. */
  readonly headline: number;
  /** Where the words may begin, the best first: rather less of the photograph than small letters. */
  readonly wordsFrom: readonly number[];
};
/** For each format, the next where the one before has no room. */
const rhythms: Readonly<Record<CardFormat, NonEmpty<Rhythm>>> = {
  portrait: [
    {
      numerals: 176,
      overPlace: 42,
      overRule: 42,
      underRule: 58,
      overCredit: 60,
      headline: 88,
      wordsFrom: [780, 720, 660, 600, 540, 480, 420, 360],
    },
  ],
  landscape: [
    {
      numerals: 104,
      overPlace: 30,
      overRule: 30,
      underRule: 38,
      overCredit: 46,
      headline: 68,
      wordsFrom: [150, 110, 80, 56],
    },
    { numerals: 84, overPlace: 24, overRule: 22, underRule: 30, overCredit: 38, headline: 60, wordsFrom: [56, 48] },
  ],
};
/** Width of the words beside a photograph; the credit has the whole page. */
const column = 620;
/** What the photograph of a landscape card leaves to the credit under it. */
const overCredit = 26;

export function photo(record: PhotoRecord, page: Page): Composition {
  const [first, ...others] = rhythms[page.format];
  return others.reduce((best, next) => (best.ok ? best : laidOut(record, page, next)), laidOut(record, page, first));
}

function laidOut(record: PhotoRecord, page: Page, rhythm: Rhythm): Composition {
  const portrait = page.format === 'portrait';
  const measure = portrait ? page.measure : column;
  const width = {
    measure,
    creditMeasure: page.measure,
    creditLines: 3,
    placeSize: portrait ? 40 : 36,
    placeLines: portrait ? 2 : 3,
  } as const;
  const bearings = bearingsOf(record, { dateSize: 72, ...width });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const set = setMoment(record, { x: page.margin, measure, numerals: rhythm.numerals });
  if (!set.ok) return { ok: false, faults: [set.fault] };

  const bottom = creditTop(bearings.credit, page) - rhythm.overCredit;
  const overStory = headHeight(set.moment, bearings, rhythm) + rhythm.overRule + ruleHeight + rhythm.underRule;
  const room = {
    theme: record.theme,
    measure,
    format: page.format,
    largest: rhythm.headline * (record.mourning ? 0.86 : 1),
  };
  const story = chosen(storySettings(record, room), rhythm, bottom - overStory);
  if (story === null) {
    return { ok: false, faults: [storyFault(record, room, bottom - overStory - Math.min(...rhythm.wordsFrom))] };
  }
  return composed(record, page, { rhythm, measure, bearings, moment: set.moment, story, bottom, overStory });
}

function headHeight({ height }: Moment, { place }: Bearings, { overPlace }: Rhythm): number {
  return height + (place === null ? 0 : overPlace + place.height);
}

function chosen(settings: readonly Story[], { wordsFrom }: Rhythm, room: number): Story | null {
  const [story] = wordsFrom.flatMap((top) => settings.find(({ height }) => height <= room - top) ?? []);
  return story ?? null;
}

type Parts = {
  readonly rhythm: Rhythm;
  readonly measure: number;
  readonly bearings: Bearings;
  readonly moment: Moment;
  readonly story: Story;
  /** Of the story, and what stands over it. */
  readonly bottom: number;
  readonly overStory: number;
};

function composed(record: PhotoRecord, page: Page, parts: Parts): Composition {
  const { rhythm, measure, bearings, moment, story, bottom, overStory } = parts;
  const { theme, photograph, mourning } = record;
  const { margin: x } = page;
  const storyTop = bottom - story.height;
  const top = Math.round(storyTop - overStory);
  const placeTop = top + moment.height + rhythm.overPlace;
  const words = [
    ...moment.lines(top),
    ...(bearings.place === null ? [] : placeBlock(bearings.place, { x, top: placeTop, align: 'left' })),
    ...placeStory(story, storyTop, 'left', x),
  ];
  const lines = [...words, ...placeCredit(bearings, page, 'left', x)];
  const rule = {
    left: x,
    top: Math.round(storyTop - rhythm.underRule - ruleHeight),
    width: measure,
    height: ruleHeight,
  };
  const divider = moment.divider(top);
  const artwork = [
    ...(divider === null ? [] : [divider]),
    { box: rule, svg: ruleSvg({ theme, x, y: rule.top, width: measure, mourning }) },
  ];
  const pieces = artwork.map(({ box, svg }) => tile(box, svg));
  return {
    ok: true,
    artwork: artwork.map(({ svg }) => svg).join('\n'),
    lines,
    photograph: {
      file: photograph.file,
      sha256: photograph.sha256,
      ...viewOf(record, page.format === 'portrait' ? above(page, top, placeTop) : beside(page, words, bearings)),
      tiles: tilesOf(pieces, lines),
    },
  };
}

function above({ width, height }: Page, wordsTop: number, placeTop: number) {
  return { from: 'top', words: wordsTop, reach: Math.round(placeTop), breadth: width, length: height } as const;
}

function beside(page: Page, words: readonly DrawnLine[], { credit }: Bearings) {
  const { width } = page;
  const right = Math.max(page.margin + column, ...words.map(({ box }) => box.right));
  const breadth = Math.round(creditTop(credit, page) - overCredit);
  return { from: 'right', words: width - right, reach: Math.round(width - right / 2), breadth, length: width } as const;
}
