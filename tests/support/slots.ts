/** A slot that uses everything rendering can do: placeholders, a link, tags, a mention, cards, a warning, a thread. */

import type { Campaign, Entry, PostText } from '../../schedule/model/campaign.ts';
import type { StoryCard, StoryText } from '../../schedule/model/card.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { slotsOf } from '../../schedule/time/slots.ts';
import { hungarianTheme } from './theme.ts';
import { campaignWith, entryWith } from './threads.ts';

/** The same words for both networks. */
export function onBoth(text: string): PostText {
  return { bluesky: text, mastodon: text };
}

const cardText: StoryText = {
  headline: 'Elindul a menet',
  caption: 'Diákok ezrei indulnak a Petőfi-szobortól a Bem térre.',
  credit: 'Rajz: Emléknap · CC BY 4.0',
  description: 'Piros, fehér és zöld sávú zászló, közepén kivágott, kerek lyuk.',
};

const englishCardText: StoryText = {
  headline: 'The march begins',
  caption: 'Thousands of students set out from the Petőfi statue for Bem Square.',
  credit: 'Drawing: Emléknap · CC BY 4.0',
  description: 'A flag striped red, white and green, with a round hole cut out of its middle.',
};

export function cardWith(changes: Partial<StoryCard> = {}, words: Partial<StoryText> = {}): StoryCard {
  return {
    kind: 'clock',
    date: '1956-10-23',
    theme: hungarianTheme,
    emblem: null,
    photo: null,
    place: {
      id: 'petofi',
      name: { hu: 'Petőfi tér', en: 'Petőfi Square' },
      label: null,
      latitude: 47.49,
      longitude: 19.05,
    },
    texts: { hu: { ...cardText, ...words }, en: { ...englishCardText, ...words } },
    ...changes,
  };
}

/** Problems of the entry are located at line 100, and in the column that is the length of their path. */
const origin: Entry['origin'] = {
  file: 'sample.yaml',
  path: [],
  locate: (path) => ({ file: path.join('.'), line: 100, column: path.length + 1 }),
};

function richCampaign(entry: Partial<Entry> = {}): Campaign {
  return campaignWith({
    hashtags: { hu: ['Forradalom1956'], en: ['Revolution1956'] },
    sourcesPage: { hu: 'https://rev.hu/források', en: 'https://rev.hu/sources' },
    mentions: new Map([
      [
        'oszk',
        { bluesky: { did: 'did:plc:abc123', handle: 'oszk.bsky.social' }, mastodon: 'konyvtar@social.example.hu' },
      ],
    ]),
    entries: [
      entryWith({
        origin,
        warning: { hu: 'Halálesetek', en: 'Deaths' },
        thread: [
          {
            text: {
              hu: onBoth('{{years}} éve délután elindul a menet. Köszönet: @oszk.\n\n{{hashtags}}\n'),
              en: onBoth('{{years}} years ago the march begins. With thanks to @oszk.\n\n{{hashtags}}\n'),
            },
            card: cardWith(),
          },
          {
            text: { hu: onBoth('Források: {{sourcesPage}}.'), en: onBoth('Sources: {{sourcesPage}}.') },
            card: null,
          },
        ],
        ...entry,
      }),
    ],
  });
}

/** The 2027 slot of that campaign's only entry. */
export function richSlot(entry: Partial<Entry> = {}): Slot {
  const [slot] = slotsOf(richCampaign(entry), 2027);
  if (slot === undefined) throw new Error('a campaign with an entry has a slot');
  return slot;
}
