/** Whatever goes wrong on the way to Bluesky, what was published is known in the end, and nothing is there twice or in halves. */

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { FrozenBluesky } from '../../bot/networks/bluesky/freeze.ts';
import type { SendResult } from '../../bot/networks/network.ts';
import { instantFromIso } from '../../schedule/instant.ts';
import { newDesk } from '../support/desk.ts';
import { accessToken, xrpc } from '../support/pds.ts';
import { json, type Meddling, type ProxiedAnswer, type ProxyServer, parsed, startProxy } from '../support/proxy.ts';
import { drawingWith, type ThreadChanges, threadWith } from '../support/threads.ts';
import { type BlueskyStage, blueskyStage, collection } from './bluesky-stage.ts';
import { frozenFor } from './contract.ts';

let stage: BlueskyStage;
let proxy: ProxyServer;

beforeEach(async () => {
  proxy = await startProxy(inject('pds'));
  stage = await blueskyStage(proxy.origin);
  proxy.forget();
});
afterEach(async () => {
  await proxy.stop();
  await stage.close();
});

const single = { posts: [{ text: 'egy', images: [drawingWith()] }] } as const satisfies ThreadChanges;
const thread = {
  posts: [{ text: 'egy', images: [drawingWith()] }, { text: 'kettő' }, { text: 'három' }],
} as const satisfies ThreadChanges;
const kinds = [
  ['a post', single, 'putRecord'],
  ['a thread', thread, 'applyWrites'],
] as const;

type Prepared = { readonly frozen: FrozenBluesky; readonly send: () => Promise<SendResult> };

async function prepared(changes: ThreadChanges): Promise<Prepared> {
  const { frozen, picturing } = await frozenFor(stage.network, changes);
  if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
  return { frozen, send: () => stage.network.send(frozen, newDesk().sending(frozen, picturing)) };
}

/** Meddles with one call, at most so often; the others pass. */
function onCall(name: string, meddling: Meddling, times = Number.POSITIVE_INFINITY): Meddling {
  let left = times;
  return (request, forward) => {
    if (!request.path.includes(name) || left === 0) return forward();
    left -= 1;
    return meddling(request, forward);
  };
}

/** Meddles with each call that matches, by the name it starts with. */
function onCalls(meddlings: Readonly<Record<string, Meddling>>): Meddling {
  return (request, forward) => {
    const found = Object.entries(meddlings).find(([name]) => request.path.includes(name));
    return found === undefined ? forward() : found[1](request, forward);
  };
}

