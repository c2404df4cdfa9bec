/** The portrait page all cards share: its size, margins, the styles of its fields and the floor of legibility. */

import { dimPaper, light, paper } from './colours.ts';
import type { Style } from './lettering.ts';

export const page = { width: 1200, height: 1500, margin: 84 } as const;
export const measure = page.width - 2 * page.margin;
export const centre = page.width / 2;
/** The last baseline of every card. */
export const footing = page.height - page.margin;

/** Nothing is drawn smaller: 3 % of the card's width. */
export const smallest = 36;
/** 4 % of the card's width: 15 px on a telephone 375 px wide. */
export const smallestCaption = 48;

export const dateStyle: Style = { field: 'date', face: 'poster', size: 150, leading: 1, tracking: 0.004, fill: light };
export const placeStyle: Style = {
  field: 'place',
  face: 'place',
  size: smallest,
  leading: 1.32,
  tracking: 0.07,
  fill: dimPaper,
  capitals: true,
};
export const creditStyle: Style = {
  field: 'credit',
  face: 'credit',
  size: smallest,
  leading: 1.28,
  tracking: 0,
  fill: dimPaper,
};

export function headlineStyle(size: number): Style {
  return { field: 'headline', face: 'headline', size, leading: 1.12, tracking: -0.006, fill: light };
}

export function captionStyle(size: number): Style {
  return { field: 'caption', face: 'caption', size, leading: 1.36, tracking: 0, fill: paper };
}
