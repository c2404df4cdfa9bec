/** The strip behind the account's picture: a length of the flag, its hole where neither network covers nor crops it. */

import type { Language } from '../../schedule/campaign.ts';
import type { Drawing } from '../card.ts';
import { drawPicture, type ProfilePicture } from './drawing.ts';

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
  alt: {
    hu: 'Széles, redőkben leomló piros-fehér-zöld zászló; a középtől jobbra kerek lyukat vágtak bele, mögötte sötétség.',
    en: 'A wide red, white and green flag in heavy folds; right of the middle a round hole has been cut into it, dark behind.',
  },
};

export function drawBanner(language: Language): Drawing {
  return drawPicture(picture, language);
}
