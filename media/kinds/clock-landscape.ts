/** The landscape of the clock card: the minute and its day above a band of the cloth, the story below it. */

import type { StoryRecord } from '../card.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { overflow, placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import { timepiece, written } from '../lettering/timepiece.ts';
import type { Page } from '../page.ts';
import { ribbonStart } from './clock.ts';

const band = { height: 50, hole: 42 } as const;
const gapUnderTime = 46;
const gapUnderBand = 50;
const gapOverCredit = 42;
const gutter = 56;
/** Height of the numerals in pixels, the story permitting. */
const numerals = { tallest: 250, preferred: 196, lowest: 128 } as const;

/** Throws an Error when the record has no time. */
export function clockLandscape(record: StoryRecord, page: Page): Composition {
  if (record.time === null) throw new Error('a clock card is drawn only where a source gives the minute');
  const { theme, mourning } = record;
  const { margin } = page;
  const sheet = { theme, measure: page.measure, format: page.format };
  const credit = bearingsOf({ ...record, place: null }, { dateSize: 60, measure: page.measure });
  if (!('date' in credit)) return { ok: false, faults: credit };
  const storyBottom = creditTop(credit.credit, page) - gapOverCredit;
  const room = storyBottom - margin - gapUnderTime - band.height - gapUnderBand;
  const story = chosen(storySettings(record, sheet), room);
  if (story === null) return { ok: false, faults: [storyFault(record, sheet, room - numerals.lowest)] };

  const height = Math.min(mourning ? numerals.preferred : numerals.tallest, room - story.height);
  const time = timepiece(record.time, { x: margin, align: 'left', width: page.measure * 0.6, height }, theme);
  if (time === null) return { ok: false, faults: [overflow('time', written(record.time), 12)] };
  const timeTop = margin + (room - story.height - time.height) / 2;
  const right = Math.max(...time.place(timeTop).map(({ box }) => box.right)) + gutter;
  const bearings = bearingsOf(record, { dateSize: 104, measure: page.width - margin - right, placeSize: 36 });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const bandTop = Math.round(timeTop + time.height + gapUnderTime);
  return {
    ok: true,
    artwork: flagSvg({
      theme,
      top: bandTop,
      width: page.width,
      ribbonFrom: mourning ? ribbonStart(page, theme.motif, time.axis) : null,
      height: band.height,
      hole: { x: time.axis, y: band.height / 2, radius: band.hole },
      behind: 'dark',
      upperEdge: 'hem',
      fade: null,
      mourning,
      folds: record.headline,
    }),
    lines: [
      ...time.place(timeTop),
      ...placeHead(bearings, timeTop + time.height - headHeight(bearings), 'left', right),
      ...placeStory(story, bandTop + band.height + gapUnderBand, 'left', margin),
      ...placeCredit(credit, page, 'left', margin),
    ],
  };
}

function chosen(settings: readonly Story[], room: number): Story | null {
  const beside = (height: number) => settings.find((story) => story.height <= room - height);
  return beside(numerals.preferred) ?? beside(numerals.lowest) ?? null;
}
