/** What Bluesky refuses is refused for good, waits, or needs a person, and pictures are the ones that were frozen. */

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { tidOf } from '../../../bot/networks/bluesky/freeze/tid.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { newDesk } from '../../support/desk.ts';
import { json, type Meddling, parsed, startProxy } from '../../support/proxy.ts';
import { drawingWith, threadWith } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';
import { receiptsOf } from './session/bench.ts';
import { kinds, lost, onCall, type Prepared, page, single, useTrial } from './trial.ts';

const trial = useTrial();

describe.each(kinds)('%s for Bluesky', (_, changes, call) => {
  it('brings its pictures again when the server has lost them meanwhile', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall(
        'uploadBlob',
        async ({ headers, body }) => {
          const picture = await trial
            .prepared(changes)
            .then(({ frozen }) => frozen.posts[0].record.embed?.images[0]?.image);
          expect(headers['content-type']).toBe('image/jpeg');
          expect(picture?.size).toBe(body.byteLength);
          return json(200, { blob: picture });
        },
        1,
      ),
    );
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect([trial.count('uploadBlob'), trial.count(call)]).toEqual([2, 2]);
  });

  it('waits as long as the server asks it to', async () => {
    const { send } = await trial.prepared(changes);
    const limited = { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' };
    const reset = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(Date.UTC(2027, 9, 23, 14) / 1000) };
    trial.proxy.meddle(onCall(call, async () => json(429, limited, reset)));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T14:00:00Z') },
    });
    const after = { 'retry-after': 'Sat, 23 Oct 2027 13:05:00 GMT' };
    trial.proxy.meddle(onCall(call, async () => ({ ...page(429), headers: after })));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T13:05:00Z') },
    });
    expect(await trial.texts()).toEqual([]);
  });

  it.each<[string, Meddling]>([
    ['is lost', lost],
    ['meets a server that fails', async () => page(503)],
    [
      'meets something that knows no uploads',
      async () => json(501, { error: 'MethodNotImplemented', message: 'Method Not Implemented' }),
    ],
  ])('is unavailable when a picture %s, and no post is tried', async (_, meddling) => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(onCall('uploadBlob', meddling));
    expect(await send()).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(trial.count(call)).toBe(0);
  });

  it('is refused when the server keeps another picture than it was sent', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall('uploadBlob', async (_, forward) => {
        const { blob } = parsed<{ blob: object }>(await forward());
        return json(200, { blob: { ...blob, mimeType: 'image/webp' } });
      }),
    );
    expect(await send()).toMatchObject({
      failure: { kind: 'refused', message: expect.stringContaining('image/webp') },
    });
    expect(trial.count(call)).toBe(0);
  });

  it('is refused, with what the server says, when a post is not valid', async () => {
    const [first, ...rest] = changes.posts;
    const { send } = await trial.prepared({ posts: [{ ...first, text: 'a'.repeat(301) }, ...rest] });
    expect(await send()).toMatchObject({
      failure: { kind: 'refused', message: expect.stringMatching(/400 InvalidRequest: .*grapheme/) },
    });
    expect(await trial.texts()).toEqual([]);
  });

  it('is unauthorised while its account is deactivated', async () => {
    const { frozen, send } = await trial.prepared(changes);
    await trial.asOwner('com.atproto.server.deactivateAccount', {}, trial.account.password);
    const failure = { kind: 'unauthorised', message: expect.stringContaining('deactivated; sign in with a browser') };
    expect(await send()).toMatchObject({ failure });
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure });
    trial.proxy.meddle(onCall('getRecord', async () => json(400, { error: 'RecordNotFound', message: 'no' })));
    expect(await send()).toMatchObject({ failure });
    expect(await trial.network.recent(instantFromIso('2027-10-23T13:00:00Z'))).toMatchObject({ failure });
  });

  it('is told where the account has moved to, if its identity names another server', async () => {
    const { frozen, send } = await trial.prepared(changes);
    await trial.asOwner('com.atproto.server.deactivateAccount', {}, trial.account.password);
    const moving = (status: number, home: string) => {
      trial.proxy.meddle(
        onCall('getSession', async (_, forward) => {
          const session = parsed<{ didDoc: { service: { serviceEndpoint: string }[] } }>(await forward());
          for (const service of session.didDoc.service) service.serviceEndpoint = home;
          return json(status, session);
        }),
      );
    };
    moving(200, 'https://new.example/');
    const message = expect.stringContaining(
      `deactivated; sign in with a browser to see what it needs; its identity names https://new.example as its server: if it has moved there, set ${trial.proxy.origin} to https://new.example,`,
    );
    const failure = { kind: 'unauthorised', message };
    expect(await send()).toMatchObject({ failure });
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure });
    expect(await trial.network.recent(instantFromIso('2027-10-23T13:00:00Z'))).toMatchObject({ failure });
    expect(await trial.network.remove(receiptsOf(trial.account.did))).toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('https://new.example'),
    });
    moving(200, trial.proxy.origin);
    expect(JSON.stringify(await send())).not.toContain('its identity names');
    moving(500, 'https://new.example');
    expect(await trial.network.remove(receiptsOf(trial.account.did))).toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('AccountDeactivated'),
    });
  });

  it('is published where the identity names another server and the account is active', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall('.server.', async (_, forward) => {
        const answer = await forward();
        return {
          ...answer,
          body: String(answer.body).replaceAll(/"serviceEndpoint":"[^"]*"/g, '"serviceEndpoint":"https://new.example"'),
        };
      }),
    );
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('goes nowhere else when it is sent on to another host', async () => {
    const elsewhere = await startProxy(trial.account.service);
    try {
      const { send, frozen } = await trial.prepared(changes);
      trial.proxy.meddle(async ({ path }) => ({
        status: 307,
        headers: { location: elsewhere.origin + path },
        body: '',
      }));
      const unavailable = { kind: 'unavailable', message: expect.stringContaining(elsewhere.origin) };
      expect(await send()).toMatchObject({ failure: unavailable });
      expect(await trial.network.find(frozen, null)).toMatchObject({ failure: unavailable });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });
});

