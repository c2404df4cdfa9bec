import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Tokenized, tokenize } from '../../bot/render/tokens.ts';
import type { Mention } from '../../schedule/model/campaign.ts';

const mentions = new Map<string, Mention>([
  ['oszk', { bluesky: { did: 'did:plc:abc123', handle: 'oszk.bsky.social' }, mastodon: 'konyvtar@social.example.hu' }],
]);

const onBluesky = (text: string) => tokenize(text, mentions, 'bluesky');
const onMastodon = (text: string) => tokenize(text, mentions, 'mastodon');
const words = ({ text, tokens }: Tokenized) => tokens.map(({ start, end }) => text.slice(start, end));
const rules = ({ faults }: Tokenized) => faults.map(({ rule }) => rule);

describe('a link', () => {
  test.each([
    ['Forrás: https://rev.hu/napok.', 'https://rev.hu/napok'],
    ['(lásd https://rev.hu/napok)', 'https://rev.hu/napok'],
    ['https://hu.wikipedia.org/wiki/Petőfi_(folyóirat)', 'https://hu.wikipedia.org/wiki/Petőfi_(folyóirat)'],
    ['(https://hu.wikipedia.org/wiki/Petőfi_(folyóirat))', 'https://hu.wikipedia.org/wiki/Petőfi_(folyóirat)'],
    ['https://rev.hu/?q=1956&x=a],', 'https://rev.hu/?q=1956&x=a'],
    ['„https://rev.hu”', 'https://rev.hu'],
    ['https://rev.hu/#oktober!', 'https://rev.hu/#oktober'],
    ['HTTPS://REV.HU/a', 'HTTPS://REV.HU/a'],
    ['http://őrség.hu:8080/út/', 'http://őrség.hu:8080/út/'],
    ['https://rev.hu?a=1;', 'https://rev.hu?a=1'],
    ['Itt: https://пример.рф/x.', 'https://пример.рф/x'],
    ['https://müller.example/straße', 'https://müller.example/straße'],
    ['https://例え.テスト/', 'https://例え.テスト/'],
    ['https://xn--e1afmkfd.xn--p1ai/x', 'https://xn--e1afmkfd.xn--p1ai/x'],
  ])('in “%s” ends before the punctuation of the sentence', (text, uri) => {
    const tokenized = onBluesky(text);
    expect(tokenized.tokens.map(({ feature }) => feature)).toEqual([{ kind: 'link', uri }]);
    expect(words(onMastodon(text))).toEqual([uri]);
    expect(onMastodon(text).faults).toEqual([]);
  });

  test.each(['rev.hu', 'www.rev.hu/napok', 'ftp://rev.hu', 'xhttps://rev.hu'])('is not seen in “%s”', (text) => {
    expect(onBluesky(text)).toEqual({ text, tokens: [], faults: [] });
    expect(onMastodon(text)).toEqual({ text, tokens: [], faults: [] });
  });

  test.each(['https://', 'https://localhost:3000/a', 'https://.hu', 'http://10.0.0.1/', 'https://a\u{378}.hu/'])(
    'that no network would make of “%s” is a fault',
    (text) => {
      expect(rules(onBluesky(text))).toEqual(['broken-link']);
      expect(rules(onMastodon(text))).toEqual(['broken-link']);
    },
  );

  it('that Mastodon would end elsewhere is a fault there, and a sound link on Bluesky', () => {
    const text = '„https://rev.hu/napok”';
    expect(words(onBluesky(text))).toEqual(['https://rev.hu/napok']);
    expect(onMastodon(text).faults).toMatchInlineSnapshot(`
      [
        {
          "message": "Mastodon would link “https://rev.hu/napok”” and not “https://rev.hu/napok”; put a space after the address, or percent-encode the character where they part.",
          "rule": "broken-link",
        },
      ]
    `);
  });

  it('keeps an @ and a # to itself', () => {
    const text = 'https://social.example.hu/@oszk/1 https://rev.hu/#1956';
    expect(words(onMastodon(text))).toEqual(['https://social.example.hu/@oszk/1', 'https://rev.hu/#1956']);
  });
});

