/** Renders threads without drawing the cards of which is known how they come out. */

import { createHash } from 'node:crypto';
import type { Entry } from '../../schedule/model/campaign.ts';
import type { Card } from '../../schedule/model/card.ts';
import type { Language } from '../../schedule/model/language.ts';
import type { Checked } from '../../schedule/model/problem.ts';
import type { Findings } from '../../schedule/read/compiled/findings.ts';
import type { Wording } from '../../schedule/time/lateness.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { type CardOutcome, cardProblems, type OutcomeOf } from './card/outcome.ts';
import { cardRecord } from './card/record.ts';
import { type RenderTarget, renderWith } from './render-with.ts';
import type { Described, Thread } from './thread.ts';

/** As `renderWith`, with what is known of each card in its place. */
export function describeThread(
  slot: Slot,
  target: RenderTarget,
  wording: Wording,
  outcomeOf: OutcomeOf,
): Checked<Thread<Described>> {
  return renderWith(slot, target, wording, {
    cardOf(entry, position, card, language, limits): Checked<Described> {
      const outcome = outcomeOf(entry, card, language);
      const [first, ...others] = cardProblems(outcome, entry, position, card, language, limits);
      if (first !== undefined) return { ok: false, problems: [first, ...others] };
      if (!outcome.ok) throw new Error(`a card of ${entry.id} has faults and no Problem`);
      return { ok: true, value: outcome.described };
    },
    hashOf: ({ hash }) => hash,
  });
}

/** How a card came out before, by everything that is drawn on it; null if nothing is known of it. */
export function knownOutcome(outcomes: Findings, entry: Entry, card: Card, language: Language): CardOutcome | null {
  return (outcomes.known(nameOf(entry, card, language)) as CardOutcome | undefined) ?? null;
}

/** Asks `outcomeOf` only of cards of which nothing is known yet, and notes what it says. */
export function outcomesWith(outcomes: Findings, outcomeOf: OutcomeOf): OutcomeOf {
  return (entry, card, language) => {
    const known = knownOutcome(outcomes, entry, card, language);
    if (known !== null) return known;
    const outcome = outcomeOf(entry, card, language);
    outcomes.note(nameOf(entry, card, language), outcome);
    return outcome;
  };
}

function nameOf(entry: Entry, card: Card, language: Language): string {
  const drawn = JSON.stringify([cardRecord(entry, card, language), card.kind === 'map' ? card.map : null]);
  return createHash('sha256').update(drawn).digest('base64');
}
