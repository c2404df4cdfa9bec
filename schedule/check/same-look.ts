/** No two cards show the same picture within five posts of each other, in the order in which an account publishes them. */

import type { Campaign, Entry } from '../model/campaign.ts';
import type { Card, MapScene } from '../model/card.ts';
import type { Position } from '../model/problem.ts';
import { type Finding, rule } from './rule.ts';

const apart = 5;

export const sameLook = rule('same-look', ({ entries }) => {
  const feed = feedOf(entries);
  return feed.flatMap((shown, index): readonly Finding[] => {
    const near = feed.slice(Math.max(0, index - apart), index);
    const same = near.findLast((other) => shown !== null && other?.look === shown.look);
    if (!shown || !same) return [];
    const { file, line } = same.at;
    const message = `This card shows the same picture as that of "${same.entry}" (${file}:${line}), ${shown.look}, and within ${apart} posts no two do; give one of them another emblem or kind, or take it out.`;
    return [{ ...shown.at, message }];
  });
});

type Shown = { readonly look: string; readonly entry: string; readonly at: Position };

/** Every post of a season in its order; null for one without a card. */
function feedOf(entries: Campaign['entries']): readonly (Shown | null)[] {
  const inOrder = [...entries].sort((a, b) => (`${a.date}${a.time}` < `${b.date}${b.time}` ? -1 : 1));
  return inOrder.flatMap((entry) =>
    entry.thread.map(({ card }, post) => {
      if (card === null) return null;
      return { look: lookOf(card, entry), entry: entry.id, at: entry.origin.locate(['thread', post, 'card']) };
    }),
  );
}

/** What is left of a card for someone who scrolls by: neither its words nor the minute in it. */
function lookOf(card: Card, entry: Entry): string {
  const photograph = 'photo' in card ? card.photo?.photograph : null;
  if (photograph) return `the photograph "${photograph.id}"`;
  return [...picture(card, entry), ...(entry.mourning ? ['in mourning'] : [])].join(' ');
}

function picture(card: Card, { date, certainty }: Entry): readonly string[] {
  switch (card.kind) {
    case 'quotation':
      return ['a quotation'];
    case 'figures':
      return ['figures'];
    case 'map':
      return [`a map of ${card.map.area}`, ...signsOn(card.map)];
    case 'clock':
    case 'memorial':
    case 'typographic': {
      const timed = card.kind === 'typographic' && certainty !== 'chosen' && card.date === date;
      const emblem = card.emblem === null ? 'without an emblem' : `with the emblem ${card.emblem}`;
      return [card.kind, ...(timed ? ['around a time'] : []), emblem];
    }
  }
}

/** Pins are on nearly every map and tell none from another. */
function signsOn({ routes, advances, ring }: MapScene): readonly string[] {
  return [
    ...(routes.length > 0 ? ['with a route'] : []),
    ...(advances.length > 0 ? ['with an advance'] : []),
    ...(ring === null ? [] : ['with a ring']),
  ];
}
