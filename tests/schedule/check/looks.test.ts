import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameLook } from '../../../schedule/check/same-look.ts';
import type { Entry, Post } from '../../../schedule/model/campaign.ts';
import type { Card, MapScene, StoryCard } from '../../../schedule/model/card.ts';
import { hungarianTheme } from '../../support/theme.ts';
import { campaignWith, entryWith } from '../../support/threads.ts';

const common = { place: null, date: '1956-10-23', theme: hungarianTheme } as const;
const words = { headline: 'A headline', caption: null, credit: 'Somebody', description: 'A picture.' };
const story: StoryCard = { ...common, kind: 'typographic', emblem: null, photo: null, texts: { hu: words, en: words } };
const scene: MapScene = { area: 'budapest', pins: [], routes: [], advances: [], ring: null };
const point = { latitude: 47.5, longitude: 19.05 };
const mapOf = (map: Partial<MapScene>): Card => {
  return { ...common, kind: 'map', photo: null, texts: story.texts, map: { ...scene, ...map } };
};
const figures: Card = {
  ...common,
  kind: 'figures',
  texts: {
    hu: { ...words, figures: [{ value: '1', label: 'one' }] },
    en: { ...words, figures: [{ value: '1', label: 'one' }] },
  },
};
const quotation: Card = {
  ...common,
  kind: 'quotation',
  texts: {
    hu: { ...words, quotation: '„Itt”', attribution: 'X' },
    en: { ...words, quotation: '“Here”', attribution: 'X' },
  },
};

function post(card: Card | null): Post {
  return { text: { hu: { bluesky: 'A', mastodon: 'A' }, en: { bluesky: 'A', mastodon: 'A' } }, card };
}

const thread = (card: Card | null, ...others: readonly (Card | null)[]): Entry['thread'] => [
  post(card),
  ...others.map(post),
];

/** How many cards show a picture again too soon. */
function again(...entries: readonly Partial<Entry>[]): number {
  return sameLook.check(campaignWith({ entries: entries.map((changes) => entryWith(changes)) })).length;
}

const shown = (one: Card, other: Card, entry: Partial<Entry> = { certainty: 'chosen' }) =>
  again({ ...entry, thread: thread(one, other) });

describe('two cards show the same picture', () => {
  it('whatever their words, places and days', () => {
    const others = { hu: { ...words, headline: 'Másik' }, en: { ...words, headline: 'Another' } };
    const place = { id: 'x', name: { hu: 'X', en: 'X' }, label: null, ...point };
    expect(shown(story, { ...story, texts: others, date: '1956-10-06', place })).toBe(1);
  });

  it('whatever the minute in them', () => {
    const clock: Card = { ...story, kind: 'clock' };
    expect(again({ time: '15:00', thread: thread(clock) }, { time: '16:00', thread: thread(clock) })).toBe(1);
    expect(again({ time: '15:00', thread: thread(story) }, { time: '16:00', thread: thread(story) })).toBe(1);
  });

  it('whatever is pinned on their maps, whatever their figures, and whoever is quoted', () => {
    const pin = { id: 'x', name: { hu: 'X', en: 'X' }, label: null, ...point };
    expect(shown(mapOf({}), mapOf({ pins: [pin] }))).toBe(1);
    expect(shown(figures, figures)).toBe(1);
    expect(shown(quotation, quotation)).toBe(1);
  });
});

describe('two cards show different pictures', () => {
  it.each<[string, Card, Card]>([
    ['of two kinds', story, { ...story, kind: 'memorial' }],
    ['with two emblems', { ...story, emblem: 'bell' }, { ...story, emblem: 'candle' }],
    ['with an emblem and without', story, { ...story, emblem: 'bell' }],
    ['of two areas', mapOf({}), mapOf({ area: 'hungary' })],
    ['with a route and without', mapOf({}), mapOf({ routes: [[point, point]] })],
    [
      'with an advance and with a ring',
      mapOf({ advances: [[point, point]] }),
      mapOf({ ring: { around: point, kilometres: 9 } }),
    ],
    ['a quotation and figures', quotation, figures],
  ])('%s', (_, one, other) => {
    expect(shown(one, other)).toBe(0);
    expect(shown(one, one)).toBe(1);
  });

  it('where a time stands in one of them', () => {
    const early = { date: '1956-10-06' };
    expect(shown(story, { ...story, ...early }, { certainty: 'exact' })).toBe(0);
  });

  it('on a day of mourning and on the day before', () => {
    const day = { thread: thread({ ...story, emblem: 'candle' }) };
    expect(again({ ...day, time: '10:00' }, { ...day, time: '11:00', mourning: true })).toBe(0);
  });
});

it('asks for no distance beyond five posts, and for that much across entries in whatever order they are given', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.nat(9), fc.boolean(), (behind, ahead, turned) => {
      const empty = (count: number): null[] => Array.from({ length: count }, () => null);
      const first = { time: '10:00', certainty: 'chosen', thread: thread(story, ...empty(behind)) } as const;
      const late = ahead === 0 ? thread(story) : thread(null, ...empty(ahead - 1), story);
      const second = { time: '11:00', certainty: 'chosen', thread: late } as const;
      const entries = turned ? [second, first] : [first, second];
      expect(again(...entries)).toBe(behind + ahead + 1 <= 5 ? 1 : 0);
    }),
  );
});
