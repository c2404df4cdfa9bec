/** The account's picture: the middle of the flag with the hole, square, mostly seen forty pixels wide and cut to a circle. */

import type { Language } from '../../schedule/campaign.ts';
import type { Drawing } from '../card.ts';
import { drawPicture, type ProfilePicture } from './drawing.ts';

const size = 1000;

/** The hole leaves all three stripes in view in the circle, and is wide enough to be a hole and no dot at forty pixels. */
const picture: ProfilePicture = {
  width: size,
  height: size,
  hole: { x: size / 2, y: size / 2, radius: 260 },
  folds: 'account',
  alt: {
    hu: 'Piros-fehér-zöld zászló közelről, közepén kézzel kivágott, egyenetlen szélű kerek lyuk.',
    en: 'A red, white and green flag seen from close by, with a round, uneven hole cut by hand out of its middle.',
  },
};

export function drawAvatar(language: Language): Drawing {
  return drawPicture(picture, language);
}
