/** The account's picture: the middle of a campaign's cloth, square, mostly seen forty pixels wide and cut to a circle. */

import type { Language } from '../../schedule/model/language.ts';
import type { Theme } from '../../schedule/model/theme.ts';
import type { Drawing } from '../card.ts';
import { drawPicture, type ProfilePicture } from './drawing.ts';
import { clothName } from './wording.ts';

const size = 1000;

/** A hole leaves all three stripes in view in the circle, and is wide enough to be a hole and no dot at forty pixels. */
const picture: ProfilePicture = {
  width: size,
  height: size,
  hole: { x: size / 2, y: size / 2, radius: 260 },
  folds: 'account',
};

export function drawAvatar(language: Language, theme: Theme): Drawing {
  const cloth = clothName(theme.motif, language);
  const holed = theme.motif.kind === 'flag' && theme.motif.hole;
  const alt = {
    hu: `Közelről egy ${cloth}${holed ? ', közepén kézzel kivágott, egyenetlen szélű kerek lyuk' : ''}.`,
    en: `The ${cloth}, seen from close by${holed ? ', with a round, uneven hole cut by hand out of its middle' : ''}.`,
  };
  return drawPicture(picture, theme, language, alt[language]);
}
