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
        ...postTexts(entry, index, language),
        ...(post.card === null ? [] : wordsOf(post.card, language)).map(({ path, kind, text }) =>
          own(entry, language, kind === 'drawn' ? 'card' : kind, text, ['thread', index, 'card', ...path]),
        ),
      ]),
    ),
  );
}

function postTexts(entry: Entry, index: number, language: Language): readonly OwnText[] {
  const post = entry.thread[index];
  if (post === undefined) return [];
  const path = ['thread', index, 'text', language];
  const { bluesky, mastodon } = inLanguage(post.text, language);
  if (bluesky === mastodon) return [own(entry, language, 'post', bluesky, path)];
  return networkNames.map((network) =>
    own(entry, language, 'post', inLanguage(post.text, language)[network], [...path, network]),
  );
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
