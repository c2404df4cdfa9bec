/** What the pictures of a profile have in common: a piece of a campaign's cloth that fills the picture to its edges, without words. */

import type { Language } from '../../schedule/model/language.ts';
import type { Theme } from '../../schedule/model/theme.ts';
import type { Drawing } from '../card.ts';
import { flagSvg } from '../cloth/flag.ts';
import type { Hole } from '../cloth/folds.ts';

export type ProfilePicture = {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the hole is if the motif has one, measured from the picture's upper left corner. */
  readonly hole: Hole;
  /** Any text: another text shows other folds of the same cloth. */
  readonly folds: string;
};

/** How far the cloth reaches beyond the picture, so that neither hem nor selvedge is seen. */
const margin = 24;

const credits: Readonly<Record<Language, string>> = {
  hu: 'Rajz: Emléknap · CC BY 4.0',
  en: 'Drawing: Emléknap · CC BY 4.0',
};

/** Alt text and credit are in the language asked for; the drawing itself is the same in all of them. */
export function drawPicture(
  { width, height, hole, folds }: ProfilePicture,
  theme: Theme,
  language: Language,
  alt: string,
): Drawing {
  const cloth = flagSvg({
    theme,
    top: -margin,
    width: width + 2 * margin,
    height: height + 2 * margin,
    ribbonFrom: null,
    hole: { x: hole.x + margin, y: hole.y + margin, radius: hole.radius },
    behind: 'wall',
    upperEdge: 'card',
    fade: null,
    mourning: false,
    folds,
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${theme.palette.ink}"/>`,
    `<g transform="translate(-${margin} 0)">${cloth}</g>`,
    '</svg>\n',
  ].join('\n');
  return { svg, photograph: null, width, height, alt, credit: credits[language] };
}
