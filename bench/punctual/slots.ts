/** A campaign of one post a minute, each with a card of its own. */

import type { Campaign, Entry } from '../../schedule/model/campaign.ts';
import { hungarianTheme } from '../../tests/support/theme.ts';
import { campaignWith, entryWith } from '../../tests/support/threads.ts';

export const year = 2027;

/** From noon of 23 October on; at most 660 of them. */
export function campaignOf(count: number): Campaign {
  return campaignWith({ entries: Array.from({ length: count }, (_, index) => entryAt(index)) });
}

function entryAt(index: number): Entry {
  const time = `${12 + Math.floor(index / 60)}:${String(index % 60).padStart(2, '0')}`;
  const text = `${index + 1}. bejegyzés: a téren fölolvassák a követeléseket.`;
  const words = { headline: `${index + 1}. kép`, caption: null, credit: 'Minta', description: 'Egy rajz.' };
  return entryWith({
    id: `entry-${index}`,
    time,
    thread: [
      {
        text: { hu: { bluesky: text, mastodon: text }, en: { bluesky: text, mastodon: text } },
        card: {
          kind: 'clock',
          place: null,
          date: '1956-10-23',
          theme: hungarianTheme,
          photo: null,
          emblem: null,
          texts: { hu: words, en: words },
        },
      },
    ],
  });
}
