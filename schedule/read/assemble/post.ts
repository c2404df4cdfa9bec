/** Puts one post of an entry together: its texts for every network, and its card. */

import { mapLanguages, type Post, type PostText } from '../../model/campaign.ts';
import { dialects, type PerLanguage } from '../../model/language.ts';
import type { EntryFile } from '../schema/campaign.ts';
import type { Path } from '../yaml/yaml-file.ts';
import { assembleCard } from './card.ts';
import { type Context, checkLanguages, checkPlaceholders } from './checks.ts';

/** What is wrong is reported, and what is left of the post returned. */
export function assemblePost(post: EntryFile['thread'][number], entry: EntryFile, path: Path, context: Context): Post {
  const assembled = {
    text: assembleTexts(post.text, [...path, 'text'], context),
    card: post.card === undefined ? null : assembleCard(post.card, entry, [...path, 'card'], context),
    ...(post.standsAlone !== undefined && { standsAlone: post.standsAlone }),
  };
  return post.late === undefined
    ? assembled
    : { ...assembled, late: assembleTexts(post.late, [...path, 'late'], context) };
}

type TextsFile = EntryFile['thread'][number]['text'];

function assembleTexts(texts: TextsFile, path: Path, { file, head, report }: Context): PerLanguage<PostText> {
  checkLanguages(texts, file.languages, path, report);
  return mapLanguages((language) => {
    const text = texts[language];
    if (text === undefined) return undefined;
    const below = [...path, language];
    if (typeof text === 'string') {
      checkPlaceholders(text, below, head, language, report);
      return { bluesky: text, mastodon: text };
    }
    for (const dialect of dialects) checkPlaceholders(text[dialect], [...below, dialect], head, language, report);
    return text;
  });
}
