/** Entries tell only events of the fact base. */

import { factOf } from '../../model/facts.ts';
import { suggestion } from '../../words/suggest.ts';
import { rule } from '../rule.ts';

export const unknownEvent = rule('unknown-event', ({ facts, entries }) => {
  if (facts === null) return [];
  const known = [...facts.events.keys(), ...facts.context.keys()];
  return entries.flatMap(({ events, retells, origin }) =>
    Object.entries({ events, retells }).flatMap(([field, told]) =>
      told.flatMap((event, index) => {
        if (factOf(facts, event) !== undefined) return [];
        const message = `The fact base has no event "${event}". ${nearOnly(event, known)}`;
        return [{ ...origin.locate([field, index]), message }];
      }),
    ),
  );
});

/** A fact base is too long to be listed. */
function nearOnly(event: string, known: readonly string[]): string {
  const hint = suggestion(event, known);
  return hint.startsWith('Did') ? hint : 'Correct the id, or add the event to facts/events.yaml with its sources.';
}
