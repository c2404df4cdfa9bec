/** What the fact base leaves out on purpose is told nowhere. */

import { rule } from '../rule.ts';

export const leftOutEvent = rule('left-out-event', ({ facts, entries }) =>
  entries.flatMap(({ events, retells, origin }) =>
    Object.entries({ events, retells }).flatMap(([field, told]) =>
      told.flatMap((event, index) => {
        const left = facts?.leftOut.get(event);
        if (left === undefined) return [];
        const message = `The event "${event}" is left out on purpose (${left.rules.join(', ')}: ${left.reason}); tell it not, or take it out of facts/left-out.yaml.`;
        return [{ ...origin.locate([field, index]), message }];
      }),
    ),
  ),
);
