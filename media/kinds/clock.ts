/** The clock card: the minute is the picture, from margin to margin, over a band of the cloth, cut through under its colon. */

import type { Motif } from '../../schedule/model/theme.ts';
import type { StoryRecord } from '../card.ts';
import { dyeingOf } from '../cloth/dyes.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { emblemBesideHead, roomBesideHead } from '../emblem.ts';
import { overflow, placeStory, type Story, storyFault, storySettings } from '../lettering/story.ts';
import { timepiece, written } from '../lettering/timepiece.ts';
import type { Page } from '../page.ts';

const band = { height: 78, hole: 64 } as const;
const gapUnderTime = 70;
const gapUnderBand = 74;
const gapOverStory = 70;
const gapOverCredit = 60;
/** Height of the numerals in pixels: what they may fill, and what long words may press them down to. */
const numerals = { tallest: 600, preferred: [520, 430], lowest: 300 } as const;
/** In mourning the minute is smaller and the night above it is left empty. */
const quietHeadline = 76;
const mourningNumerals = 350;

/** Throws an Error when the record has no time. */
export function clock(record: StoryRecord, page: Page): Composition {
  if (record.time === null) throw new Error('a clock card is drawn only where a source gives the minute');
  const { theme, emblem } = record;
  const { measure, margin } = page;
  const bearings = bearingsOf(record, {
    dateSize: record.mourning ? 104 : 128,
    measure: measure - (emblem === null ? 0 : roomBesideHead),
  });
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const storyBottom = creditTop(bearings.credit, page) - gapOverCredit;
  const underTime = gapUnderTime + band.height + gapUnderBand + headHeight(bearings) + gapOverStory;
  const room = storyBottom - page.margin - underTime;
  const sheet = { theme, measure, ...(record.mourning && { largest: quietHeadline }) };
  const story = chosen(storySettings(record, sheet), room);
  if (story === null) return { ok: false, faults: [storyFault(record, sheet, room - numerals.lowest)] };

  const tallest = record.mourning ? mourningNumerals : numerals.tallest;
  const height = Math.min(tallest, room - story.height);
  const time = timepiece(record.time, { x: margin, align: 'left', width: measure, height }, theme);
  if (time === null) return { ok: false, faults: [overflow('time', written(record.time), 12)] };

  const timeTop = record.mourning ? page.margin + room - story.height - time.height : page.margin;
  const bandTop = Math.round(timeTop + time.height + gapUnderTime);
  const headTop = bandTop + band.height + gapUnderBand;
  const head = { right: page.width - margin, top: headTop, height: headHeight(bearings) };
  return {
    ok: true,
    artwork: [
      flagSvg({
        theme,
        top: bandTop,
        width: page.width,
        ribbonFrom: record.mourning ? ribbonStart(page, theme.motif, time.axis) : null,
        height: band.height,
        hole: { x: time.axis, y: band.height / 2, radius: band.hole },
        behind: 'dark',
        upperEdge: 'hem',
        fade: null,
        mourning: record.mourning,
        folds: record.headline,
      }),
      emblem === null ? '' : emblemBesideHead(emblem, head, record),
    ].join(''),
    lines: [
      ...time.place(timeTop),
      ...placeHead(bearings, headTop, 'left', margin),
      ...placeStory(story, storyBottom - story.height, 'left', margin),
      ...placeCredit(bearings, page, 'left', margin),
    ],
  };
}

/** At the hole where there is one; otherwise late enough to leave every stripe of an upright flag in view. */
export function ribbonStart({ width }: Page, motif: Motif, axis: number): number {
  return dyeingOf(motif).hole ? axis : width * 0.84;
}

function chosen(settings: readonly Story[], room: number): Story | null {
  const beside = (height: number) => settings.find((story) => story.height <= room - height);
  const [story] = [...numerals.preferred, numerals.lowest].flatMap((height) => beside(height) ?? []);
  return story ?? null;
}
