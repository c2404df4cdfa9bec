/** The ways to write the name of a pin beside it. */

import type { Theme } from '../../schedule/model/theme.ts';
import { type Style, setBlock } from '../lettering/lettering.ts';
import { shape, widthInEm } from '../text/shape.ts';
import { type Box, contains, grown } from './geometry.ts';
import type { Pin } from './pins.ts';
import { type Name, nameAt, setName } from './set-name.ts';

const gap = 11;
const inTwoLines = 1.5;
/** How near another pin makes a name look like its own, in pixels, and what that costs. */
const strangers = 56;
const mistaken = 1.8;

/** Where a name stands as seen from its pin, the likeliest first; see `Anchor`. */
const sides = [
  { across: 1, down: 0, cost: 0 },
  { across: -1, down: 0, cost: 0.6 },
  { across: 1, down: -0.5, cost: 0.8 },
  { across: 1, down: 0.5, cost: 0.9 },
  { across: 0, down: -1, cost: 1.2 },
  { across: -1, down: -0.5, cost: 1.3 },
  { across: -1, down: 0.5, cost: 1.4 },
  { across: 0, down: 1, cost: 1.4 },
  { across: 0.5, down: -1, cost: 1.5 },
  { across: 0.5, down: 1, cost: 1.6 },
  { across: -0.5, down: -1, cost: 1.8 },
  { across: -0.5, down: 1, cost: 1.9 },
  { across: 1, down: -1, cost: 2 },
  { across: 1, down: 1, cost: 2.1 },
  { across: -1, down: -1, cost: 2.4 },
  { across: -1, down: 1, cost: 2.5 },
] as const;
const distances = [
  { away: 1, cost: 0 },
  { away: 1.9, cost: 1.1 },
] as const;

type Surroundings = {
  readonly others: readonly Pin[];
  readonly frame: Box;
  readonly theme: Theme;
  /** Of the letters, in pixels. */
  readonly size: number;
};

/** In one line or two; none where it is wider than that. A name that stands nearer to another pin costs more, for it would be read as that one's. */
export function pinNames({ point, radius }: Pin, text: string, surroundings: Surroundings): readonly Name[] {
  const { others, frame, theme, size } = surroundings;
  if (isWiderThanTwoLines(text, surroundings)) return [];
  const style: Style = {
    field: 'map',
    face: theme.faces.headline,
    size,
    leading: 1.12,
    tracking: 0,
    fill: theme.palette.light,
  };
  return settings(text, style).flatMap((texts, further) => {
    const set = setName(texts, style);
    return distances.flatMap(({ away, cost: ofDistance }) =>
      sides.map(({ across, down, cost }) => {
        const anchor = { point, reach: radius + gap * away, across, down, edges: [frame.left, frame.right] } as const;
        const name = nameAt(set, anchor, { cost: cost + ofDistance + further * inTwoLines, of: 'pin' });
        const strange = others.some((other) => name.boxes.some((box) => contains(grown(box, strangers), other.point)));
        return strange ? { ...name, cost: name.cost + mistaken } : name;
      }),
    );
  });
}

/** Such a name stands nowhere, so that no place is looked for. */
function isWiderThanTwoLines(text: string, { frame, theme, size }: Surroundings): boolean {
  return widthInEm(text, theme.faces.headline) * size > 2 * (frame.right - frame.left) + 2 * size;
}

function settings(text: string, style: Style): readonly (readonly string[])[] {
  if (!text.includes(' ')) return [[text]];
  const { left, right } = shape(text, style.face, style.size).ink;
  const parted = setBlock(text, style, (right - left) * 0.72, 2)?.lines.map((line) => line.text) ?? [];
  return parted.length === 2 ? [[text], parted] : [[text]];
}
