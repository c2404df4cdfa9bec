/** The memorial card: a tall flag that sinks into the dark, an empty hole, and a few words on the axis below it. */

import type { StoryRecord } from '../card.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { centre, page } from '../page.ts';
import { placeStory, type Story, storyFault, storySettings } from '../story.ts';

const largestHeadline = 88;
const gapOverCredit = 84;
const gapOverStory = 88;
const cloth = { height: 860, hole: 236, axis: 372 } as const;
/** The lowest part of the hole with some air under it: where words may begin. */
const wordsFrom = 700;

export function memorial(record: StoryRecord): Composition {
  const bearings = bearingsOf(record, 104);
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const storyBottom = creditTop(bearings.credit) - gapOverCredit;
  const room = storyBottom - wordsFrom - headHeight(bearings) - gapOverStory;
  const fitting = storySettings(record, largestHeadline).filter(({ height }) => height <= room);
  const story = fitting.find((setting) => keepsLines(setting, record.caption)) ?? fitting[0];
  if (story === undefined) return { ok: false, faults: [storyFault(record, room)] };
  const storyTop = storyBottom - story.height;
  return {
    ok: true,
    artwork: flagSvg({
      top: 0,
      width: page.width,
      ribbonFrom: null,
      height: cloth.height,
      hole: { x: centre, y: cloth.axis, radius: cloth.hole },
      behind: 'wall',
      upperEdge: 'card',
      fade: 0.6,
      mourning: record.mourning,
      folds: record.headline,
    }),
    lines: [
      ...placeHead(bearings, storyTop - gapOverStory - headHeight(bearings), 'centre', centre),
      ...placeStory(story, storyTop, 'centre', centre),
      ...placeCredit(bearings, 'centre', centre),
    ],
  };
}

/** Names and sentences that the author put on lines of their own stay on one line each. */
function keepsLines(story: Story, caption: string | null): boolean {
  return caption === null || story.caption?.lines.length === caption.trim().split('\n').length;
}
