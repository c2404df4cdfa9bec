/** Puts one post of an entry together: its texts for every network, and its card. */

import { type Card, type Language, languages, networkNames, type PerLanguage, type Post } from './campaign.ts';
import {
  checkLanguages,
  checkPlaceholders,
  type Head,
  type ParsedDay,
  type Report,
  unknownReference,
} from './checks.ts';
import type { CampaignFile, EntryFile } from './schema.ts';
import { hasPlaceholder } from './template.ts';
import type { Path } from './yaml-file.ts';

/** What an entry is assembled with. */
export type Context = {
  readonly day: ParsedDay;
  readonly file: CampaignFile;
  readonly head: Head;
  readonly report: Report;
};

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

type CardFile = NonNullable<EntryFile['thread'][number]['card']>;

function assembleCard(card: CardFile, entry: EntryFile, path: Path, { day, file, head, report }: Context): Card {
  const texts = { ...(card.hu && { hu: card.hu }), ...(card.en && { en: card.en }) };
  checkLanguages(texts, file.languages, path, report);
  if (card.kind === 'clock' && entry.certainty !== 'exact') {
    const message =
      'A clock card shows the exact minute, and the time of this entry is not exact; use a typographic card.';
    report([...path, 'kind'], 'clock-needs-exact-time', message);
  }
  if (card.kind === 'clock' && card.date !== undefined && card.date !== day.data.date) {
    const message = 'A clock card shows the minute of its entry, which is of another day; use a typographic card.';
    report([...path, 'date'], 'clock-of-another-day', message);
  }
  const place = card.place === undefined ? null : (head.places.get(card.place) ?? null);
  if (card.place !== undefined && place === null) {
    unknownReference(report, [...path, 'place'], 'place', card.place, head.places.keys());
  }
  return {
    kind: card.kind,
    place,
    date: card.date ?? day.data.date,
    texts: mapLanguages((language) => {
      const words = card[language];
      if (words === undefined) return undefined;
      for (const [field, value] of Object.entries(words)) {
        if (value === undefined || !hasPlaceholder(value)) continue;
        const message = 'A card tells history and takes no placeholders; write the words out.';
        report([...path, language, field], 'placeholder-on-card', message);
      }
      return {
        headline: words.headline,
        caption: words.caption ?? null,
        credit: words.credit ?? file.credit[language] ?? '',
        description: words.description,
      };
    }),
  };
}

function mapLanguages<T>(of: (language: Language) => T | undefined): PerLanguage<T> {
  const [hu, en] = [of('hu'), of('en')];
  return { ...(hu !== undefined && { hu }), ...(en !== undefined && { en }) };
}
