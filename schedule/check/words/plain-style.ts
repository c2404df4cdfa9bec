/** A campaign in plain style raises its voice nowhere: no exclamation marks, no emoji. */

import { emojiIn } from '../../words/emoji.ts';
import { rule } from '../rule.ts';
import { textsOf } from './texts.ts';

/** Days of mourning have a stricter rule of their own. */
export const plainStyle = rule('plain-style', (campaign) => {
  if (campaign.style !== 'plain') return [];
  return textsOf(campaign).flatMap(({ entry, text, at }) => {
    if (entry.mourning) return [];
    const found = [
      { offset: text.indexOf('!'), what: 'An exclamation mark', remedy: 'end the sentence with a full stop' },
      { offset: emojiIn(text), what: 'An emoji', remedy: 'take it out' },
    ];
    return found
      .filter(({ offset }) => offset >= 0)
      .map(({ offset, what, remedy }) => ({
        ...at(offset),
        message: `${what} does not go with the plain style of the campaign; ${remedy}.`,
      }));
  });
});
