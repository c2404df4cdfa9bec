/** The strip behind the account's picture: a length of a campaign's cloth, its hole where neither network covers nor crops it. */

import type { Language } from '../../schedule/model/language.ts';
import type { Theme } from '../../schedule/model/theme.ts';
import type { Drawing } from '../card.ts';
import { drawPicture, type ProfilePicture } from './drawing.ts';
import { clothName } from './wording.ts';

const width = 1500;
const height = 500;

/**
 * Both networks lay the avatar over the lower left; Mastodon's web pages crop to about 4:1 from the middle and Bluesky's
 * app to about 2.6:1. The hole keeps clear of all of them.
 */
const picture: ProfilePicture = {
  width,
  height,
  hole: { x: 990, y: height / 2, radius: 172 },
  folds: '1956',
};

export function drawBanner(language: Language, theme: Theme): Drawing {
  const cloth = clothName(theme.motif, language);
  const holed = theme.motif.kind === 'flag' && theme.motif.hole;
  const alt = {
    hu: `Széles, redőkben leomló ${cloth}${holed ? '; a középtől jobbra kerek lyukat vágtak bele, mögötte sötétség' : ''}.`,
    en: `A wide ${cloth} in heavy folds${holed ? '; right of the middle a round hole has been cut into it, dark behind' : ''}.`,
  };
  return drawPicture(picture, theme, language, alt[language]);
}
