/** Puts one post of an entry together: its texts for every network, and its card. */

import { assembleCard } from './assemble-card.ts';
import { languages, mapLanguages, networkNames, type Post } from './campaign.ts';
import { type Context, checkLanguages, checkPlaceholders } from './checks.ts';
import type { EntryFile } from './schema.ts';
import type { Path } from './yaml-file.ts';

/** What is wrong is reported, and what is left of the post returned. */
export function assemblePost(post: EntryFile['thread'][number], entry: EntryFile, path: Path, context: Context): Post {
  const { file, head, report } = context;
  checkLanguages(post.text, file.languages, [...path, 'text'], report);
  for (const language of languages) {
    const text = post.text[language];
    if (text === undefined) continue;
    const below = [...path, 'text', language];
    if (typeof text === 'string') checkPlaceholders(text, below, head, language, report);
    else
      for (const network of networkNames) checkPlaceholders(text[network], [...below, network], head, language, report);
  }
  const bothNetworks = (text: string | { bluesky: string; mastodon: string } | undefined) =>
    typeof text === 'string' ? { bluesky: text, mastodon: text } : text;
  return {
    text: mapLanguages((language) => bothNetworks(post.text[language])),
    card: post.card === undefined ? null : assembleCard(post.card, entry, [...path, 'card'], context),
  };
}
