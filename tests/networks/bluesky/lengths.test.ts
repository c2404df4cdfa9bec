/** What fits by our measure is what Bluesky's own server accepts, for thousands of texts around its limits. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { networks } from '../../../bot/networks/all.ts';
import { type PostRecord, recordOf } from '../../../bot/networks/bluesky/freeze/record.ts';
import { tidOf } from '../../../bot/networks/bluesky/freeze/tid.ts';
import { facetsOf } from '../../../bot/render/facets.ts';
import { utf8Length } from '../../../bot/render/lengths.ts';
import { tokenize } from '../../../bot/render/tokens.ts';
import type { Mention } from '../../../schedule/model/campaign.ts';
import { graphemesOf } from '../../../schedule/words/graphemes.ts';
import { accessToken, newAccount, type TestAccount, xrpc } from '../../support/pds.ts';
import { postWith } from '../../support/threads.ts';
import { collection } from './stage.ts';

const texts = 5_000;
const mentions = new Map<string, Mention>([
  ['oszk', { bluesky: { did: 'did:plc:abc123', handle: 'oszk.bsky.social' }, mastodon: 'konyvtar@social.example.hu' }],
]);
const { rules: bluesky } = networks.bluesky;

const words = [
  ...[
    'Elindul ',
    'a ',
    'tüntetés ',
    'a Petőfi-szobortól. ',
    'Ő ',
    'űrű ',
    '„Ruszkik, haza!” ',
    'é',
    'ő',
    ' – ',
    '…',
    '\n',
  ],
  ...[
    'https://pelda.hu/1956 ',
    'https://www.pelda.hu/forradalom?nap=23&perc=15 ',
    'pelda.hu ',
    '@oszk ',
    '#Forradalom1956 ',
  ],
];
const marks = [
  'e\u0301',
  'o\u030b',
  '\u0301',
  'Z\u0351\u036b\u0343',
  '\u00ad',
  '각',
  '\u1100\u1161',
  'क्षि',
  'நி',
  '\r\n',
];
const emoji = ['👨‍👩‍👧‍👦', '👩🏽‍🚒', '🏳️‍🌈', '❤️', '🇭🇺', '🇭', '1️⃣', '👍🏿', '🕊️', '👩‍❤️‍💋‍👨', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\u200d', '\ufe0f'];

/** Beginnings of one long text: about as many characters as are allowed, or about as many bytes. */
const nearTheLimits = fc
  .record({
    pieces: fc.array(fc.constantFrom(...words, ...marks, ...emoji), { minLength: 330, maxLength: 330 }),
    over: fc.integer({ min: -3, max: 3 }),
  })
  .map(({ pieces, over }) => [...graphemesOf(pieces.join(''))].slice(0, bluesky.defaults.maxGraphemes + over).join(''));
const heavy = fc
  .record({
    pieces: fc.array(fc.constantFrom(...emoji.slice(0, 2), ...emoji.slice(9, 11)), { minLength: 130, maxLength: 130 }),
    over: fc.integer({ min: -3, max: 3 }),
  })
  .map(({ pieces, over }) => {
    const kept: string[] = [];
    let room = bluesky.defaults.maxBytes + over;
    for (const piece of pieces) {
      if (utf8Length(piece) > room) break;
      kept.push(piece);
      room -= utf8Length(piece);
    }
    return kept.join('') + 'a'.repeat(room);
  });

type Judged = { readonly record: PostRecord; readonly fits: boolean };

function judged(source: string): Judged {
  const tokenized = tokenize(source, mentions, 'bluesky');
  const measured = bluesky.measure(tokenized, null, bluesky.defaults);
  const rules = measured.ok ? [] : measured.faults.map(({ rule }) => rule);
  const post = postWith({ text: tokenized.text, facets: facetsOf(tokenized) });
  return {
    record: recordOf(post, [], '2027-10-23T13:00:00.000Z', null),
    fits: !rules.includes('too-long') && !rules.includes('too-many-bytes'),
  };
}

describe('texts around Bluesky’s limits', () => {
  let account: TestAccount;
  let token: string;
  const fitting: PostRecord[] = [];
  const tooLong: PostRecord[] = [];
  beforeAll(async () => {
    account = await newAccount();
    token = await accessToken(account);
    for (const source of fc.sample(fc.oneof({ arbitrary: nearTheLimits, weight: 4 }, heavy), {
      numRuns: texts,
      seed: 1956,
    })) {
      const { record, fits } = judged(source);
      (fits ? fitting : tooLong).push(record);
    }
  });

  const keyAt = (index: number) => tidOf(Date.UTC(2027, 9, 23) * 1_000 + index, 0);

  it('are of both kinds', () => {
    expect(fitting.length).toBeGreaterThan(texts / 4);
    expect(tooLong.length).toBeGreaterThan(texts / 4);
  });

  it('are accepted by the server when they fit by our measure', async () => {
    const batch = 100;
    for (let start = 0; start < fitting.length; start += batch) {
      const writes = fitting.slice(start, start + batch).map((value, index) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection,
        rkey: keyAt(start + index),
        value,
      }));
      const body = { repo: account.did, validate: true, writes };
      const answer = await xrpc(account.service, 'com.atproto.repo.applyWrites', { body, token });
      expect(answer).toMatchObject({ status: 200, body: { results: { length: writes.length } } });
    }
  });

  it('are refused by the server when they do not', async () => {
    const rkey = keyAt(texts);
    const waiting = [...tooLong];
    const accepted: unknown[] = [];
    const work = async () => {
      for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
        const body = { repo: account.did, collection, rkey, record, validate: true, swapRecord: null };
        const answer = await xrpc(account.service, 'com.atproto.repo.putRecord', { body, token });
        const said = JSON.stringify(answer.body);
        if (answer.status !== 400 || !/(grapheme|string) too big/.test(said)) accepted.push([record.text, said]);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(accepted).toEqual([]);
  });
});
