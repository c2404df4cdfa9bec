import { describe, expect, it, test } from 'vitest';
import { type NetworkName, networks } from '../../bot/networks/all.ts';
import { renderThread } from '../../bot/render/render.ts';
import type { Thread } from '../../bot/render/thread.ts';
import type { Entry, PostText } from '../../schedule/model/campaign.ts';
import type { Language, PerLanguage } from '../../schedule/model/language.ts';
import type { Problem } from '../../schedule/model/problem.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import { cardWith, onBoth, richSlot } from '../support/slots.ts';

function render(slot: Slot, network: NetworkName, language: Language = 'hu') {
  const { rules } = networks[network];
  return renderThread(slot, { rules, language, capabilities: rules.defaults });
}

function threadOf(slot: Slot, network: NetworkName, language: Language = 'hu'): Thread {
  const rendered = render(slot, network, language);
  if (!rendered.ok) throw new Error(rendered.problems.map(({ message }) => message).join('\n'));
  return rendered.value;
}

function problemsOf(slot: Slot, network: NetworkName): readonly Problem[] {
  const rendered = render(slot, network);
  return rendered.ok ? [] : rendered.problems;
}

function saying(text: PerLanguage<PostText>): Pick<Entry, 'thread'> {
  return { thread: [{ text, card: null }] };
}

describe('on Bluesky', () => {
  it('every post carries the warning above its text, and facets point below it', () => {
    const { posts } = threadOf(richSlot(), 'bluesky');
    expect(posts.map(({ text }) => text)).toEqual([
      'Halálesetek\n\n71 éve délután elindul a menet. Köszönet: @oszk.bsky.social.\n\n#Forradalom1956',
      'Halálesetek\n\nForrások: https://rev.hu/források.',
    ]);
    const covered = posts.map(({ text, facets }) =>
      facets.map(({ byteStart, byteEnd, feature }) => [
        Buffer.from(text).subarray(byteStart, byteEnd).toString(),
        feature,
      ]),
    );
    expect(covered).toEqual([
      [
        ['@oszk.bsky.social', { kind: 'mention', identity: 'did:plc:abc123' }],
        ['#Forradalom1956', { kind: 'tag', tag: 'Forradalom1956' }],
      ],
      [['https://rev.hu/források', { kind: 'link', uri: 'https://rev.hu/források' }]],
    ]);
    for (const post of posts) {
      expect(post).toMatchObject({
        contentWarning: 'Halálesetek',
        sensitive: false,
        labels: [],
        visibility: 'public',
        language: 'hu',
        length: [...post.text].length,
        limit: 300,
      });
    }
  });
});

describe('on Mastodon', () => {
  it('every post carries the warning in its own field and is sensitive, and replies are unlisted', () => {
    const { posts } = threadOf(richSlot(), 'mastodon', 'en');
    expect(
      posts.map(({ text, length, contentWarning, sensitive, visibility, language }) => {
        return { text, length, contentWarning, sensitive, visibility, language };
      }),
    ).toEqual([
      {
        text: '71 years ago the march begins. With thanks to @konyvtar@social.example.hu.\n\n#Revolution1956',
        length: 'Deaths71 years ago the march begins. With thanks to @konyvtar.\n\n#Revolution1956'.length,
        contentWarning: 'Deaths',
        sensitive: true,
        visibility: 'public',
        language: 'en',
      },
      {
        text: 'Sources: https://rev.hu/sources.',
        length: 'Deaths'.length + 'Sources: .'.length + 23,
        contentWarning: 'Deaths',
        sensitive: true,
        visibility: 'unlisted',
        language: 'en',
      },
    ]);
  });

  it('nothing is sensitive without a warning', () => {
    const [post] = threadOf(richSlot({ warning: null }), 'mastodon').posts;
    expect(post).toMatchObject({ contentWarning: null, sensitive: false });
  });
});

it('a post with a card has its drawing, with alt text and credit; one without has none', () => {
  const [first, second] = threadOf(richSlot(), 'bluesky').posts;
  expect(first.images.map(({ alt, credit }) => ({ alt, credit }))).toMatchInlineSnapshot(`
    [
      {
        "alt": "15:00, 1956. október 23., Petőfi tér. Elindul a menet. Diákok ezrei indulnak a Petőfi-szobortól a Bem térre. Rajz: Emléknap · CC BY 4.0. Piros, fehér és zöld sávú zászló, közepén kivágott, kerek lyuk.",
        "credit": "Rajz: Emléknap · CC BY 4.0",
      },
    ]
  `);
  expect(second?.images).toEqual([]);
});

