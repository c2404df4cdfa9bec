import { createRequire } from 'node:module';
import { graphemeLen, utf8Len } from '@atproto/lex-data';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { networkNamed, networkNames, networks } from '../../bot/networks/all.ts';
import { facetsOf } from '../../bot/render/facets.ts';
import { countGraphemes, utf8Length } from '../../bot/render/lengths.ts';
import { tokenize } from '../../bot/render/tokens.ts';
import type { Mention } from '../../schedule/model/campaign.ts';

const mentions = new Map<string, Mention>([
  ['oszk', { bluesky: { did: 'did:plc:abc123', handle: 'oszk.bsky.social' }, mastodon: 'konyvtar@social.example.hu' }],
]);
const { rules: bluesky } = networks.bluesky;
const { rules: mastodon } = networks.mastodon;

const onBluesky = (text: string) => bluesky.measure(tokenize(text, mentions, 'bluesky'), null, bluesky.defaults);
const onMastodon = (text: string, warning: string | null = null) =>
  mastodon.measure(tokenize(text, mentions, 'mastodon'), warning, mastodon.defaults);

/** What the PDS falls back to where Intl.Segmenter is missing. */
const { countGraphemes: countByUnicodeSegmenter } = createRequire(import.meta.resolve('@atproto/lex-data'))(
  'unicode-segmenter/grapheme',
) as { countGraphemes: (text: string) => number };

const writing = fc.constantFrom(
  ...'aáeéioóöőuúüűAÁŐŰ „”–…',
  ...['👨‍👩‍👧‍👦', '👩🏽‍🚒', '🏳️‍🌈', '❤️', '🇭🇺', '🇭', '1️⃣', '👍🏿', '🕊️'],
  ...['e\u0301', 'o\u030b', '\u0301', 'Z\u0351\u036b\u0343', '\u00ad'],
  ...['각', '\u1100', '\u1161', '\u11a8', 'ᄀᄀᄀ각ᆨᆨ'],
  ...['क्षि', 'नी', 'ക്ക', 'தமி', '\u0e33', '\r\n', '\n', '\r'],
);

/** Also joiners with nothing to join, which a second implementation takes for emoji. */
const strayed = fc.oneof(writing, fc.constantFrom('\u200d', '\ufe0f'));

