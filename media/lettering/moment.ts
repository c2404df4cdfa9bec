/** Time and date side by side, parted by a thin line: the head of cards whose picture is no cloth. */

import type { Bearing, Box, CardFault } from '../card.ts';
import { dateStyle } from '../page.ts';
import { capHeight, round } from '../text/shape.ts';
import { type Block, type DrawnLine, placeBlock, setBlock } from './lettering.ts';
import { overflow } from './story.ts';
import { timepiece, written } from './timepiece.ts';

export type MomentRoom = {
  readonly x: number;
  /** Width in pixels. */
  readonly measure: number;
  /** Of bare numerals, in pixels; small words before or after them come on top of it. */
  readonly numerals: number;
};

export type Moment = {
  readonly height: number;
  readonly lines: (top: number) => readonly DrawnLine[];
  /** The thin line between time and date; null where there is no time. */
  readonly divider: (top: number) => { readonly box: Box; readonly svg: string } | null;
};

type Set = { readonly ok: true; readonly moment: Moment } | { readonly ok: false; readonly fault: CardFault };

/** What the small words of a time need above or below the numerals, as a share of them. */
const wordShare = 0.46;
/** Baseline to baseline of a date in two lines. */
const leading = 1.02;
const dividerWidth = 3;

/** Time and date in a row of one height; the date alone, in one line, where there is no time. */
export function setMoment(record: Bearing, room: MomentRoom): Set {
  const { time, theme } = record;
  if (time === null) return dateAlone(record, room);
  const words = [time.before, time.after].filter((word) => word !== '').length;
  const height = room.numerals * (1 + words * wordShare);
  const piece = timepiece(time, { x: room.x, align: 'left', width: room.measure * 0.56, height }, theme);
  if (piece === null) return { ok: false, fault: overflow('time', written(time), 12) };
  const gap = Math.round(room.numerals * 0.21);
  const right = Math.max(...piece.place(0).map(({ box }) => box.right));
  const from = right + 2 * gap + dividerWidth;
  const date = dateBeside(record, Math.min(room.numerals, piece.height), room.x + room.measure - from);
  if (date === null) return { ok: false, fault: overflow('date', record.date, 12) };
  const dateTop = (top: number) =>
    top + (time.after === '' ? piece.height - date.height : (piece.height - date.height) / 2);
  return {
    ok: true,
    moment: {
      height: piece.height,
      lines: (top) => [...piece.place(top), ...placeBlock(date, { x: from, top: dateTop(top), align: 'left' })],
      divider: (top) => divider(date, { x: Math.round(right + gap), top: dateTop(top), colour: theme.palette.dim }),
    },
  };
}

function dateAlone(record: Bearing, { x, measure, numerals }: MomentRoom): Set {
  for (const share of [0.78, 0.7, 0.6, 0.5]) {
    const style = dateStyle(record.theme, (numerals * share) / capHeight(record.theme.faces.poster));
    const date = setBlock(record.date, style, measure, 1);
    if (date === null) continue;
    const lines = (top: number) => placeBlock(date, { x, top, align: 'left' as const });
    return { ok: true, moment: { height: date.height, lines, divider: () => null } };
  }
  return { ok: false, fault: overflow('date', record.date, 12) };
}

/** The year on a line of its own, both lines together as high as the numerals. */
function dateBeside({ date, theme }: Bearing, height: number, measure: number): Block | null {
  const parted = date.replace(/^(\d{4}\.?)\s+/u, '$1\n').replace(/\s+(\d{4})$/u, '\n$1');
  const cap = capHeight(theme.faces.poster);
  for (const share of [1, 0.9, 0.8, 0.7]) {
    const style = { ...dateStyle(theme, (share * height) / (cap + leading)), leading };
    const block = setBlock(parted, style, measure, 2);
    if (block !== null) return block;
  }
  return null;
}

function divider(
  { height }: Block,
  { x, top, colour }: { readonly x: number; readonly top: number; readonly colour: string },
) {
  const box = { left: x, top: Math.floor(top), width: dividerWidth, height: Math.ceil(height) + 1 };
  const shape = `x="${x}" y="${round(top)}" width="${dividerWidth}" height="${round(height)}"`;
  return { box, svg: `<rect ${shape} fill="${colour}" fill-opacity="0.55"/>` };
}
