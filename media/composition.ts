/** What every kind of card gives back, and the fields they all set alike: date, place and credit. */

import { isNonEmpty } from '../schedule/model/language.ts';
import type { Bearing, CardFault, PhotographLayer } from './card.ts';
import { type Block, type DrawnLine, placeBlock, type Style, setBlock } from './lettering/lettering.ts';
import { longestFitting, overflow } from './lettering/story.ts';
import { creditStyle, dateStyle, type Page, placeStyle } from './page.ts';

export type Composition =
  | {
      readonly ok: true;
      readonly artwork: string;
      readonly lines: readonly DrawnLine[];
      /** Absent on cards that are drawn on the bare ground. */
      readonly photograph?: PhotographLayer;
      /** The names written on a map; absent on cards without one. */
      readonly onMap?: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly [CardFault, ...CardFault[]] };

export type Bearings = { readonly date: Block; readonly place: Block | null; readonly credit: Block };

type Set = { readonly ok: true; readonly block: Block } | { readonly ok: false; readonly fault: CardFault };

export type BearingsRoom = {
  /** Where the date starts to shrink, in pixels. */
  readonly dateSize: number;
  /** Width in pixels. */
  readonly measure: number;
  /** The place's largest size in pixels, and its most lines. */
  readonly placeSize?: number;
  readonly placeLines?: 2 | 3;
  readonly creditLines?: 2 | 3;
  /** Width of the credit, if it is another. */
  readonly creditMeasure?: number;
};

/** Date, place and credit, or what is too long in them. */
export function bearingsOf(
  record: Bearing,
  { dateSize, measure, placeSize = 40, placeLines = 2, creditLines = 2, creditMeasure = measure }: BearingsRoom,
): Bearings | readonly [CardFault, ...CardFault[]] {
  const { theme } = record;
  const dateSizes = [1, 0.92, 0.84, 0.76, 0.68, 0.6].map((share) => dateStyle(theme, Math.round(dateSize * share)));
  const date = setFirst(record.date, dateSizes, measure, 1);
  const small = placeStyle(theme);
  const placeStyles = [{ ...small, size: placeSize }, small, { ...small, tracking: 0.02 }];
  const place = record.place === null ? null : setFirst(record.place, placeStyles, measure, 1, 2, placeLines);
  const credit = setFirst(record.credit, [creditStyle(theme)], creditMeasure, 1, 2, creditLines);
  const faults = [date, place, credit].flatMap((set) => (set === null || set.ok ? [] : [set.fault]));
  if (isNonEmpty(faults)) return faults;
  if (!date.ok || !credit.ok || place?.ok === false) throw new Error('a field neither fits nor has a fault');
  return { date: date.block, place: place?.block ?? null, credit: credit.block };
}

/** The first style in which the text fits one of the numbers of lines, fewer lines before larger letters. */
function setFirst(text: string, styles: readonly Style[], measure: number, ...lineCounts: readonly number[]): Set {
  for (const lines of lineCounts) {
    for (const style of styles) {
      const block = setBlock(text, style, measure, lines);
      if (block !== null) return { ok: true, block };
    }
  }
  const smallest = styles.at(-1);
  const most = Math.max(...lineCounts);
  if (smallest === undefined) throw new Error('no style to set a text in');
  const room = longestFitting(text, (beginning) => setBlock(beginning, smallest, measure, most) !== null);
  return { ok: false, fault: overflow(smallest.field, text, room) };
}

const gapUnderDate = 42;

/** Height of date and place together. */
export function headHeight({ date, place }: Bearings): number {
  return date.height + (place === null ? 0 : gapUnderDate + place.height);
}

export function placeHead(bearings: Bearings, top: number, align: 'left' | 'centre', x: number): readonly DrawnLine[] {
  const date = placeBlock(bearings.date, { x, top, align });
  if (bearings.place === null) return date;
  return [...date, ...placeBlock(bearings.place, { x, top: top + bearings.date.height + gapUnderDate, align })];
}

/** The credit on the last line of the page. */
export function placeCredit(
  { credit }: Pick<Bearings, 'credit'>,
  page: Page,
  align: 'left' | 'centre',
  x: number,
): readonly DrawnLine[] {
  return placeBlock(credit, { x, top: creditTop(credit, page), align });
}

/** Top of the credit's capitals, to which everything above keeps its distance. */
export function creditTop(credit: Block, page: Page): number {
  return page.footing - credit.height;
}
