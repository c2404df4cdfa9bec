/** What Bluesky is sent, fixed before the first attempt. */

import { cidForLex } from '@atproto/lex-cbor';
import { cidForRawBytes } from '@atproto/lex-data';
import { type JsonValue, jsonToLex } from '@atproto/lex-json';
import { describe, expect, it } from 'vitest';
import { freezeBluesky, requestsOf } from '../../../../bot/networks/bluesky/freeze/freeze.ts';
import { blueskyAccount, drawingWith, facetOn, picturesOf, slotWith, threadWith } from '../../../support/threads.ts';

const text = '⚠ Halál\nElindul: https://pelda.hu/1956 #Forradalom @nemzet.hu';
const rich = {
  text,
  facets: [
    facetOn(text, 'https://pelda.hu/1956', { kind: 'link', uri: 'https://pelda.hu/1956' }),
    facetOn(text, '#Forradalom', { kind: 'tag', tag: 'Forradalom' }),
    facetOn(text, '@nemzet.hu', { kind: 'mention', identity: 'did:plc:nemzet' }),
  ],
  labels: ['graphic-media'],
} as const;

describe('a frozen Bluesky publication', () => {
  it('is a bare record for a bare post', () => {
    const frozen = freezeBluesky(blueskyAccount, threadWith(), [[]]);
    expect(frozen.posts.map(({ record }) => record)).toStrictEqual([
      {
        $type: 'app.bsky.feed.post',
        text: 'Elindul a tüntetés.',
        langs: ['hu'],
        createdAt: '2027-10-23T13:00:00.000Z',
      },
    ]);
  });

  it('names features by their lexicon types and ranges in UTF-8 bytes', () => {
    const [{ record }] = freezeBluesky(blueskyAccount, threadWith({ posts: [rich] }), [[]]).posts;
    expect(record.facets?.map(({ features }) => features[0])).toEqual([
      { $type: 'app.bsky.richtext.facet#link', uri: 'https://pelda.hu/1956' },
      { $type: 'app.bsky.richtext.facet#tag', tag: 'Forradalom' },
      { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:nemzet' },
    ]);
    const bytes = Buffer.from(record.text);
    expect(record.facets?.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString())).toEqual([
      'https://pelda.hu/1956',
      '#Forradalom',
      '@nemzet.hu',
    ]);
    expect(record.labels).toEqual({
      $type: 'com.atproto.label.defs#selfLabels',
      values: [{ val: 'graphic-media' }],
    });
  });

  it.each([
    ['https://пример.рф/x', 'https://xn--e1afmkfd.xn--p1ai/x'],
    ['http://őrség.hu:8080/út', 'http://xn--rsg-cma13c.hu:8080/%C3%BAt'],
    ['https://rev.hu', 'https://rev.hu'],
    ['HTTPS://REV.HU/a?b=%c3', 'HTTPS://REV.HU/a?b=%c3'],
  ])('links %s as an address in ASCII, and leaves the text as it is', (uri, sent) => {
    const post = { text: uri, facets: [facetOn(uri, uri, { kind: 'link', uri })] };
    const [{ record }] = freezeBluesky(blueskyAccount, threadWith({ posts: [post] }), [[]]).posts;
    expect(record.text).toBe(uri);
    expect(record.facets?.[0]?.features[0]).toEqual({ $type: 'app.bsky.richtext.facet#link', uri: sent });
  });

  it('replies to the first post as root and the post before as parent, a millisecond later each', () => {
    const { posts } = freezeBluesky(blueskyAccount, threadWith({ posts: [{}, { text: 'b' }, { text: 'c' }] }), [
      [],
      [],
      [],
    ]);
    const [a, b, c] = posts.map(({ uri, cid }) => ({ uri, cid }));
    expect(posts.map(({ record }) => record.reply)).toEqual([
      undefined,
      { root: a, parent: a },
      { root: a, parent: b },
    ]);
    expect(posts.map(({ record }) => record.createdAt.slice(-5))).toEqual(['.000Z', '.001Z', '.002Z']);
    expect(posts.map(({ uri, rkey }) => uri === `at://${blueskyAccount.did}/app.bsky.feed.post/${rkey}`)).toEqual([
      true,
      true,
      true,
    ]);
    expect(c?.cid).not.toBe(b?.cid);
  });

  it('carries pictures as blobs with the CID of their bytes, their shape and alt text', async () => {
    const images = [drawingWith(), drawingWith({ width: 120, height: 63, alt: 'Második „kép”' })] as const;
    const thread = threadWith({ posts: [{ images }] });
    const { pictures } = await picturesOf(thread);
    const [{ record }] = freezeBluesky(blueskyAccount, thread, pictures).posts;
    const links = await Promise.all(
      (pictures[0] ?? []).map(async ({ bytes }) => (await cidForRawBytes(bytes)).toString()),
    );
    expect(record.embed).toStrictEqual({
      $type: 'app.bsky.embed.images',
      images: images.map(({ alt, width, height }, index) => ({
        alt,
        aspectRatio: { width, height },
        image: {
          $type: 'blob',
          ref: { $link: links[index] },
          mimeType: 'image/jpeg',
          size: pictures[0]?.[index]?.bytes.byteLength,
        },
      })),
    });
  });

  it('is plain JSON whose CIDs are those of its records', async () => {
    const thread = threadWith({ posts: [{ ...rich, images: [drawingWith()] }, { text: 'b' }] });
    const frozen = freezeBluesky(blueskyAccount, thread, (await picturesOf(thread)).pictures);
    expect(JSON.parse(JSON.stringify(frozen))).toStrictEqual(frozen);
    for (const { record, cid } of frozen.posts) {
      const lex = jsonToLex(JSON.parse(JSON.stringify(record)) as JsonValue, { strict: true });
      expect((await cidForLex(lex)).toString()).toBe(cid);
    }
  });

  it('sends a single post by putRecord that creates only if absent', () => {
    const frozen = freezeBluesky(blueskyAccount, threadWith(), [[]]);
    const [{ rkey, record }] = frozen.posts;
    expect(requestsOf(frozen)).toStrictEqual([
      {
        nsid: 'com.atproto.repo.putRecord',
        body: {
          repo: blueskyAccount.did,
          collection: 'app.bsky.feed.post',
          rkey,
          record,
          validate: true,
          swapRecord: null,
        },
      },
    ]);
  });

  it('sends a thread by one applyWrites after uploading each distinct picture once', async () => {
    const [one, other] = [drawingWith(), drawingWith({ width: 100 })];
    const thread = threadWith({ posts: [{ images: [one, other] }, { images: [{ ...one, alt: 'Ugyanaz' }] }] });
    const frozen = freezeBluesky(blueskyAccount, thread, (await picturesOf(thread)).pictures);
    const requests = requestsOf(frozen);
    expect(requests.map(({ nsid }) => nsid.split('.').at(-1))).toEqual(['uploadBlob', 'uploadBlob', 'applyWrites']);
    expect(requests.at(-1)).toStrictEqual({
      nsid: 'com.atproto.repo.applyWrites',
      body: {
        repo: blueskyAccount.did,
        validate: true,
        writes: frozen.posts.map(({ rkey, record }) => ({
          $type: 'com.atproto.repo.applyWrites#create',
          collection: 'app.bsky.feed.post',
          rkey,
          value: record,
        })),
      },
    });
  });

  it('refuses a thread of another network, and pictures that do not match the drawings', () => {
    expect(() => freezeBluesky(blueskyAccount, threadWith({ network: 'mastodon' }), [[]])).toThrow('not for Bluesky');
    expect(() => freezeBluesky(blueskyAccount, threadWith(), [])).toThrow('pictures came for 0');
    const pictured = threadWith({ posts: [{ images: [drawingWith()] }] });
    expect(() => freezeBluesky(blueskyAccount, pictured, [[]])).toThrow('1 drawings, but 0 pictures');
  });

  it('never changes for the same thread: another CID would be a conflict', () => {
    const slot = slotWith({ id: 'radio-silent', date: '1956-11-04', time: '08:07' });
    const { posts } = freezeBluesky(blueskyAccount, threadWith({ slot, posts: [rich, { text: 'b' }] }), [[], []]);
    expect(posts.map(({ cid }) => cid)).toEqual([
      'bafyreidjl55lwm6hr6bgfvzkeyg4qfchamaaods5oh4ln74s7pnogjnsem',
      'bafyreib7y5g7uqxml4pspwhcfxdr4oi5h7jvcsd2n74oxci4y4wi4bki34',
    ]);
  });
});
