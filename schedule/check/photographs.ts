/** Where photographs and other pictures may not stand: with events told without any, and without the warning they ask for. */

import type { Entry } from '../model/campaign.ts';
import type { Card } from '../model/card.ts';
import type { Problem } from '../model/problem.ts';
import { suggestion } from '../words/suggest.ts';
import type { Rule } from './rule.ts';

const pictureless = 'no-picture';

/** Even a slot that still waits counts, and a drawing. */
export const noPicture: Rule = {
  name: pictureless,
  check: ({ entries, facts }) =>
    entries.flatMap((entry) => {
      const told = [...entry.events, ...entry.retells];
      const refusing = told.flatMap((event) => {
        const rule = facts?.sensitive.get(event)?.find(({ pictures }) => pictures === 'none')?.rule;
        return rule === undefined ? [] : [{ event, rule }];
      });
      const [first] = refusing;
      if (first === undefined) return [];
      return cardsOf(entry).map(({ path }): Problem => {
        const message = `The event "${first.event}" is told without any picture (${first.rule}); remove the card.`;
        return { ...entry.origin.locate(path), rule: pictureless, message };
      });
    }),
};

const unwarned = 'photo-needs-warning';

export const photographWarning: Rule = {
  name: unwarned,
  check: (campaign) =>
    campaign.entries.flatMap((entry) =>
      cardsOf(entry).flatMap(({ card, path }): readonly Problem[] => {
        const photograph = 'photo' in card ? card.photo?.photograph : null;
        if (photograph === null || photograph === undefined || photograph.sensitivity === null) return [];
        const wanted = photograph.sensitivity;
        const warning = campaign.warnings.get(wanted);
        if (warning !== undefined && warning === entry.warning) return [];
        const remedy =
          warning === undefined
            ? `this campaign has no such warning. ${suggestion(wanted, campaign.warnings.keys())}`
            : `add \`warning: ${wanted}\` to the entry, or choose another photograph.`;
        const message = `The photograph "${photograph.id}" is not shown without the content warning "${wanted}"; ${remedy}`;
        return [{ ...entry.origin.locate([...path, 'photo']), rule: unwarned, message }];
      }),
    ),
};

type Placed = { readonly card: Card; readonly path: readonly (string | number)[] };

function cardsOf({ thread }: Entry): readonly Placed[] {
  return thread.flatMap(({ card }, index) => (card === null ? [] : [{ card, path: ['thread', index, 'card'] }]));
}
