/** Which events of the fact base a campaign tells, and which it does not. */

import type { Campaign } from '../../model/campaign.ts';
import type { FactEvent, LeftOut } from '../../model/facts.ts';

export type Coverage = {
  readonly told: readonly { readonly event: FactEvent; readonly entry: string }[];
  readonly leftOut: readonly { readonly event: FactEvent; readonly why: LeftOut }[];
  /** With a day of its own, up to the last day of the campaign: these should be told, or left out by a rule. */
  readonly notTold: readonly FactEvent[];
  /** Not told, and nowhere due: the sources give no day. */
  readonly undated: readonly FactEvent[];
  /** Not told, and not before the last day of the campaign is over. */
  readonly later: readonly FactEvent[];
};

/**
 * Every event of `facts/events.yaml` is in one of the lists, in the order of that file. What happened before the first day
 * counts too, as long as it stands there and not in `facts/context.yaml`. Null for a campaign without a fact base.
 */
export function coverageOf({ facts, entries, lastDay }: Campaign): Coverage | null {
  if (facts === null) return null;
  const tellers = new Map<string, string>();
  for (const { id, retells } of entries) for (const event of retells) tellers.set(event, id);
  for (const { id, events } of entries) for (const event of events) tellers.set(event, id);
  const all = [...facts.events.values()];
  const silent = all.filter(({ id }) => !tellers.has(id) && !facts.leftOut.has(id));
  const due = silent.filter(({ date }) => date <= lastDay);
  return {
    told: all.flatMap((event) => {
      const entry = tellers.get(event.id);
      return entry === undefined ? [] : [{ event, entry }];
    }),
    leftOut: all.flatMap((event) => {
      const why = facts.leftOut.get(event.id);
      return why === undefined || tellers.has(event.id) ? [] : [{ event, why }];
    }),
    notTold: due.filter(({ dateCertainty }) => dateCertainty !== 'undated'),
    undated: due.filter(({ dateCertainty }) => dateCertainty === 'undated'),
    later: silent.filter(({ date }) => date > lastDay),
  };
}
