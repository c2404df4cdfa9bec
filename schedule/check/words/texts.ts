/** Every text of a campaign that readers meet, with where it was written. */

import type { Campaign, Entry } from '../../model/campaign.ts';
import { wordsOf } from '../../model/card.ts';
import { dialects, inLanguage, type Language } from '../../model/language.ts';
import type { Position } from '../../model/problem.ts';

export type OwnText = {
  readonly entry: Entry;
  readonly language: Language;
  /** Which post of the thread it belongs to, from 0. */
  readonly post: number;
  /** What is said instead once the grace is over. */
  readonly late: boolean;
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
          own({ entry, language, post: index, late: false, kind: kind === 'drawn' ? 'card' : kind, text }, [
            'thread',
            index,
            'card',
            ...path,
          ]),
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
  const about = { entry, language, post: index, late: wording === 'late', kind: 'post' } as const;
  if (text.bluesky === text.mastodon) return [own({ ...about, text: text.bluesky }, path)];
  return dialects.map((dialect) => own({ ...about, text: text[dialect] }, [...path, dialect]));
}

function own(text: Omit<OwnText, 'at'>, path: readonly (string | number)[]): OwnText {
  return { ...text, at: (offset) => text.entry.origin.locate(path, offset) };
}
