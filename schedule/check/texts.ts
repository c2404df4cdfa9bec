/** Every text of a campaign that readers meet, with where it was written. */

import { type Campaign, type Entry, inLanguage, type Language, networkNames } from '../campaign.ts';
import { wordsOf } from '../card.ts';
import type { Position } from '../problem.ts';

export type OwnText = {
  readonly entry: Entry;
  readonly language: Language;
  /** A post, words drawn on a card, or the description of a card. */
  readonly kind: 'post' | 'card' | 'description';
  /** As the editor wrote it, placeholders included. */
  readonly text: string;
  /** Where the character at `offset` stands, or the text starts. */
  readonly at: (offset?: number) => Position;
};

/** In the order of the files; a text that both networks share comes once. */
export function textsOf(campaign: Campaign): readonly OwnText[] {
  return campaign.entries.flatMap((entry) =>
    entry.thread.flatMap((post, index) =>
      campaign.languages.flatMap((language) => [
        ...postTexts(entry, index, language, 'text'),
        ...postTexts(entry, index, language, 'late'),
        ...(post.card === null ? [] : wordsOf(post.card, language)).map(({ path, kind, text }) =>
          own(entry, language, kind === 'drawn' ? 'card' : kind, text, ['thread', index, 'card', ...path]),
        ),
      ]),
    ),
  );
}

function postTexts(entry: Entry, index: number, language: Language, wording: 'text' | 'late'): readonly OwnText[] {
  const texts = entry.thread[index]?.[wording];
  if (texts === undefined) return [];
  const path = ['thread', index, wording, language];
  const text = inLanguage(texts, language);
  if (text.bluesky === text.mastodon) return [own(entry, language, 'post', text.bluesky, path)];
  return networkNames.map((network) => own(entry, language, 'post', text[network], [...path, network]));
}

function own(
  entry: Entry,
  language: Language,
  kind: OwnText['kind'],
  text: string,
  path: readonly (string | number)[],
): OwnText {
  return { entry, language, kind, text, at: (offset) => entry.origin.locate(path, offset) };
}
