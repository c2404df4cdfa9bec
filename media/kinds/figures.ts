/** The figures card: one to four numbers as large as they go, each with what it counts, under a headline. */

import type { CardFault, FiguresRecord } from '../card.ts';
import { type Composition, creditTop, placeCredit } from '../composition.ts';
import { type Heading, headingOf } from '../lettering/heading.ts';
import { placeBlock, setBlock } from '../lettering/lettering.ts';
import { longestFitting, overflow } from '../lettering/story.ts';
import { columnsOf, rowsOf } from '../lettering/tables.ts';
import { captionStyle, headlineStyle, type Page, smallestCaption } from '../page.ts';

type Scale = {
  /** Of the numbers, in pixels, the largest first. */
  readonly values: readonly number[];
  readonly headlines: readonly number[];
  readonly overHeadline: number;
  readonly overTable: number;
  readonly overCaption: number;
  readonly overCredit: number;
};

const scales: Readonly<Record<Page['format'], Scale>> = {
  portrait: {
    values: [680, 620, 560, 510, 460, 420, 380, 340, 300, 270, 240, 214, 190, 170, 152, 136],
    headlines: [84, 78, 72, 66],
    overHeadline: 72,
    overTable: 80,
    overCaption: 80,
    overCredit: 66,
  },
  landscape: {
    values: [240, 220, 200, 180, 160, 140, 124, 110, 98, 84],
    headlines: [60, 56, 52, 48],
    overHeadline: 34,
    overTable: 34,
    overCaption: 38,
    overCredit: 32,
  },
};

export function figures(record: FiguresRecord, page: Page): Composition {
  const heading = headingOf(record, page, page.margin);
  if (!heading.ok) return heading;
  const composed = arranged(record, page, heading);
  return composed ?? { ok: false, faults: [faultOf(record, page, heading)] };
}

/** Null where something does not fit. */
function arranged(
  record: FiguresRecord,
  page: Page,
  heading: Heading,
): Extract<Composition, { readonly ok: true }> | null {
  const { theme } = record;
  const { margin, measure } = page;
  const scale = scales[page.format];
  const headline = firstOf(scale.headlines, (size) =>
    setBlock(record.headline, headlineStyle(theme, size), measure, 2),
  );
  const style = captionStyle(theme, smallestCaption);
  const caption = record.caption === null ? null : setBlock(record.caption, style, measure, 4);
  if (headline === null || (record.caption !== null && caption === null)) return null;

  const top = margin + heading.height + scale.overHeadline;
  const bottom = creditTop(heading.credit, page) - scale.overCredit;
  const tableTop = top + headline.height + scale.overTable;
  const room = bottom - (caption === null ? 0 : scale.overCaption + caption.height) - tableTop;
  const tabled = page.format === 'portrait' ? rowsOf : columnsOf;
  const table = firstOf(scale.values, (size) => {
    const set = tabled(record, size, measure);
    return set !== null && set.height <= room ? set : null;
  });
  if (table === null) return null;
  return {
    ok: true,
    artwork: heading.artwork(margin),
    lines: [
      ...heading.lines(margin),
      ...placeBlock(headline, { x: margin, top, align: 'left' }),
      ...table.lines(margin, tableTop + (room - table.height) / 2),
      ...(caption === null ? [] : placeBlock(caption, { x: margin, top: bottom - caption.height, align: 'left' })),
      ...placeCredit(heading, page, 'left', margin),
    ],
  };
}

/** What the author has to shorten: the caption before the headline, the headline before the figures. */
function faultOf(record: FiguresRecord, page: Page, heading: Heading): CardFault {
  const { headline, caption } = record;
  const fits = (change: Partial<FiguresRecord>) => arranged({ ...record, ...change }, page, heading) !== null;
  if (caption !== null && fits({ caption: null })) {
    const room = longestFitting(caption, (text) => fits({ caption: text }));
    return overflow('caption', caption, room);
  }
  const room = longestFitting(headline, (text) => fits({ headline: text, caption: null }));
  if (room > 0 || fits({ headline: '', caption: null })) return overflow('headline', headline, room);
  const message =
    'The figures do not fit on the card even in the smallest legible size: shorten labels, or leave a figure out.';
  return { field: 'figures', rule: 'card-overflow', message };
}

function firstOf<T>(sizes: readonly number[], set: (size: number) => T | null): T | null {
  for (const size of sizes) {
    const found = set(size);
    if (found !== null) return found;
  }
  return null;
}