const lost: Meddling = async () => 'lost';
const page = (status: number): ProxiedAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><h1>${status}</h1></html>`,
});
const landedThen =
  (answer: ProxiedAnswer | 'lost'): Meddling =>
  async (_, forward) => {
    await forward();
    return answer;
  };

const count = (name: string) => proxy.requests.filter(({ path }) => path.includes(name)).length;
const texts = async () => (await stage.seen()).map(({ text }) => text);

async function asOwner(nsid: string, body: object, password = stage.account.appPassword): Promise<void> {
  const token = await accessToken({ ...stage.account, appPassword: password });
  const { status } = await xrpc(stage.account.service, nsid, { body, token });
  expect(status).toBe(200);
}

const deletePost = (rkey = '') =>
  asOwner('com.atproto.repo.deleteRecord', { repo: stage.account.did, collection, rkey });

describe.each(kinds)('%s for Bluesky', (_, changes, call) => {
  const all = changes.posts.map(({ text }) => text);

  it.each<[string, ProxiedAnswer | 'lost']>([
    ['is lost', 'lost'],
    ['is a page of a proxy', page(502)],
    ['is an error of the server', json(500, { error: 'InternalServerError', message: 'Internal Server Error' })],
    ['is garbled', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"uri":' }],
    ['is something else', json(200, { hello: 'world' })],
    ['is no JSON', page(200)],
    ['says that the record exists', json(400, { error: 'RecordExists', message: 'There is already a value at key' })],
  ])('counts as sent, and is not sent again, when it landed but the answer %s', async (_, answer) => {
    const { send, frozen } = await prepared(changes);
    proxy.meddle(onCall(call, landedThen(answer)));
    const result = await send();
    expect(result).toEqual(await stage.network.find(frozen, null).then((found) => ({ ...found, kind: 'sent' })));
    expect(count(call)).toBe(1);
    expect(await texts()).toEqual(all);
  });

  it('is sent again when it was lost on the way and nothing of it is there', async () => {
    const { send } = await prepared(changes);
    proxy.meddle(onCall(call, lost, 1));
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(count(call)).toBe(2);
    expect(await texts()).toEqual(all);
  });

  it.each<[string, Meddling]>([
    ['is lost twice', lost],
    ['meets a server that fails', async () => json(500, { error: 'InternalServerError', message: 'no' })],
    ['meets a wall that is no server', async () => page(403)],
    ['is answered without being done', async () => json(200, { uri: 'at://x/y/z', cid: 'bafyreiaaaa', results: [] })],
  ])('is unavailable, and nothing of it is there, when it %s', async (_, meddling) => {
    const { send, frozen } = await prepared(changes);
    proxy.meddle(onCall(call, meddling));
    expect(await send()).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(count(call)).toBe(2);
    proxy.meddle(null);
    expect(await stage.network.find(frozen, null)).toEqual({ kind: 'absent' });
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('is doubtful when neither its answer nor a look at what stands there arrives', async () => {
    const { send, frozen } = await prepared(changes);
    proxy.meddle(onCalls({ [call]: landedThen('lost'), getRecord: lost }));
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
    proxy.meddle(null);
    expect(await stage.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('is a conflict when the server keeps another text than it was sent', async () => {
    const { send } = await prepared(changes);
    proxy.meddle(
      onCall(call, async ({ path, headers, body }) => {
        const token = headers['authorization']?.slice('Bearer '.length) ?? '';
        const other: unknown = JSON.parse(body.toString().replaceAll('egy', 'más'));
        const nsid = path.replace('/xrpc/', '');
        return json(200, (await xrpc(stage.account.service, nsid, { body: other, token })).body);
      }),
    );
    expect(await send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(count(call)).toBe(1);
  });

  it('brings its pictures again when the server has lost them meanwhile', async () => {
    const { send } = await prepared(changes);
    proxy.meddle(
      onCall(
        'uploadBlob',
        async ({ headers, body }) => {
          const picture = await prepared(changes).then(({ frozen }) => frozen.posts[0].record.embed?.images[0]?.image);
          expect(headers['content-type']).toBe('image/jpeg');
          expect(picture?.size).toBe(body.byteLength);
          return json(200, { blob: picture });
        },
        1,
      ),
    );
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect([count('uploadBlob'), count(call)]).toEqual([2, 2]);
  });

  it('waits as long as the server asks it to', async () => {
    const { send } = await prepared(changes);
    const limited = { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' };
    const reset = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(Date.UTC(2027, 9, 23, 14) / 1000) };
    proxy.meddle(onCall(call, async () => json(429, limited, reset)));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T14:00:00Z') },
    });
    const after = { 'retry-after': 'Sat, 23 Oct 2027 13:05:00 GMT' };
    proxy.meddle(onCall(call, async () => ({ ...page(429), headers: after })));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T13:05:00Z') },
    });
    expect(await texts()).toEqual([]);
  });

  it.each<[string, Meddling]>([
    ['is lost', lost],
    ['meets a server that fails', async () => page(503)],
  ])('is unavailable when a picture %s, and no post is tried', async (_, meddling) => {
    const { send } = await prepared(changes);
    proxy.meddle(onCall('uploadBlob', meddling));
    expect(await send()).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(count(call)).toBe(0);
  });

  it('is refused when the server keeps another picture than it was sent', async () => {
    const { send } = await prepared(changes);
    proxy.meddle(
      onCall('uploadBlob', async (_, forward) => {
        const { blob } = parsed<{ blob: object }>(await forward());
        return json(200, { blob: { ...blob, mimeType: 'image/webp' } });
      }),
    );
    expect(await send()).toMatchObject({
      failure: { kind: 'refused', message: expect.stringContaining('image/webp') },
    });
    expect(count(call)).toBe(0);
  });

  it('is refused, with what the server says, when a post is not valid', async () => {
    const [first, ...rest] = changes.posts;
    const { send } = await prepared({ posts: [{ ...first, text: 'a'.repeat(301) }, ...rest] });
    expect(await send()).toMatchObject({
      failure: { kind: 'refused', message: expect.stringMatching(/400 InvalidRequest: .*grapheme/) },
    });
    expect(await texts()).toEqual([]);
  });

  it('is unauthorised while its account is deactivated', async () => {
    const { send } = await prepared(changes);
    await asOwner('com.atproto.server.deactivateAccount', {}, stage.account.password);
    expect(await send()).toMatchObject({
      failure: { kind: 'unauthorised', message: expect.stringContaining('AccountDeactivated') },
    });
  });

  it('goes nowhere else when it is sent on to another host', async () => {
    const elsewhere = await startProxy(stage.account.service);
    try {
      const { send, frozen } = await prepared(changes);
      proxy.meddle(async ({ path }) => ({ status: 307, headers: { location: elsewhere.origin + path }, body: '' }));
      const unavailable = { kind: 'unavailable', message: expect.stringContaining(elsewhere.origin) };
      expect(await send()).toMatchObject({ failure: unavailable });
      expect(await stage.network.find(frozen, null)).toMatchObject({ failure: unavailable });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });
});

describe('a post for Bluesky', () => {
  it.each<[string, ThreadChanges]>([
    ['alone', { posts: [{ text: 'egy' }] }],
    ['in a thread', { posts: [{ text: 'egy' }, { text: 'kettő' }] }],
  ])('%s is unavailable, not doubtful, while nobody answers at all', async (_, changes) => {
    const { send, frozen } = await prepared(changes);
    await proxy.stop();
    expect(await stage.network.find(frozen, null)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it.each([
    ['longer than a post may have', 2_000_001, /blob too big|maximum 2000000/],
    ['longer than an upload may be', 6_000_000, /413 PayloadTooLarge/],
  ])('is refused with a picture %s', async (_, size, words) => {
    const { send } = await withPicture(await jpegOf(size));
    expect(await send()).toMatchObject({ failure: { kind: 'refused', message: expect.stringMatching(words) } });
    expect(await texts()).toEqual([]);
  });

  it('is published with a picture of the greatest size', async () => {
    const { send } = await withPicture(await jpegOf(2_000_000));
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('is not sent with a picture of other bytes than were frozen', async () => {
    const { frozen, picturing } = await frozenFor(stage.network, single);
    const swapped = async (sha256: string) => ({ ...(await picturing(sha256)), bytes: new Uint8Array([1]) });
    await expect(stage.network.send(frozen, newDesk().sending(frozen, swapped))).rejects.toThrow('has other bytes');
    expect(proxy.requests).toEqual([]);
  });

  it('is looked for with the patience that the server asks for', async () => {
    const { frozen } = await prepared(single);
    proxy.meddle(async () => json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '60' }));
    expect(await stage.network.find(frozen, null)).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T13:01:00Z') },
    });
    proxy.meddle(async () => json(400, { error: 'InvalidRequest', message: 'Could not locate record' }));
    expect(await stage.network.find(frozen, null)).toMatchObject({ failure: { kind: 'unavailable' } });
  });
});

describe('a thread for Bluesky of which somebody deleted a part', () => {
  const withoutPost = async (position: number) => {
    const { frozen, send } = await prepared(thread);
    const first = await send();
    await deletePost(frozen.posts[position]?.rkey);
    expect(await stage.network.find(frozen, null)).toMatchObject({ kind: 'partial' });
    return { first, frozen, send };
  };

  it.each([0, 1, 2])('gets back the post at position %i, as it was', async (position) => {
    const { first, send } = await withoutPost(position);
    expect(await send()).toEqual(first);
    expect(await texts()).toEqual(['egy', 'kettő', 'három']);
  });

  it('is doubtful while it cannot be completed', async () => {
    const { send, frozen } = await withoutPost(1);
    proxy.meddle(onCall('putRecord', lost));
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
    proxy.meddle(onCall('putRecord', async () => json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '60' })));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', retryAt: instantFromIso('2027-10-23T13:01:00Z') },
    });
    expect(await stage.network.find(frozen, null)).toMatchObject({ kind: 'partial' });
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
  const frozen = stage.network.freeze(threadWith({ posts: [{ images: [drawing] }] }), [[picture]]);
  if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
  return {
    frozen,
    send: () =>
      stage.network.send(
        frozen,
        newDesk().sending(frozen, async () => picture),
      ),
  };
}
