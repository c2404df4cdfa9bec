/** The time as lettering: large numerals with the small words of `by`, `about` or a suffix around them. */

import type { Theme, Typeface } from '../../schedule/model/theme.ts';
import type { CardTime } from '../card.ts';
import type { Hole } from '../cloth/folds.ts';
import { smallest } from '../page.ts';
import { capHeight, type Ink, type ShapedLine, shape } from '../text/shape.ts';
import { type DrawnLine, drawnLine } from './lettering.ts';

export type TimeRoom = {
  /** The axis of a centred time, or the left margin. */
  readonly x: number;
  readonly align: 'left' | 'centre';
  readonly width: number;
  readonly height: number;
};

export type Timepiece = {
  readonly height: number;
  readonly place: (top: number) => readonly DrawnLine[];
  /** The middle of the colon, or of the numerals where there is none. */
  readonly axis: number;
};

const smallShare = 0.34;
const suffixShare = 0.46;
const gapShare = 0.13;

/** The time as large as the room allows; null when its small words would be too wide or fall under the floor. */
export function timepiece(time: CardTime, room: TimeRoom, { faces, palette }: Theme): Timepiece | null {
  const face = faces.poster;
  const cap = capHeight(face);
  const words = [time.before, time.after].filter((word) => word !== '').length;
  const unitInk = numeralsAt(time.clock, face, 1000).ink;
  const rows = cap + words * (smallShare * cap + gapShare);
  const size = Math.min((room.width * 1000) / (unitInk.right - unitInk.left), room.height / rows);
  const small = Math.max(smallest, size * smallShare);
  if (size * suffixShare < smallest) return null;

  const numerals = numeralsAt(time.clock, face, size);
  const offset = (ink: Ink) => room.x - (room.align === 'left' ? ink.left : (ink.left + ink.right) / 2);
  const wordLine = (text: string, top: number) => {
    const shaped = shape(text, face, small, 0.02);
    const position = { x: offset(shaped.ink), baseline: top + small * cap };
    return drawnLine(shaped, { field: 'time', text, size: small, fill: palette.light, ...position });
  };
  const step = small * cap + size * gapShare;
  const place = (top: number) => {
    const clockTop = time.before === '' ? top : top + step;
    const position = { x: offset(numerals.ink), baseline: clockTop + size * cap };
    const clock = drawnLine(numerals, {
      field: 'time',
      text: time.clock,
      size: numerals.least,
      fill: palette.light,
      ...position,
    });
    return [
      ...(time.before === '' ? [] : [wordLine(time.before, top)]),
      clock,
      ...(time.after === '' ? [] : [wordLine(time.after, clockTop + size * cap + size * gapShare)]),
    ];
  };
  if (place(0).some(({ box }) => box.right - box.left > room.width + 1)) return null;
  return { height: size * cap + words * step, place, axis: offset(numerals.ink) + numerals.axis };
}

/** The middle of the hole, which no nick or thread of its edge reaches. */
export function timeInHole(hole: Hole, time: CardTime): TimeRoom {
  const bare = time.before === '' && time.after === '';
  return { x: hole.x, align: 'centre', width: hole.radius * 1.47, height: hole.radius * (bare ? 0.82 : 1.16) };
}

/** The whole time as one text. */
export function written({ before, clock, after }: CardTime): string {
  return [before, clock, after].filter((part) => part !== '').join(' ');
}

type Numerals = ShapedLine & { readonly axis: number; readonly least: number };

/** `21:30-ra` as large numerals with its suffix small on the same baseline. */
function numeralsAt(clock: string, face: Typeface, size: number): Numerals {
  const [main = clock] = /^\d[\d:.–-]*\d|^\d/u.exec(clock) ?? [];
  const tail = clock.slice(main.length);
  const large = shape(main, face, size);
  const colon = main.indexOf(':');
  const beforeColon = colon < 0 ? null : shape(main.slice(0, colon), face, size).advance;
  const axis =
    beforeColon === null ? (large.ink.left + large.ink.right) / 2 : beforeColon + shape(':', face, size).advance / 2;
  if (tail === '') return { ...large, axis, least: size };
  const small = shape(tail, face, size * suffixShare);
  const offset = large.advance + size * 0.015;
  return {
    axis,
    least: size * suffixShare,
    advance: offset + small.advance,
    ink: {
      left: large.ink.left,
      right: offset + small.ink.right,
      top: Math.min(large.ink.top, small.ink.top),
      bottom: Math.max(large.ink.bottom, small.ink.bottom),
    },
    outline: (x, baseline) => large.outline(x, baseline) + small.outline(x + offset, baseline),
  };
}