describe('a post for Bluesky', () => {
  it.each([
    ['longer than a post may have', 2_000_001, /blob too big|maximum 2000000/],
    ['longer than an upload may be', 6_000_000, /413 PayloadTooLarge/],
  ])('is refused with a picture %s', async (_, size, words) => {
    const { send } = await withPicture(await jpegOf(size));
    expect(await send()).toMatchObject({ failure: { kind: 'refused', message: expect.stringMatching(words) } });
    expect(await trial.texts()).toEqual([]);
  });

  it('is published with a picture of the greatest size', async () => {
    const { send } = await withPicture(await jpegOf(2_000_000));
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('is not sent with a picture of other bytes than were frozen', async () => {
    const { frozen, picturing } = await frozenFor(trial.network, single);
    const swapped = async (sha256: string) => ({ ...(await picturing(sha256)), bytes: new Uint8Array([1]) });
    await expect(trial.network.send(frozen, newDesk().sending(frozen, swapped))).rejects.toThrow('has other bytes');
    expect([trial.count('uploadBlob'), trial.count('putRecord')]).toEqual([0, 0]);
  });

  it('is looked for with the patience that the server asks for', async () => {
    const { frozen } = await trial.prepared(single);
    trial.proxy.meddle(async () => json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '60' }));
    expect(await trial.network.find(frozen, null)).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T13:01:00Z') },
    });
    trial.proxy.meddle(async () => json(400, { error: 'InvalidRequest', message: 'Could not locate record' }));
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure: { kind: 'unavailable' } });
  });
});

describe('a list of posts on Bluesky', () => {
  it('that never ends is given up', async () => {
    const uri = `at://${trial.account.did}/app.bsky.feed.post/${tidOf(Date.UTC(2028, 0) * 1_000, 0)}`;
    const record = { uri, cid: 'bafyreidjl55lwm6hr6bgfvzkeyg4qfchamaaods5oh4ln74s7pnogjnsem', value: {} };
    trial.proxy.meddle(async () => json(200, { cursor: 'again', records: [record] }));
    expect(await trial.network.recent(instantFromIso('2027-10-23T13:00:00Z'))).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining('more than 100 pages') },
    });
    expect(trial.count('listRecords')).toBe(100);
  });
});

/** A JPEG of so many bytes: what follows its end is ignored by whoever shows it. */
async function jpegOf(size: number): Promise<Uint8Array> {
  const picture = await sharp({ create: { width: 400, height: 500, channels: 3, background: '#100F0E' } })
    .jpeg()
    .toBuffer();
  return Buffer.concat([picture, Buffer.alloc(size - picture.byteLength)]);
}

async function withPicture(bytes: Uint8Array): Promise<Prepared> {
  const drawing = drawingWith();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const picture = { bytes, sha256, type: 'image/jpeg', width: drawing.width, height: drawing.height } as const;
  const frozen = await trial.network.freeze(threadWith({ posts: [{ images: [drawing] }] }), [[picture]]);
  if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
  return {
    frozen,
    send: () =>
      trial.network.send(
        frozen,
        newDesk().sending(frozen, async () => picture),
      ),
  };
}
