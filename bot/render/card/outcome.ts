/** How the drawing of a card came out, which may be known without drawing it, and what of it is a Problem for the author. */

import type { CardFault, Drawn } from '../../../media/card.ts';
import type { OffMap } from '../../../media/cartography/off-map.ts';
import type { Entry } from '../../../schedule/model/campaign.ts';
import type { Card } from '../../../schedule/model/card.ts';
import type { Language } from '../../../schedule/model/language.ts';
import type { Problem } from '../../../schedule/model/problem.ts';
import type { Capabilities } from '../rules.ts';
import type { Described } from '../thread.ts';
import { photographOn } from './record.ts';

/** `astray`: what lies beside its map, so that it cannot be drawn. */
export type CardOutcome =
  | { readonly ok: true; readonly described: Described }
  | Extract<Drawn, { readonly ok: false }>
  | { readonly ok: false; readonly astray: readonly OffMap[] };

/** How the portrait of the card of an entry comes out. */
export type OutcomeOf = (entry: Entry, card: Card, language: Language) => CardOutcome;

/** What keeps a card from being posted, located in the entry. */
export function cardProblems(
  outcome: CardOutcome,
  entry: Entry,
  position: number,
  card: Card,
  language: Language,
  { maxAltCharacters }: Pick<Capabilities, 'maxAltCharacters'>,
): readonly Problem[] {
  const path = ['thread', position, 'card'];
  if (!outcome.ok && 'astray' in outcome) {
    return outcome.astray.map(({ path: below, message }): Problem => {
      return { ...entry.origin.locate([...path, 'map', ...below]), rule: 'off-map', message };
    });
  }
  if (!outcome.ok) {
    return outcome.faults.map(({ field, rule, message }): Problem => {
      const rights = field === 'credit' ? photographOn(card)?.locate([]) : undefined;
      return { ...(rights ?? entry.origin.locate(pathOf(field, path, language))), rule, message };
    });
  }
  const length = [...outcome.described.alt].length;
  if (maxAltCharacters === null || length <= maxAltCharacters) return [];
  const problem: Problem = {
    ...(photographOn(card)?.locate(['shows', language]) ?? entry.origin.locate([...path, language, 'description'])),
    rule: 'alt-too-long',
    message: `The alt text is ${length} characters long, ${length - maxAltCharacters} more than the ${maxAltCharacters} allowed; shorten the description, or say less on the card.`,
  };
  return [problem];
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
