/** The landscape of typographic and memorial cards: a length of cloth from edge to edge on the left, the words beside it. */

import type { StoryRecord } from '../card.ts';
import { dyeingOf } from '../cloth/dyes.ts';
import { flagSvg } from '../cloth/flag.ts';
import { bearingsOf, type Composition, creditTop, headHeight, placeCredit, placeHead } from '../composition.ts';
import { emblemInHole } from '../emblem.ts';
import { overflow, placeStory, storyFault, storySettings } from '../lettering/story.ts';
import { timeInHole, timepiece, written } from '../lettering/timepiece.ts';
import type { Page } from '../page.ts';

/** `beyond`: how far the cloth goes on above and below the card, so that no hem is seen. */
const cloth = { width: 372, hole: 142, beyond: 24 } as const;
const gutter = 52;
const gapOverStory = 40;
const gapOverCredit = 42;
/** The time over the date, where there is no hole for it. */
const leading = { height: 108, gap: 28 } as const;

export function besideCloth(record: StoryRecord, page: Page): Composition {
  const { theme, kind, emblem } = record;
  const left = cloth.width + gutter;
  const measure = page.width - page.margin - left;
  const [align, x] = kind === 'memorial' ? (['centre', left + measure / 2] as const) : (['left', left] as const);
  const holed = dyeingOf(theme.motif).hole;
  const dateSize = kind === 'memorial' || !holed ? 72 : 88;
  const bearings = bearingsOf(record, { dateSize, measure, placeSize: 36, placeLines: 3 });
  if (!('date' in bearings)) return { ok: false, faults: bearings };

  const hole = { x: cloth.width / 2, y: page.height / 2, radius: cloth.hole };
  const over = { x, align, width: measure, height: leading.height };
  const time =
    record.time === null ? null : timepiece(record.time, holed ? timeInHole(hole, record.time) : over, theme);
  if (record.time !== null && time === null) {
    return { ok: false, faults: [overflow('time', written(record.time), 12)] };
  }
  const headTop = page.margin + (holed || time === null ? 0 : time.height + leading.gap);
  const bottom = creditTop(bearings.credit, page) - gapOverCredit;
  const sheet = { theme, measure, format: page.format };
  const room = bottom - headTop - headHeight(bearings) - gapOverStory;
  const story = storySettings(record, sheet).find(({ height }) => height <= room);
  if (story === undefined) return { ok: false, faults: [storyFault(record, sheet, room)] };
  return {
    ok: true,
    artwork: [
      flagSvg({
        theme,
        top: -cloth.beyond,
        width: cloth.width,
        ribbonFrom: null,
        height: page.height + 2 * cloth.beyond,
        hole: { ...hole, y: hole.y + cloth.beyond },
        behind: time === null ? 'wall' : 'dark',
        upperEdge: 'card',
        fade: kind === 'memorial' ? { from: 0.45, half: 0.78, to: 1 } : null,
        mourning: record.mourning,
        folds: record.headline,
      }),
      emblem !== null && holed && time === null ? emblemInHole(emblem, hole, 0, record) : '',
    ].join(''),
    lines: [
      ...(time === null ? [] : time.place(holed ? hole.y - time.height / 2 : page.margin)),
      ...placeHead(bearings, headTop, align, x),
      ...placeStory(story, bottom - story.height, align, x),
      ...placeCredit(bearings, page, align, x),
    ],
  };
}
