/** The memorial card: a tall flag that sinks into the dark, an empty hole, and a few words on the axis below it. */

import type { Theme } from '../../schedule/model/theme.ts';
import { contrastOf } from '../../schedule/read/assemble/contrast.ts';
import type { StoryRecord } from '../card.ts';
import { dyeingOf } from '../cloth/dyes.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { emblemInHole } from '../emblem.ts';
import { placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import type { Page } from '../page.ts';

const largestHeadline = 88;
const gapOverCredit = 84;
const gapOverStory = 88;
const cloth = { height: 860, hole: 236, axis: 372 } as const;
/** The lowest part of the hole with some air under it: where words may begin. */
const wordsFrom = 700;

export function memorial(record: StoryRecord, page: Page): Composition {
  const { theme, emblem } = record;
  const { centre, measure } = page;
  const bearings = bearingsOf(record, { dateSize: 104, measure });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const storyBottom = creditTop(bearings.credit, page) - gapOverCredit;
  const room = storyBottom - wordsFrom - headHeight(bearings) - gapOverStory;
  const sheet = { theme, measure, largest: largestHeadline };
  const fitting = storySettings(record, sheet).filter(({ height }) => height <= room);
  const story = fitting.find((setting) => keepsLines(setting, record.caption)) ?? fitting[0];
  if (story === undefined) return { ok: false, faults: [storyFault(record, sheet, room)] };
  const storyTop = storyBottom - story.height;
  const hole = { x: centre, y: cloth.axis, radius: cloth.hole };
  return {
    ok: true,
    artwork: [
      flagSvg({
        theme,
        top: 0,
        width: page.width,
        ribbonFrom: null,
        height: cloth.height,
        hole,
        behind: 'wall',
        upperEdge: 'card',
        fade: { from: 0.4, half: 0.7, to: lightBelow(theme) ? 0.8 : 0.95 },
        mourning: record.mourning,
        folds: record.headline,
      }),
      emblem === null ? '' : emblemInHole(emblem, hole, 0, { ...record, fill: signColour(theme) }),
    ].join(''),
    lines: [
      ...placeHead(bearings, storyTop - gapOverStory - headHeight(bearings), 'centre', centre),
      ...placeStory(story, storyTop, 'centre', centre),
      ...placeCredit(bearings, page, 'centre', centre),
    ],
  };
}

/** Light cloth has to be gone where the words begin; what is as dim as red or green may still be guessed behind them. */
function lightBelow({ motif, palette }: Theme): boolean {
  const { dyes, direction } = dyeingOf(motif);
  const lowest = direction === 'horizontal' ? dyes.slice(-1) : dyes;
  return lowest.some((dye) => contrastOf(dye, palette.ink) > 4);
}

/** In the hole a sign is as light as words are; on uncut cloth it is of the colour that is seen better there. */
function signColour({ motif, palette }: Theme): string {
  const { dyes, hole } = dyeingOf(motif);
  const ground = hole ? palette.ink : (dyes[Math.floor(dyes.length / 2)] ?? palette.ink);
  return contrastOf(palette.paper, ground) > contrastOf(palette.ink, ground) ? palette.paper : palette.ink;
}

/** Names and sentences that the author put on lines of their own stay on one line each. */
function keepsLines(story: Story, caption: string | null): boolean {
  return caption === null || story.caption?.lines.length === caption.trim().split('\n').length;
}