describe('graphemes', () => {
  it('are counted as Bluesky’s own library counts them, in every script', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: strayed }), fc.string({ unit: 'binary' })), (text) => {
        expect(countGraphemes(text)).toBe(graphemeLen(text));
        expect(utf8Length(text)).toBe(utf8Len(text));
      }),
    );
  });

  it('are counted alike by a second implementation, in the scripts that texts may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: writing }), (text) => {
        expect(countGraphemes(text)).toBe(countByUnicodeSegmenter(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('on Bluesky', () => {
  test.each([
    ['a'.repeat(300), 300],
    ['ő'.repeat(300), 300],
    ['o\u030b'.repeat(300), 300],
    ['👨‍👩‍👧‍👦'.repeat(120), 120],
    ['https://rev.hu/napok/1956-10-23', 31],
    ['@oszk', 17],
    ['#Forradalom', 11],
  ])('“%s” fits and is as long as it is written', (text, length) => {
    expect(onBluesky(text)).toMatchObject({ ok: true, length, limit: 300 });
  });

  it('the 301st character is too much, and the fault says what to cut', () => {
    const result = onBluesky(`${'Az este csendes volt. '.repeat(13)}A rádió hallgat, és hallgat.`);
    expect(result).toMatchInlineSnapshot(`
      {
        "faults": [
          {
            "message": "The text is 314 characters long on Bluesky; 300 are allowed. Cut 14: the end, “t, és hallgat.”, no longer fits.",
            "rule": "too-long",
          },
        ],
        "ok": false,
      }
    `);
  });

  it('3,001 bytes are too much even in few characters', () => {
    const result = onBluesky(`a${'👨‍👩‍👧‍👦'.repeat(120)}`);
    expect(result).toMatchInlineSnapshot(`
      {
        "faults": [
          {
            "message": "The text takes 3001 bytes on Bluesky; 3000 are allowed. Cut 1: the end, “👨‍👩‍👧‍👦”, no longer fits. Composed emoji weigh most.",
            "rule": "too-many-bytes",
          },
        ],
        "ok": false,
      }
    `);
  });
});

describe('on Mastodon', () => {
  test.each([
    ['a'.repeat(500), null, 500],
    ['https://rev.hu', null, 23],
    ['https://пример.рф/x', null, 23],
    [`https://rev.hu/${'a'.repeat(900)}`, null, 23],
    ['(https://rev.hu/a)', null, 25],
    ['rev.hu', null, 6],
    ['Köszönet @oszk!', null, 19],
    ['#Forradalom', null, 11],
    ['szöveg', 'Halál', 11],
    ['👨‍👩‍👧‍👦 1956', null, 6],
  ])('“%s” under the warning %s is counted as the server counts it', (text, warning, length) => {
    expect(onMastodon(text, warning)).toMatchObject({ ok: true, length, limit: 500 });
  });

  it('a server that says otherwise is believed', () => {
    const glitch = { ...mastodon.defaults, maxCharacters: 5000, charactersReservedPerUrl: 40 };
    const text = tokenize(`https://rev.hu ${'a'.repeat(2000)}`, mentions, 'mastodon');
    expect(mastodon.measure(text, null, glitch)).toMatchObject({ ok: true, length: 2041, limit: 5000 });
  });

  it('the warning takes room from the text, and the fault says what to cut', () => {
    const text = `https://rev.hu/${'a'.repeat(900)} ${'Még egy mondat. '.repeat(30)}`;
    expect(onMastodon(text, 'Halálesetek')).toMatchInlineSnapshot(`
      {
        "faults": [
          {
            "message": "The text is 514 characters long on Mastodon; 500 are allowed. Cut 14: the end, “ég egy mondat.”, no longer fits.",
            "rule": "too-long",
          },
        ],
        "ok": false,
      }
    `);
  });
});

it('refuses a text with a fault in it, however short', () => {
  expect(onBluesky('#1956 és @senki')).toMatchObject({
    ok: false,
    faults: [{ rule: 'numeric-hashtag' }, { rule: 'unlisted-mention' }],
  });
});

describe('facets', () => {
  const piece = fc.oneof(
    fc.constantFrom('https://rev.hu/út', '@oszk', '#Széna_tér', '(https://rev.hu)', '#őrség,', '@oszk!'),
    fc.string({ unit: writing }).filter((text) => !/[#@/]/.test(text)),
  );
  const text = fc.array(piece).map((pieces) => pieces.join(' '));

  it('cut exactly the token out of the UTF-8 bytes of the text', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('bluesky', 'mastodon'), (written, network) => {
        const tokenized = tokenize(written, mentions, network);
        const bytes = new TextEncoder().encode(tokenized.text);
        const cut = facetsOf(tokenized).map((facet) =>
          new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice(facet.byteStart, facet.byteEnd)),
        );
        expect(cut).toEqual(tokenized.tokens.map(({ start, end }) => tokenized.text.slice(start, end)));
      }),
    );
  });

  it('count bytes, not characters', () => {
    expect(facetsOf(tokenize('Óra 🕊️ #őrség', mentions, 'bluesky'))).toEqual([
      { byteStart: 13, byteEnd: 21, feature: { kind: 'tag', tag: 'őrség' } },
    ]);
  });
});

describe('a text that no network would take', () => {
  it.each(networkNames)('is refused on %s before it is read, whatever stands in it', (network) => {
    const { rules } = networkNamed(network);
    for (const text of [
      'a'.repeat(100_000),
      'a '.repeat(50_000),
      `https://a.hu/${')'.repeat(100_000)}`,
      '@a #b '.repeat(20_000),
    ]) {
      expect(rules.endlessness(text, rules.defaults)).toMatchObject({
        rule: 'too-long',
        message: expect.stringContaining('Shorten it.'),
      });
    }
  });

  it.each(networkNames)('is no text that fits on %s', (network) => {
    const { rules } = networkNamed(network);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        if (rules.measure(tokenize(text, new Map(), rules.dialect), null, rules.defaults).ok)
          expect(rules.endlessness(text, rules.defaults)).toBe(null);
      }),
    );
  });
});
