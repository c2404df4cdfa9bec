/** Has a card drawn; what cannot be drawn is a Problem for the author. */

import type { Drawing, Drawn } from '../../../media/card.ts';
import { offMap } from '../../../media/cartography/off-map.ts';
import { drawCard } from '../../../media/draw.ts';
import { drawingHash } from '../../../media/drawing-hash.ts';
import type { CardFormat } from '../../../media/page.ts';
import type { Entry } from '../../../schedule/model/campaign.ts';
import type { Card } from '../../../schedule/model/card.ts';
import type { Language } from '../../../schedule/model/language.ts';
import { type Checked, sound } from '../../../schedule/model/problem.ts';
import type { Capabilities } from '../rules.ts';
import { type CardOutcome, cardProblems, type OutcomeOf } from './outcome.ts';
import { cardRecord, type DatedEntry } from './record.ts';

/**
 * The drawing of the card of the post at `position` of the thread, or what stops it, located in the entry. Posts carry
 * the portrait.
 */
export function renderCard(
  entry: Entry,
  position: number,
  card: Card,
  language: Language,
  limits: Pick<Capabilities, 'maxAltCharacters'>,
  format: CardFormat = 'portrait',
): Checked<Drawing> {
  const outcome = drawnOutcome(entry, card, language, format);
  const [first, ...others] = cardProblems(outcome, entry, position, card, language, limits);
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  const drawn = drawOnce(entry, card, language, format);
  if (!drawn.ok) throw new Error(`a card of ${entry.id} has faults and no Problem`);
  return sound(drawn.drawing);
}

function drawnOutcome(entry: Entry, card: Card, language: Language, format: CardFormat): CardOutcome {
  const astray = card.kind === 'map' ? offMap(card.map) : [];
  if (astray.length > 0) return { ok: false, astray };
  const drawn = drawOnce(entry, card, language, format);
  if (!drawn.ok) return drawn;
  const { alt, credit, width, height } = drawn.drawing;
  return { ok: true, described: { alt, credit, width, height, hash: drawingHash(drawn.drawing) } };
}

/** Draws the card, once. */
export const outcomeByDrawing: OutcomeOf = (entry, card, language) => drawnOutcome(entry, card, language, 'portrait');

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
