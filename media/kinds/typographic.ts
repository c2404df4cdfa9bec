/** The typographic card: the cloth above, the time in its hole, the words on the dark below; without a hole the time leads the words. */

import type { CardTime, StoryRecord } from '../card.ts';
import { dyeingOf } from '../cloth/dyes.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { emblemBesideHead, emblemInHole, roomBesideHead } from '../emblem.ts';
import { overflow, placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import { type TimeRoom, timeInHole, timepiece, written } from '../lettering/timepiece.ts';
import type { Page } from '../page.ts';

type Rhythm = { readonly underFlag: number; readonly overStory: number; readonly overCredit: number };
const calm: Rhythm = { underFlag: 92, overStory: 84, overCredit: 66 };
const close: Rhythm = { underFlag: 68, overStory: 56, overCredit: 52 };

/** Tallest and lowest flags to try, in this order: rather a lower flag than small letters, rather closer lines than a stripe of a flag. */
const tallest = 760;
type Attempt = readonly [lowest: number, rhythm: Rhythm];
type Attempts = readonly [Attempt, ...Attempt[]];
const aroundHole: Attempts = [
  [560, calm],
  [500, calm],
  [460, close],
  [420, close],
];
/** Cloth that no time stands in may be lower. */
const uncut: Attempts = [
  [420, calm],
  [340, calm],
  [300, close],
  [240, close],
];

/** The time over the date, where there is no hole for it: each small word around the numerals adds to its height. */
const leading = { numerals: 214, word: 98, gap: 66 } as const;

export function typographic(record: StoryRecord, page: Page): Composition {
  const { theme, emblem } = record;
  const { measure, margin } = page;
  const holed = dyeingOf(theme.motif).hole;
  const inHole = holed && record.time === null;
  const beside = emblem === null || inHole ? 0 : roomBesideHead;
  const bearings = bearingsOf(record, { dateSize: 150, measure: measure - beside });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const leadingHeight = holed || record.time === null ? 0 : heightOf(record.time);
  const over = leadingHeight === 0 ? 0 : leadingHeight + leading.gap;
  const bottom = (rhythm: Rhythm) => creditTop(bearings.credit, page) - rhythm.overCredit;
  const top = (rhythm: Rhythm) => rhythm.underFlag + over + headHeight(bearings) + rhythm.overStory;
  const attempts = holed ? aroundHole : uncut;
  const chosen = firstFitting(
    storySettings(record, { theme, measure }),
    attempts,
    (rhythm) => bottom(rhythm) - top(rhythm),
  );
  if (chosen === null) {
    const [lowest, rhythm] = attempts.at(-1) ?? attempts[0];
    return { ok: false, faults: [storyFault(record, { theme, measure }, bottom(rhythm) - top(rhythm) - lowest)] };
  }

  const { story, rhythm } = chosen;
  const flagHeight = Math.min(tallest, bottom(rhythm) - top(rhythm) - story.height);
  const hole = { x: page.centre, y: flagHeight / 2, radius: flagHeight * 0.345 };
  const room: TimeRoom = { x: margin, align: 'left', width: measure, height: leadingHeight };
  const time =
    record.time === null ? null : timepiece(record.time, holed ? timeInHole(hole, record.time) : room, theme);
  if (record.time !== null && time === null) {
    return { ok: false, faults: [overflow('time', written(record.time), 12)] };
  }
  const wordsTop = flagHeight + rhythm.underFlag;
  const head = { right: page.width - margin, top: wordsTop + over, height: headHeight(bearings) };
  return {
    ok: true,
    artwork: [
      flagSvg({
        theme,
        top: 0,
        width: page.width,
        ribbonFrom: null,
        height: flagHeight,
        hole,
        behind: record.time === null ? 'wall' : 'dark',
        upperEdge: 'card',
        fade: null,
        mourning: record.mourning,
        folds: record.headline,
      }),
      emblem === null ? '' : inHole ? emblemInHole(emblem, hole, 0, record) : emblemBesideHead(emblem, head, record),
    ].join(''),
    lines: [
      ...(time === null ? [] : time.place(holed ? hole.y - time.height / 2 : wordsTop)),
      ...placeHead(bearings, wordsTop + over, 'left', margin),
      ...placeStory(story, bottom(rhythm) - story.height, 'left', margin),
      ...placeCredit(bearings, page, 'left', margin),
    ],
  };
}

function heightOf({ before, after }: CardTime): number {
  return leading.numerals + [before, after].filter((word) => word !== '').length * leading.word;
}

function firstFitting(settings: readonly Story[], attempts: Attempts, room: (rhythm: Rhythm) => number) {
  for (const [lowest, rhythm] of attempts) {
    const story = settings.find(({ height }) => height <= room(rhythm) - lowest);
    if (story !== undefined) return { story, rhythm };
  }
  return null;
}
