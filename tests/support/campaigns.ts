/** Small campaigns made by hand. */

import type { Campaign, Entry } from '../../schedule/campaign.ts';

/** An entry that says as little as an entry can. */
export function entryWith(partial: Partial<Entry>): Entry {
  return {
    id: 'entry',
    kind: 'event',
    date: '1956-10-23',
    time: '15:00',
    certainty: 'exact',
    events: ['event'],
    retells: [],
    sources: ['source'],
    warning: null,
    lateness: { graceMinutes: 15 },
    mourning: false,
    thread: [
      {
        text: { hu: { bluesky: 'Szöveg.', mastodon: 'Szöveg.' }, en: { bluesky: 'Text.', mastodon: 'Text.' } },
        card: null,
      },
    ],
    origin: { locate: () => ({ file: 'day.yaml', line: 1, column: 1 }) },
    ...partial,
  };
}

export function campaignWith(entries: readonly Partial<Entry>[], partial: Partial<Campaign> = {}): Campaign {
  return {
    id: 'hungary-1956',
    title: { hu: 'Cím', en: 'Title' },
    languages: ['hu', 'en'],
    hashtags: { hu: ['Magyarország1956'], en: ['Hungary1956'] },
    timeZone: 'Europe/Budapest',
    year: 1956,
    firstDay: '1956-10-23',
    lastDay: '1956-11-04',
    repeatedHour: 'later',
    missingHour: 'after',
    sourcesPage: null,
    sources: new Map(),
    places: new Map(),
    names: [],
    mentions: new Map(),
    entries: entries.map(entryWith),
    ...partial,
  };
}
