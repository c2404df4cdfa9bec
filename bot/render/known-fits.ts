/** How cards came out when they were drawn before, by everything that is drawn on them. */

import { createHash } from 'node:crypto';
import type { Findings } from '../../schedule/read/compiled/findings.ts';
import { cardRecord, drawnFit, type Fit, type FitOf } from './card.ts';

/** Draws only cards of which nothing is known yet, and notes how they come out. */
export function knownFits(fits: Findings): FitOf {
  return (entry, card, language) => {
    const name = createHash('sha256')
      .update(JSON.stringify([cardRecord(entry, card, language), card.kind === 'map' ? card.map : null]))
      .digest('base64');
    const known = fits.known(name) as Fit | undefined;
    if (known !== undefined) return known;
    const fit = drawnFit(entry, card, language);
    fits.note(name, fit);
    return fit;
  };
}
