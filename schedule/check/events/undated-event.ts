/** An event without a known day is told only in the span of days in which it can have happened. */

import { factOf } from '../../model/facts.ts';
import { rule } from '../rule.ts';

export const undatedEvent = rule('undated-event', ({ facts, entries }) =>
  entries.flatMap(({ events, date, origin }) =>
    events.flatMap((id, index) => {
      const fact = facts === null ? undefined : factOf(facts, id);
      if (fact?.dateCertainty !== 'undated') return [];
      const last = fact.dateEnd ?? fact.date;
      if (fact.date <= date && date <= last) return [];
      const window = last === fact.date ? `on ${last}` : `from ${fact.date} to ${last}`;
      const message = `The sources do not date "${id}" and allow it only ${window}; move it there, or name it under \`retells\`.`;
      return [{ ...origin.locate(['events', index]), message }];
    }),
  ),
);
