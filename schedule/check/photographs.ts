/** Where photographs and other pictures may not stand: with events told without any, and without the warning they ask for. */

import type { Entry } from '../model/campaign.ts';
import type { Card } from '../model/card.ts';
import { suggestion } from '../words/suggest.ts';
import { type Finding, rule } from './rule.ts';

/** Even a slot that still waits counts, and a drawing. */
export const noPicture = rule('no-picture', ({ entries, facts }) =>
  entries.flatMap((entry) => {
    const told = [...entry.events, ...entry.retells];
    const refusing = told.flatMap((event) => {
      const rule = facts?.sensitive.get(event)?.find(({ pictures }) => pictures === 'none')?.rule;
      return rule === undefined ? [] : [{ event, rule }];
    });
    const [first] = refusing;
    if (first === undefined) return [];
    return cardsOf(entry).map(({ path }): Finding => {
      const message = `The event "${first.event}" is told without any picture (${first.rule}); remove the card.`;
      return { ...entry.origin.locate(path), message };
    });
  }),
);

export const photographWarning = rule('photo-needs-warning', (campaign) =>
  campaign.entries.flatMap((entry) =>
    cardsOf(entry).flatMap(({ card, path }): readonly Finding[] => {
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
      return [{ ...entry.origin.locate([...path, 'photo']), message }];
    }),
  ),
);

type Placed = { readonly card: Card; readonly path: readonly (string | number)[] };

function cardsOf({ thread }: Entry): readonly Placed[] {
  return thread.flatMap(({ card }, index) => (card === null ? [] : [{ card, path: ['thread', index, 'card'] }]));
}