it('gives the same thread every time', () => {
  expect(threadOf(richSlot(), 'mastodon')).toEqual({ ...threadOf(richSlot(), 'mastodon'), slot: expect.anything() });
});

describe('problems', () => {
  it('are located at the text of the network and language', () => {
    const slot = richSlot(saying({ hu: { bluesky: 'a'.repeat(290), mastodon: '#1956 @senki' } }));
    expect(problemsOf(slot, 'bluesky')).toMatchInlineSnapshot(`
      [
        {
          "column": 6,
          "file": "thread.0.text.hu.bluesky",
          "line": 100,
          "message": "The text is 303 characters long on Bluesky; 300 are allowed. Cut 3: the end, “aaa”, no longer fits.",
          "rule": "too-long",
        },
      ]
    `);
    expect(problemsOf(slot, 'mastodon').map(({ file, rule }) => [file, rule])).toEqual([
      ['thread.0.text.hu.mastodon', 'numeric-hashtag'],
      ['thread.0.text.hu.mastodon', 'unlisted-mention'],
    ]);
  });

  it('of every post, text and card are reported at once', () => {
    const slot = richSlot({
      thread: [
        { text: { hu: onBoth('#1956') }, card: cardWith({}, { headline: 'Hír ☃ hír' }) },
        { text: { hu: onBoth('„#Hír”') }, card: cardWith({}, { description: 'a'.repeat(1500) }) },
      ],
    });
    expect(problemsOf(slot, 'mastodon').map(({ file, rule }) => [file, rule])).toEqual([
      ['thread.0.card.hu.headline', 'missing-glyph'],
      ['thread.0.text.hu.mastodon', 'numeric-hashtag'],
      ['thread.1.card.hu.description', 'alt-too-long'],
      ['thread.1.text.hu.mastodon', 'unlinked-hashtag'],
    ]);
  });

  it('say what does not fit on a card, and where', () => {
    const slot = richSlot({
      thread: [
        { text: { hu: onBoth('Hír') }, card: cardWith({}, { caption: 'Hosszú mondat következik. '.repeat(10) }) },
      ],
    });
    expect(problemsOf(slot, 'bluesky').map(({ file, rule }) => [file, rule])).toEqual([
      ['thread.0.card.hu.caption', 'card-overflow'],
    ]);
  });

  it('say by how much an alt text is too long', () => {
    const slot = richSlot({
      thread: [{ text: { hu: onBoth('Hír') }, card: cardWith({}, { description: 'a'.repeat(1500) }) }],
    });
    expect(problemsOf(slot, 'bluesky')).toEqual([]);
    expect(problemsOf(slot, 'mastodon').map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "The alt text is 1638 characters long, 138 more than the 1500 allowed; shorten the description, or say less on the card.",
      ]
    `);
  });
});

test('a placeholder that the loader would have refused is an Error of ours', () => {
  expect(() => render(richSlot(saying({ hu: onBoth('{{yeras}} éve') })), 'bluesky')).toThrow(/yeras/);
});

test('capabilities of another network are an Error of ours', () => {
  const capabilities = networks.mastodon.rules.defaults;
  expect(() => renderThread(richSlot(), { rules: networks.bluesky.rules, language: 'hu', capabilities })).toThrow(
    /mastodon/,
  );
});

describe('the late wording', () => {
  const texts = (words: string) => ({ hu: onBoth(words), en: onBoth(words) });
  const slot = richSlot({
    lateness: { graceMinutes: 15, rewordedMinutes: 60 },
    thread: [
      { text: texts('Elindul a menet.'), late: texts('Elindult a menet, {{years}} éve.'), card: null },
      { text: texts('Esik.'), card: null },
    ],
  });
  const { rules } = networks.mastodon;
  const target = { rules, language: 'hu', capabilities: rules.defaults } as const;
  const words = (wording: 'as-written' | 'late') => {
    const rendered = renderThread(slot, target, wording);
    return rendered.ok ? rendered.value.posts.map(({ text }) => text) : rendered.problems;
  };

  it('takes the late text of each post that has one, and leaves the others as they are', () => {
    expect(words('as-written')).toEqual(['Elindul a menet.', 'Esik.']);
    expect(words('late')).toEqual(['Elindult a menet, 71 éve.', 'Esik.']);
  });

  it('is another text, so it has another fingerprint', () => {
    const [written, late] = [renderThread(slot, target), renderThread(slot, target, 'late')];
    if (!written.ok || !late.ok) throw new Error('both are sound');
    expect(late.value.fingerprint).not.toBe(written.value.fingerprint);
  });
});
