/** A day of mourning is quiet: no hashtags, no exclamations or questions, no emoji, no links but the one to the sources. */

import { dialects } from '../model/language.ts';
import { emojiIn } from '../words/emoji.ts';
import { hashtagsIn } from '../words/hashtag.ts';
import { rule } from './rule.ts';
import { textsOf } from './words/texts.ts';

/** What is not said on such a day, where it stands in a text, and what to do about it. */
const unfitting = [
  {
    what: 'Hashtags',
    remedy: 'take them out',
    find: firstHashtag,
  },
  { what: 'Exclamation marks', remedy: 'end the sentence with a full stop', find: (text: string) => text.indexOf('!') },
  { what: 'Questions', remedy: 'say what is known instead', find: (text: string) => text.indexOf('?') },
  { what: 'Emoji', remedy: 'take them out', find: emojiIn },
  {
    what: 'Links',
    remedy: 'take them out, or write {{sourcesPage}} for the sources',
    find: (text: string) => text.search(/https?:\/\/|www\./iu),
  },
] as const;

export const mourning = rule('mourning-day', (campaign) =>
  textsOf(campaign)
    .filter(({ entry }) => entry.mourning)
    .flatMap(({ text, at }) =>
      unfitting.flatMap(({ what, remedy, find }) => {
        const offset = find(text);
        if (offset < 0) return [];
        return [{ ...at(offset), message: `${what} do not belong on a day of mourning; ${remedy}.` }];
      }),
    ),
);

/** Written out, as either network reads it, or as the placeholder; -1 if there is none. */
function firstHashtag(text: string): number {
  const written = dialects.flatMap((dialect) => hashtagsIn(text, dialect)).map(({ start }) => start);
  const places = [...written, text.search(/\{\{\s*hashtags\s*\}\}/iu)].filter((place) => place >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}
