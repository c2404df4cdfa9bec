/** The quotation card: the words themselves as large as they go, and under them who said them, where. */

import type { QuotationRecord } from '../card.ts';
import { type Composition, creditTop, placeCredit } from '../composition.ts';
import { headingOf } from '../lettering/heading.ts';
import { type Block, hangingMarks, linesWithin, placeBlock, setBlock } from '../lettering/lettering.ts';
import { longestFitting, overflow } from '../lettering/story.ts';
import { attributionStyle, type Page, quotationStyle } from '../page.ts';

type Scale = {
  /** Of the quotation, in pixels, the largest first. */
  readonly sizes: readonly [number, ...number[]];
  readonly attribution: number;
  readonly overQuotation: number;
  readonly overAttribution: number;
  readonly overCredit: number;
};

const scales: Readonly<Record<Page['format'], Scale>> = {
  portrait: {
    sizes: [176, 164, 152, 142, 132, 124, 116, 108, 100, 94, 88, 82, 76, 72, 68, 64],
    attribution: 52,
    overQuotation: 84,
    overAttribution: 72,
    overCredit: 72,
  },
  landscape: {
    sizes: [104, 96, 90, 84, 78, 72, 66, 60, 56, 52, 48, 44],
    attribution: 42,
    overQuotation: 38,
    overAttribution: 42,
    overCredit: 34,
  },
};
/** In mourning no voice is raised. */
const quiet = 108;
/** What a hanging mark keeps from the edge of the card, in pixels. */
const edge = 36;
const mostAttributionLines = 3;

export function quotation(record: QuotationRecord, page: Page): Composition {
  let lacksRoom: (() => Composition) | null = null;
  for (const size of scales[page.format].sizes) {
    if (record.mourning && size > quiet) continue;
    const set = setAt(record, page, size);
    if (typeof set !== 'function') return set;
    lacksRoom = set;
  }
  if (lacksRoom === null) throw new Error('a quotation card has no size for its quotation');
  return lacksRoom();
}

/** Where a size is too large, what is wrong with it: it takes time to find out, and most sizes are only tried. */
function setAt(record: QuotationRecord, page: Page, size: number): Composition | (() => Composition) {
  const scale = scales[page.format];
  const style = quotationStyle(record.theme, size);
  const x = Math.max(page.margin, edge + hangingMarks(record.quotation, style));
  const measure = page.width - page.margin - x;
  const heading = headingOf(record, page, x);
  if (!heading.ok) return () => heading;
  const attribution = attributed(record, scale, measure);
  if (attribution === null) {
    return () => {
      const fits = (text: string) => attributed({ ...record, attribution: text }, scale, measure) !== null;
      const longest = longestFitting(record.attribution, fits);
      return { ok: false, faults: [overflow('attribution', record.attribution, longest)] };
    };
  }
  const top = page.margin + heading.height + scale.overQuotation;
  const bottom = creditTop(heading.credit, page) - scale.overCredit;
  const room = bottom - top - scale.overAttribution - attribution.height;
  const set = (text: string) => {
    const block = setBlock(text, style, measure, linesWithin(page.height, style));
    return block !== null && block.height <= room ? block : null;
  };
  const words = set(record.quotation);
  if (words === null) {
    return () => {
      const longest = longestFitting(record.quotation, (text) => set(text) !== null);
      return { ok: false, faults: [overflow('quotation', record.quotation, longest)] };
    };
  }
  const wordsTop = top + (room - words.height) / 2;
  const attributionTop = wordsTop + words.height + scale.overAttribution;
  return {
    ok: true,
    artwork: heading.artwork(page.margin),
    lines: [
      ...heading.lines(page.margin),
      ...placeBlock(words, { x, top: wordsTop, align: 'left' }),
      ...placeBlock(attribution, { x, top: attributionTop, align: 'left' }),
      ...placeCredit(heading, page, 'left', x),
    ],
  };
}

function attributed({ theme, attribution }: QuotationRecord, scale: Scale, measure: number): Block | null {
  return setBlock(attribution, attributionStyle(theme, scale.attribution), measure, mostAttributionLines);
}
