/** An entry that tells a sensitive event carries the warning that the event asks for. */

import type { Campaign, Entry } from '../../model/campaign.ts';
import { type Finding, rule } from '../rule.ts';

export const sensitiveEvent = rule('missing-warning', (campaign) =>
  campaign.entries.flatMap((entry) => [
    ...missing(campaign, entry, 'events', (warnings) => !warnings.some((id) => carries(campaign, entry, id))),
    ...missing(campaign, entry, 'retells', () => entry.warning === null),
  ]),
);

function missing(
  { facts }: Campaign,
  entry: Entry,
  field: 'events' | 'retells',
  lacks: (warnings: readonly string[]) => boolean,
): readonly Finding[] {
  return entry[field].flatMap((event, index) => {
    const needed = facts?.sensitive.get(event);
    if (needed === undefined || !lacks(needed.map(({ warning }) => warning))) return [];
    const wanted = needed.map(({ warning, rule }) => `\`warning: ${warning}\` (${rule})`).join(' or ');
    const message = `The event "${event}" is not told without a content warning; add ${wanted} to the entry.`;
    return [{ ...entry.origin.locate([field, index]), message }];
  });
}

/** Every warning is loaded once, so an entry with this one holds the same. */
function carries({ warnings }: Campaign, { warning }: Entry, id: string): boolean {
  return warning !== null && warnings.get(id) === warning;
}
