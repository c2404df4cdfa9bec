/** An entry is no more certain of its time than the sources are. */

import type { Entry } from '../../model/campaign.ts';
import { type FactEvent, factOf } from '../../model/facts.ts';
import { rule } from '../rule.ts';

/** Says nothing of entries with an unknown event, which may be the one that has the time. */
export const certainty = rule('certainty', ({ facts, entries }) => {
  if (facts === null) return [];
  return entries.flatMap((entry) => {
    const ids = [...entry.events, ...entry.retells];
    const told = ids.flatMap((id) => factOf(facts, id) ?? []);
    if (ids.length === 0 || told.length < ids.length || supports(told, entry)) return [];
    const message =
      entry.certainty === 'exact'
        ? `No event of this entry happens exactly at ${entry.time} in the fact base; correct the time or its certainty.`
        : `No event of this entry happens at about ${entry.time} in the fact base; write \`certainty: chosen\`, or correct the time.`;
    return [{ ...entry.origin.locate(['certainty']), message }];
  });
});

/** A part of the day, like the evening, supports a rough time, and only a rough one. */
function supports(told: readonly FactEvent[], { certainty: claimed, time }: Entry): boolean {
  if (claimed === 'chosen') return true;
  if (claimed === 'exact') return told.some((fact) => fact.time === time && fact.timeCertainty === 'exact');
  return told.some((fact) => fact.time === time || (fact.time === null && fact.timeCertainty === 'approximate'));
}
