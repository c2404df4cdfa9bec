/** What Mastodon is sent, fixed before the first attempt. */

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freezeMastodon } from '../../../../bot/networks/mastodon/freeze/freeze.ts';
import { idempotencyKeyOf } from '../../../../bot/networks/mastodon/freeze/idempotency-key.ts';
import { requestsOf } from '../../../../bot/networks/mastodon/freeze/requests.ts';
import { languages } from '../../../../schedule/model/language.ts';
import type { SlotId } from '../../../../schedule/time/slots.ts';
import {
  drawingWith,
  mastodonAccount,
  mastodonKey,
  picturesOf,
  slotsInARow,
  threadWith,
} from '../../../support/threads.ts';

const slot = 'hungary-1956/radio-silent@2027-11-04T08:07' as SlotId;

describe('an idempotency key', () => {
  it('is a valid UUID, different for every language, slot and position', () => {
    const keys = [slot, ...slotsInARow(20).map(({ id }) => id)].flatMap((id) =>
      languages.flatMap((language) =>
        [0, 1, 2].map((position) => idempotencyKeyOf(mastodonKey, language, id, position)),
      ),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(z.uuid({ version: 'v8' }).safeParse(key).success).toBe(true);
  });

  it('never changes for a slot: another key would let it be published again', () => {
    expect(languages.map((language) => idempotencyKeyOf(mastodonKey, language, slot, 0))).toEqual([
      '30d34502-a7f4-8d3a-b13d-a053d6bcd0bf',
      'ab4d1f76-1443-844a-a662-281d0fbeb5f9',
    ]);
  });
});

describe('a frozen Mastodon publication', () => {
  it('sends a bare status with its key and nothing it does not need', () => {
    const thread = threadWith({ network: 'mastodon' });
    expect(requestsOf(freezeMastodon(mastodonAccount, thread, [[]]))).toStrictEqual([
      {
        method: 'POST',
        path: '/api/v1/statuses',
        headers: { 'Idempotency-Key': idempotencyKeyOf(mastodonKey, 'hu', thread.slot.id, 0) },
        body: { status: 'Elindul a tüntetés.', sensitive: false, language: 'hu', visibility: 'public' },
      },
    ]);
  });

  it('uploads every picture of the thread, then sends the statuses, each a reply to the one before', async () => {
    const [one, other] = [drawingWith(), drawingWith({ alt: 'Második' })];
    const thread = threadWith({
      network: 'mastodon',
      posts: [
        { images: [one, other], contentWarning: 'Halál', sensitive: true },
        { images: [one], visibility: 'unlisted' },
        { text: 'c' },
      ],
    });
    const requests = requestsOf(freezeMastodon(mastodonAccount, thread, (await picturesOf(thread)).pictures));
    const uploads = requests.flatMap((request) => (request.path === '/api/v2/media' ? [request.multipart] : []));
    const statuses = requests.flatMap((request) => (request.path === '/api/v1/statuses' ? [request.body] : []));
    expect(requests.map(({ path }) => path.split('/').at(-1)).join(' ')).toBe(
      'media media media statuses statuses statuses',
    );
    expect(uploads.map(({ description }) => description)).toEqual([one.alt, 'Második', one.alt]);
    expect(statuses).toStrictEqual([
      {
        status: 'Elindul a tüntetés.',
        spoiler_text: 'Halál',
        sensitive: true,
        language: 'hu',
        visibility: 'public',
        media_ids: [{ answerOf: 0 }, { answerOf: 1 }],
      },
      {
        status: 'Elindul a tüntetés.',
        sensitive: false,
        language: 'hu',
        visibility: 'unlisted',
        media_ids: [{ answerOf: 2 }],
        in_reply_to_id: { answerOf: 3 },
      },
      { status: 'c', sensitive: false, language: 'hu', visibility: 'public', in_reply_to_id: { answerOf: 4 } },
    ]);
  });

  it('is plain JSON', async () => {
    const thread = threadWith({ network: 'mastodon', posts: [{ images: [drawingWith()] }, {}] });
    const frozen = freezeMastodon(mastodonAccount, thread, (await picturesOf(thread)).pictures);
    expect(JSON.parse(JSON.stringify(frozen))).toStrictEqual(frozen);
  });

  it('refuses a thread of another network', () => {
    expect(() => freezeMastodon(mastodonAccount, threadWith(), [[]])).toThrow('not for Mastodon');
  });
});
