/** At most two hashtags in a post, each with its words capitalised so that a screen reader can tell them apart. */

import type { Campaign } from '../../model/campaign.ts';
import { dialects, inLanguage } from '../../model/language.ts';
import { hashtagsIn } from '../../words/hashtag.ts';
import { rule } from '../rule.ts';
import { type OwnText, textsOf } from './texts.ts';

const most = 2;
/** Letters in a row, all small, from which a tag is taken for several words run together. */
const runLength = 12;

export const hashtags = rule('hashtags', (campaign) =>
  textsOf(campaign).flatMap((own) => {
    const tags = tagsIn(own, campaign);
    const third = tags.slice(most, most + 1);
    const runs = tags.filter(
      ({ tag }) => /\p{L}/u.test(tag) && [...tag].length >= runLength && tag === tag.toLowerCase(),
    );
    return [
      ...third.map(({ offset }) => ({
        ...own.at(offset),
        message: `${tags.length} hashtags in one text; keep at most ${most}.`,
      })),
      ...runs.map(({ tag, offset }) => ({
        ...own.at(offset),
        message: `A screen reader reads #${tag} as one word; begin each of its words with a capital, like #HungarianRevolution.`,
      })),
    ];
  }),
);

/** Tags written out, as either network reads them (Mastodon, where they differ), and those that `{{hashtags}}` stands for. */
function tagsIn({ text, language }: OwnText, campaign: Campaign): readonly { tag: string; offset: number }[] {
  const written = new Map(
    dialects.flatMap((dialect) => hashtagsIn(text, dialect)).map(({ start, tag }) => [start, tag]),
  );
  const placed = [...text.matchAll(/\{\{\s*[hH]ashtags\s*\}\}/gu)].flatMap(({ index }) =>
    inLanguage(campaign.hashtags, language).map((tag) => ({ tag, offset: index })),
  );
  return [...[...written].map(([offset, tag]) => ({ tag, offset })), ...placed].sort((a, b) => a.offset - b.offset);
}
