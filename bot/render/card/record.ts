/** Puts together every word of a card. */

import type { CardRecord } from '../../../media/card.ts';
import type { Entry } from '../../../schedule/model/campaign.ts';
import type { Card } from '../../../schedule/model/card.ts';
import { inLanguage, type Language } from '../../../schedule/model/language.ts';
import type { Photograph } from '../../../schedule/model/photograph.ts';
import { licenceNote } from '../../../schedule/read/photograph-credit.ts';
import { printedDate, printedTime } from '../dates.ts';

export type DatedEntry = Pick<Entry, 'date' | 'time' | 'certainty' | 'mourning'>;

/** What the card of an entry says in a language. A card of another day than the entry's shows no time. */
export function cardRecord(entry: DatedEntry, card: Card, language: Language): CardRecord {
  const timed = card.kind !== 'memorial' && card.date === entry.date;
  const bearing = {
    language,
    theme: card.theme,
    time: timed ? printedTime(entry.time, entry.certainty, language) : null,
    date: printedDate(card.date, language),
    place: card.place === null ? null : inLanguage(card.place.name, language),
    mourning: entry.mourning,
  };
  switch (card.kind) {
    case 'quotation':
      return { ...bearing, kind: card.kind, ...inLanguage(card.texts, language) };
    case 'figures':
      return { ...bearing, kind: card.kind, ...inLanguage(card.texts, language) };
    case 'map':
    case 'typographic':
    case 'clock':
    case 'memorial': {
      const photograph = photographOn(card);
      const texts = inLanguage(card.texts, language);
      if (photograph !== null)
        return { ...bearing, kind: 'photo', photograph, ...texts, ...closingOf(photograph, language) };
      if (card.kind === 'map') return { ...bearing, kind: card.kind, map: card.map, ...texts };
      return { ...bearing, kind: card.kind, emblem: card.emblem, ...texts };
    }
  }
}

export function photographOn(card: Card): Photograph | null {
  return 'photo' in card ? (card.photo?.photograph ?? null) : null;
}

/** The text of the licence stands last in the alt text, so that every copy of the picture says where it is. */
function closingOf(photograph: Photograph, language: Language) {
  const note = licenceNote(photograph.licence, language);
  const shows = inLanguage(photograph.shows, language);
  return { credit: inLanguage(photograph.credit, language), description: note === null ? shows : `${shows} (${note})` };
}
