/** The typographic card: the flag above, the time in its hole, the words on the dark below. */

import type { CardTime, StoryRecord } from '../card.ts';
import { flagSvg } from '../cloth/flag.ts';
import type { Hole } from '../cloth/folds.ts';
import {
  bearingsOf,
  type Composition,
  creditTop,
  headHeight,
  leftMargin,
  placeCredit,
  placeHead,
} from '../composition.ts';
import { page } from '../page.ts';
import { overflow, placeStory, type Story, storyFault, storySettings } from '../story.ts';
import { type TimeRoom, timepiece, written } from '../timepiece.ts';

type Rhythm = { readonly underFlag: number; readonly overStory: number; readonly overCredit: number };
const calm: Rhythm = { underFlag: 92, overStory: 84, overCredit: 66 };
const close: Rhythm = { underFlag: 68, overStory: 56, overCredit: 52 };

/** Tallest and lowest flags to try, in this order: rather a lower flag than small letters, rather closer lines than a stripe of a flag. */
const tallest = 760;
const attempts: readonly (readonly [lowest: number, rhythm: Rhythm])[] = [
  [560, calm],
  [500, calm],
  [460, close],
  [420, close],
];

export function typographic(record: StoryRecord): Composition {
  const bearings = bearingsOf(record, 150);
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const bottom = (rhythm: Rhythm) => creditTop(bearings.credit) - rhythm.overCredit;
  const top = (rhythm: Rhythm) => rhythm.underFlag + headHeight(bearings) + rhythm.overStory;
  const chosen = firstFitting(storySettings(record), (rhythm) => bottom(rhythm) - top(rhythm));
  if (chosen === null) return { ok: false, faults: [storyFault(record, bottom(close) - top(close) - 420)] };

  const { story, rhythm } = chosen;
  const flagHeight = Math.min(tallest, bottom(rhythm) - top(rhythm) - story.height);
  const hole = { x: page.width / 2, y: flagHeight / 2, radius: flagHeight * 0.345 };
  const time = record.time === null ? null : timepiece(record.time, roomIn(hole, record.time));
  if (record.time !== null && time === null) {
    return { ok: false, faults: [overflow('time', written(record.time), 12)] };
  }
  return {
    ok: true,
    artwork: flagSvg({
      top: 0,
      width: page.width,
      ribbonFrom: null,
      height: flagHeight,
      hole,
      behind: record.time === null ? 'wall' : 'dark',
      upperEdge: 'card',
      fade: 0,
      mourning: record.mourning,
      folds: record.headline,
    }),
    lines: [
      ...(time === null ? [] : time.place(hole.y - time.height / 2)),
      ...placeHead(bearings, flagHeight + rhythm.underFlag, 'left', leftMargin),
      ...placeStory(story, bottom(rhythm) - story.height, 'left', leftMargin),
      ...placeCredit(bearings, 'left', leftMargin),
    ],
  };
}

function roomIn(hole: Hole, time: CardTime): TimeRoom {
  const bare = time.before === '' && time.after === '';
  return { x: hole.x, align: 'centre', width: hole.radius * 1.47, height: hole.radius * (bare ? 0.82 : 1.16) };
}

function firstFitting(settings: readonly Story[], room: (rhythm: Rhythm) => number) {
  for (const [lowest, rhythm] of attempts) {
    const story = settings.find(({ height }) => height <= room(rhythm) - lowest);
    if (story !== undefined) return { story, rhythm };
  }
  return null;
}