describe('a hashtag', () => {
  test.each([
    ['#Forradalom', ['Forradalom']],
    ['#őrség #Széna_tér.', ['őrség', 'Széna_tér']],
    ['#1956os emlék', ['1956os']],
    ['#OTD1956, #otd', ['OTD1956', 'otd']],
    ['#Nagy·Imre', ['Nagy·Imre']],
    ['＃Budapest', ['Budapest']],
    ['egy\n#új\t#sor', ['új', 'sor']],
    ['C#minor a#b &#233;', []],
    ['# Budapest', []],
  ])('is read from “%s” alike for both networks', (text, tags) => {
    for (const tokenized of [onBluesky(text), onMastodon(text)]) {
      expect(tokenized.tokens.map(({ feature }) => (feature.kind === 'tag' ? feature.tag : feature.kind))).toEqual(
        tags,
      );
      expect(tokenized.faults).toEqual([]);
      expect(tokenized.text).toBe(text);
    }
  });

  test.each(['#1956', '#1956.', '#19-56', '#_', '#__', '＃23'])('without a letter, as in “%s”, is a fault', (text) => {
    expect(rules(onBluesky(text))).toEqual(['numeric-hashtag']);
    expect(rules(onMastodon(text))).toEqual(['numeric-hashtag']);
  });

  test.each(['(#Forradalom)', '„#Forradalom”', 'lásd:#Forradalom', '–#Forradalom'])(
    'right after punctuation, as in “%s”, is a fault',
    (text) => {
      expect(rules(onBluesky(text))).toEqual(['unlinked-hashtag']);
      expect(rules(onMastodon(text))).toEqual(['unlinked-hashtag']);
    },
  );

  it('of more than 64 characters is a fault on Bluesky', () => {
    expect(rules(onBluesky(`#${'á'.repeat(64)}`))).toEqual([]);
    expect(rules(onBluesky(`#${'á'.repeat(65)}`))).toEqual(['hashtag-too-long']);
    expect(rules(onMastodon(`#${'á'.repeat(65)}`))).toEqual([]);
  });

  test.each([
    ['#MEFESZ-t', ['MEFESZ-t'], ['MEFESZ']],
    ['#CO₂', ['CO₂'], ['CO']],
    ['#m²', ['m²'], ['m']],
    ['#10_23', [], ['10_23']],
    ['#1956-os', ['1956-os'], []],
    ['#Magyar🇭🇺', ['Magyar🇭🇺'], ['Magyar']],
    ['#a\u{200d}b #a\u{200c}b', ['a', 'a'], ['a', 'a\u{200c}b']],
    ['#_név_', ['_név'], ['_név_']],
    ['#Nagy·', ['Nagy'], ['Nagy']],
    ['#e\u{301}j.', ['e\u{301}j'], ['e\u{301}j']],
    ['#rev.hu/a', ['rev.hu/a'], ['rev']],
    ['#12\u{1f1ed}\u{1f1fa}', ['12\u{1f1ed}\u{1f1fa}'], []],
  ])('in “%s” is read as each network reads it', (text, bluesky, mastodon) => {
    expect(words(onBluesky(text)).map((word) => word.slice(1))).toEqual(bluesky);
    expect(words(onMastodon(text)).map((word) => word.slice(1))).toEqual(mastodon);
    expect([...onBluesky(text).faults, ...onMastodon(text).faults]).toEqual([]);
  });

  test.each(['Press #️⃣ for the archive. 1️⃣ 2️⃣ *️⃣', '#⃣', 'Channel(#️⃣)', 'a #️⃣.'])(
    'is not seen in the keys of “%s”',
    (text) => {
      expect(onBluesky(text)).toEqual({ text, tokens: [], faults: [] });
      expect(onMastodon(text)).toEqual({ text, tokens: [], faults: [] });
    },
  );

  it('is plain text on Bluesky right behind a key, and what Mastodon’s server makes of it there', () => {
    const text = 'Channel #️⃣Budapest and #⃣ too';
    expect(onBluesky(text)).toEqual({ text, tokens: [], faults: [] });
    expect(words(onMastodon(text))).toEqual(['#️⃣Budapest']);
    expect(onMastodon(text).faults).toEqual([]);
  });

  it('keeps the addresses and mentions that it swallows on Bluesky to itself', () => {
    expect(words(onBluesky('#a@oszk #https://rev.hu/x'))).toEqual(['#a@oszk', '#https://rev.hu/x']);
    expect(onBluesky('#a@oszk #https://rev.hu/x').faults).toEqual([]);
  });
});

describe('a mention', () => {
  it('becomes the handle on Bluesky and the full address on Mastodon', () => {
    expect(onBluesky('Köszönet: @oszk, jó éjt')).toEqual({
      text: 'Köszönet: @oszk.bsky.social, jó éjt',
      tokens: [{ start: 10, end: 27, feature: { kind: 'mention', identity: 'did:plc:abc123' } }],
      faults: [],
    });
    expect(onMastodon('Köszönet: @oszk, jó éjt')).toEqual({
      text: 'Köszönet: @konyvtar@social.example.hu, jó éjt',
      tokens: [{ start: 10, end: 37, feature: { kind: 'mention', identity: 'konyvtar@social.example.hu' } }],
      faults: [],
    });
  });

  it('moves what follows it', () => {
    const tokenized = onMastodon('(@oszk) #Forrás https://rev.hu.');
    expect(words(tokenized)).toEqual(['@konyvtar@social.example.hu', '#Forrás', 'https://rev.hu']);
  });

  test.each(['@valaki', '@OSZK', '@oszk-nak', '@oszk.hu', '@oszk@', '@oszk@social.example.hu', '„@ő”'])(
    'of nobody listed, as in “%s”, is a fault',
    (text) => {
      expect(rules(onBluesky(text))).toEqual(['unlisted-mention']);
      expect(rules(onMastodon(text))).toEqual(['unlisted-mention']);
    },
  );

  it('with a suffix says to put a space', () => {
    expect(onBluesky('Az @oszk-nak köszönjük.').faults[0]?.message).toMatchInlineSnapshot(
      `"“@oszk-nak” is no mention of this campaign; put a space after @oszk, because a network would read on."`,
    );
  });

  test.each(['levelek@rev.hu', 'a @ b', 'x=@oszk', 'út/@oszk'])('is not seen in “%s”', (text) => {
    expect(onBluesky(text)).toEqual({ text, tokens: [], faults: [] });
  });
});

test('a text without tokens is left as it is, but for white space around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/[#＃@]|https?:/iu.test(text));
      expect(onMastodon(` \n${text}\n`)).toEqual({ text: text.trim(), tokens: [], faults: [] });
    }),
  );
});

test('tokens never overlap and stand in order, whatever is written', () => {
  const piece = fc.constantFrom(
    ...' \n.,)(„”#@-_:/',
    'oszk',
    '@oszk',
    'https://rev.hu',
    '#Nagy',
    'á',
    '1956',
    '👨‍👩‍👧',
  );
  fc.assert(
    fc.property(fc.string({ unit: piece }), fc.constantFrom('bluesky', 'mastodon'), (text, network) => {
      const tokenized = tokenize(text, mentions, network);
      let end = 0;
      for (const token of tokenized.tokens) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        expect(token.end).toBeGreaterThan(token.start);
        end = token.end;
      }
      expect(end).toBeLessThanOrEqual(tokenized.text.length);
    }),
  );
});
