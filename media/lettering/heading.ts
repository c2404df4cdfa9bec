/** The heading of cards of words alone: time and date in a row, the place under or beside them, and the motif as a rule. */

import type { Bearing, CardFault } from '../card.ts';
import { bearingsOf } from '../composition.ts';
import type { Page } from '../page.ts';
import { type Block, type DrawnLine, placeBlock } from './lettering.ts';
import { setMoment } from './moment.ts';
import { ruleHeight, ruleSvg } from './rule.ts';

export type Heading = {
  readonly ok: true;
  /** From the top of the time to the lower edge of the rule, in pixels. */
  readonly height: number;
  readonly lines: (top: number) => readonly DrawnLine[];
  readonly artwork: (top: number) => string;
  /** For the foot of the card. */
  readonly credit: Block;
};

type Faulty = { readonly ok: false; readonly faults: readonly [CardFault, ...CardFault[]] };
type Rhythm = {
  readonly numerals: number;
  readonly place: number;
  readonly toPlace: number;
  readonly overRule: number;
};
const rhythms: Readonly<Record<Page['format'], Rhythm>> = {
  portrait: { numerals: 164, place: 40, toPlace: 44, overRule: 58 },
  landscape: { numerals: 70, place: 36, toPlace: 50, overRule: 28 },
};

/** Sets the heading from a left axis, or says all that is too long in it. A landscape has the place beside the date. */
export function headingOf(record: Bearing, page: Page, x: number): Heading | Faulty {
  const { theme, mourning } = record;
  const { numerals, place: placeSize, toPlace, overRule } = rhythms[page.format];
  const measure = page.width - page.margin - x;
  const set = setMoment(record, { x, measure, numerals });
  if (!set.ok) return { ok: false, faults: [set.fault] };
  const { moment } = set;
  const beside = page.format === 'landscape';
  const placeX = beside ? Math.max(...moment.lines(0).map(({ box }) => box.right)) + toPlace : x;
  const room = { dateSize: numerals, placeSize, placeLines: 3 } as const;
  const foot = bearingsOf({ ...record, place: null }, { ...room, measure });
  const bearings = bearingsOf({ ...record, credit: '' }, { ...room, measure: page.width - page.margin - placeX });
  if (!('date' in foot)) return { ok: false, faults: foot };
  if (!('date' in bearings)) return { ok: false, faults: bearings };
  const { place } = bearings;
  const under = place === null || beside ? 0 : toPlace + place.height;
  const words = Math.max(moment.height + under, place?.height ?? 0);
  return {
    ok: true,
    height: words + overRule + ruleHeight,
    credit: foot.credit,
    lines: (top) => [
      ...moment.lines(top),
      ...(place === null ? [] : placeBlock(place, { x: placeX, top: top + words - place.height, align: 'left' })),
    ],
    artwork: (top) =>
      [
        moment.divider(top)?.svg ?? '',
        ruleSvg({ theme, x, y: Math.round(top + words + overRule), width: measure, mourning }),
      ].join(''),
  };
}
