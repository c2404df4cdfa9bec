/** The dyes of the cloth: a campaign's motif as stripes whose edges bend with the folds. */

import type { Motif } from '../../schedule/model/theme.ts';
import { round } from '../text/shape.ts';
import { drape } from './folds.ts';

/** Stripes from above, or from the staff on; a plain cloth is one stripe without a hole. */
export type Dyeing = {
  readonly dyes: readonly [string, ...string[]];
  readonly direction: 'horizontal' | 'vertical';
  readonly hole: boolean;
};

export function dyeingOf(motif: Motif): Dyeing {
  if (motif.kind === 'cloth') return { dyes: [motif.colour], direction: 'horizontal', hole: false };
  return { dyes: motif.stripes, direction: motif.direction, hole: motif.hole };
}

export type Length = {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** How far it reaches above and below its bounds. */
  readonly overhang: number;
  /** Pixels from where the cloth begins. */
  readonly along: number;
};

/** SVG of the bare dyes, without light. */
export function dyedSvg({ dyes, direction }: Dyeing, cloth: Length): string {
  const { width, height, overhang } = cloth;
  const bottom = height + overhang;
  const [ground, ...others] = dyes;
  const stripes = others.map((dye, index) => {
    const part = (index + 1) / dyes.length;
    return direction === 'horizontal'
      ? `<path fill="${dye}" d="M${seam(cloth, ((index + 1) * height) / dyes.length, 0.3)}V${bottom}H0Z"/>`
      : `<path fill="${dye}" d="M${upright(cloth, width * part)}H${width}V-${overhang}Z"/>`;
  });
  return `<rect y="-${overhang}" width="${width}" height="${bottom + overhang}" fill="${ground}"/>${stripes.join('')}`;
}

/** The points of a straight thread across the cloth as it is seen over the folds. */
export function seam({ width, height, along }: Length, y: number, depth: number): string {
  const lift = depth * Math.min(1, height / 300);
  const points: string[] = [];
  for (let x = 0; x <= width; x += 12) points.push(`${x} ${round(y + lift * drape(x + along, y))}`);
  return points.join('L');
}

/** The same of a thread that runs down. */
function upright({ height, overhang, along }: Length, x: number): string {
  const lift = 0.3 * Math.min(1, height / 300);
  const points: string[] = [];
  for (let y = -overhang; y < height + overhang + 12; y += 12) {
    points.push(`${round(x + lift * drape(x + along, y))} ${y}`);
  }
  return points.join('L');
}
