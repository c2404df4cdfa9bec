/** Puts together every word of a card, and has it drawn; what cannot be drawn is a Problem for the author. */

import type { CardFault, CardRecord, Drawing, Drawn } from '../../media/card.ts';
import { offMap } from '../../media/cartography/off-map.ts';
import { drawCard } from '../../media/draw.ts';
import type { CardFormat } from '../../media/page.ts';
import type { Entry } from '../../schedule/model/campaign.ts';
import type { Card } from '../../schedule/model/card.ts';
import { eachOf, inLanguage, isNonEmpty, type Language } from '../../schedule/model/language.ts';
import type { Photograph } from '../../schedule/model/photograph.ts';
import { type Checked, type Problem, sound } from '../../schedule/model/problem.ts';
import { licenceNote } from '../../schedule/read/photograph-credit.ts';
import { printedDate, printedTime } from './dates.ts';
import type { Capabilities } from './rules.ts';

type DatedEntry = Pick<Entry, 'date' | 'time' | 'certainty' | 'mourning'>;

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

function photographOn(card: Card): Photograph | null {
  return 'photo' in card ? (card.photo?.photograph ?? null) : null;
}

/** The text of the licence stands last in the alt text, so that every copy of the picture says where it is. */
function closingOf(photograph: Photograph, language: Language) {
  const note = licenceNote(photograph.licence, language);
  const shows = inLanguage(photograph.shows, language);
  return { credit: inLanguage(photograph.credit, language), description: note === null ? shows : `${shows} (${note})` };
}

/**
 * The drawing of the card of the post at `position` of the thread, or what stops it, located in the entry. Posts carry
 * the portrait.
 */
export function renderCard(
  entry: Entry,
  position: number,
  card: Card,
  language: Language,
  { maxAltCharacters }: Pick<Capabilities, 'maxAltCharacters'>,
  format: CardFormat = 'portrait',
): Checked<Drawing> {
  const path = ['thread', position, 'card'];
  const astray = card.kind === 'map' ? offMap(card.map) : [];
  if (isNonEmpty(astray)) {
    const problems = eachOf(astray, ({ path: below, message }): Problem => {
      return { ...entry.origin.locate([...path, 'map', ...below]), rule: 'off-map', message };
    });
    return { ok: false, problems };
  }
  const drawn = drawOnce(entry, card, language, format);
  if (!drawn.ok) {
    const problems = eachOf(drawn.faults, ({ field, rule, message }): Problem => {
      const rights = field === 'credit' ? photographOn(card)?.locate([]) : undefined;
      return { ...(rights ?? entry.origin.locate(pathOf(field, path, language))), rule, message };
    });
    return { ok: false, problems };
  }
  const length = [...drawn.drawing.alt].length;
  if (maxAltCharacters === null || length <= maxAltCharacters) return sound(drawn.drawing);
  const problem: Problem = {
    ...(photographOn(card)?.locate(['shows', language]) ?? entry.origin.locate([...path, language, 'description'])),
    rule: 'alt-too-long',
    message: `The alt text is ${length} characters long, ${length - maxAltCharacters} more than the ${maxAltCharacters} allowed; shorten the description, or say less on the card.`,
  };
  return { ok: false, problems: [problem] };
}

const drawings = new WeakMap<Card, Map<string, Drawn>>();

/** A card belongs to one entry and never changes, so one drawing serves both networks and every year. */
function drawOnce(entry: DatedEntry, card: Card, language: Language, format: CardFormat): Drawn {
  const ofCard = drawings.get(card) ?? new Map<string, Drawn>();
  drawings.set(card, ofCard);
  const key = `${language} ${format}`;
  const drawn = ofCard.get(key) ?? drawCard(cardRecord(entry, card, language), format);
  ofCard.set(key, drawn);
  return drawn;
}

function pathOf(
  field: CardFault['field'],
  card: readonly (string | number)[],
  language: Language,
): readonly (string | number)[] {
  switch (field) {
    case 'headline':
    case 'caption':
    case 'quotation':
    case 'attribution':
    case 'figures':
    case 'credit':
      return [...card, language, field];
    case 'place':
    case 'date':
    case 'map':
      return [...card, field];
    case 'time':
      return [field];
  }
}
