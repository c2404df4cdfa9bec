/** Two threads made by hand, one for each network and language, with everything in them that a preview shows. */

import type { PreviewPictures } from '../../bot/preview/pictures.ts';
import type { Thread } from '../../bot/render/thread.ts';
import { drawingWith, facetOn, slotWith, threadWith } from '../support/threads.ts';

const fingerprint = '0123456789abcdef'.repeat(4);

const hungarian = [
  'Halálesetek',
  '',
  '71 éve délután elindul a menet a Petőfi-szobortól a Bem térre. Köszönet: @oszk.bsky.social.',
  '',
  'https://rev.hu/források #Forradalom1956',
].join('\n');

export const onBluesky: Thread = {
  ...threadWith({
    slot: slotWith(),
    posts: [
      {
        text: hungarian,
        facets: [
          facetOn(hungarian, '@oszk.bsky.social', { kind: 'mention', identity: 'did:plc:abc123' }),
          facetOn(hungarian, 'https://rev.hu/források', { kind: 'link', uri: 'https://rev.hu/források' }),
          facetOn(hungarian, '#Forradalom1956', { kind: 'tag', tag: 'Forradalom1956' }),
        ],
        contentWarning: 'Halálesetek',
        labels: ['graphic-media'],
        images: [
          drawingWith({
            width: 1200,
            height: 1500,
            alt: '15:00, 1956. október 23., Petőfi tér. Elindul a menet. Rajz: Emléknap. Zászló, közepén kerek lyuk.',
            credit: 'Rajz: Emléknap · CC BY 4.0',
          }),
        ],
      },
      { text: 'Folytatjuk 🕊️', length: 12 },
    ],
  }),
  fingerprint,
};

export const pictures: PreviewPictures = [
  [{ file: 'march-begins.hu.1.jpg', bytes: 212_345, sha256: 'ab'.repeat(32) }],
  [],
];

const english = 'With thanks to @konyvtar@social.example.hu, 71 years on.';

export const onMastodon: Thread = {
  ...threadWith({
    slot: slotWith({ id: 'radio-silent', date: '1956-11-04', time: '08:07' }),
    network: 'mastodon',
    language: 'en',
    posts: [
      {
        text: english,
        length: 462,
        limit: 500,
        facets: [
          facetOn(english, '@konyvtar@social.example.hu', {
            kind: 'mention',
            identity: 'konyvtar@social.example.hu',
          }),
        ],
        contentWarning: 'Deaths',
        sensitive: true,
        images: [drawingWith({ width: 1200, height: 1500, alt: '08:07. Silence.', credit: 'Drawing: Emléknap' })],
      },
      {
        text: 'Until 13:00.',
        length: 18,
        limit: 500,
        contentWarning: 'Deaths',
        sensitive: true,
        visibility: 'unlisted',
      },
    ],
  }),
  fingerprint,
};
