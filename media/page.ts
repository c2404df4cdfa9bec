/** The pages of a card, the styles of its fields in a campaign's look, and the floor of legibility. */

import type { Theme } from '../schedule/model/theme.ts';
import type { Style } from './lettering/lettering.ts';

/** `portrait` for posts; `landscape` for the previews of links to a public page. */
export type CardFormat = 'portrait' | 'landscape';

/** Pixels. */
export type Page = {
  readonly format: CardFormat;
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  /** Width of the words where they have the page to themselves. */
  readonly measure: number;
  readonly centre: number;
  /** The last baseline. */
  readonly footing: number;
};

export const pages: Readonly<Record<CardFormat, Page>> = {
  portrait: { format: 'portrait', ...sheet(1200, 1500, 84) },
  landscape: { format: 'landscape', ...sheet(1200, 630, 56) },
};

function sheet(width: number, height: number, margin: number): Omit<Page, 'format'> {
  return { width, height, margin, measure: width - 2 * margin, centre: width / 2, footing: height - margin };
}

/** No card has room for a text of so many UTF-16 units in any field, however narrow its letters are: none is tried. */
export const mostCharacters = 8000;
/** Nothing is drawn smaller: 3 % of the card's width. */
export const smallest = 36;
/** 4 % of the card's width: 15 px on a telephone 375 px wide. */
export const smallestCaption = 48;

export function dateStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'date', face: faces.poster, size, leading: 1, tracking: 0.004, fill: palette.light };
}

export function placeStyle({ faces, palette }: Theme): Style {
  const capitals = { size: smallest, leading: 1.32, tracking: 0.07, capitals: true };
  return { field: 'place', face: faces.place, ...capitals, fill: palette.dim };
}

export function creditStyle({ faces, palette }: Theme): Style {
  return { field: 'credit', face: faces.credit, size: smallest, leading: 1.28, tracking: 0, fill: palette.dim };
}

export function headlineStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'headline', face: faces.headline, size, leading: 1.12, tracking: -0.006, fill: palette.light };
}

export function captionStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'caption', face: faces.caption, size, leading: 1.36, tracking: 0, fill: palette.paper };
}

export function quotationStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'quotation', face: faces.headline, size, leading: 1.14, tracking: -0.008, fill: palette.light };
}

export function attributionStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'attribution', face: faces.caption, size, leading: 1.36, tracking: 0, fill: palette.paper };
}

export function valueStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'figures', face: faces.poster, size, leading: 1, tracking: 0.004, fill: palette.light };
}

export function labelStyle({ faces, palette }: Theme, size: number): Style {
  return { field: 'figures', face: faces.caption, size, leading: 1.26, tracking: 0, fill: palette.paper };
}
