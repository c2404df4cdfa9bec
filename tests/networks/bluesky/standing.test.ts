/** What stands on Bluesky decides what is sent: nothing is written over, and what a person deleted is not made again. */

import { describe, expect, it } from 'vitest';
import type { ReplyRule } from '../../../schedule/model/campaign.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { recordsOf, xrpc } from '../../support/pds.ts';
import { json, type Meddling, parsed } from '../../support/proxy.ts';
import { campaignWith, type ThreadChanges } from '../../support/threads.ts';
import { collection } from './stage.ts';
import { kinds, landedThen, lost, onCall, thread, useTrial } from './trial.ts';

const trial = useTrial();
const gateCollection = 'app.bsky.feed.threadgate';
const texts = thread.posts.map(({ text }) => text);

/** Lets a call through with another body than it was sent with. */
const rewriting =
  (change: (body: Record<string, unknown>) => Record<string, unknown>): Meddling =>
  async ({ path, headers, body }) => {
    const token = headers['authorization']?.slice('Bearer '.length) ?? '';
    const nsid = path.replace('/xrpc/', '');
    const { status, body: answer } = await xrpc(trial.account.service, nsid, {
      body: change(JSON.parse(body.toString()) as Record<string, unknown>),
      token,
    });
    return json(status, answer);
  };

/** What a look finds that comes a moment too early. */
const notYet: Meddling = async () => json(400, { error: 'RecordNotFound', message: 'Could not locate record' });

const deleteRecord = (from: string, rkey: string | undefined) =>
  trial.asOwner('com.atproto.repo.deleteRecord', { repo: trial.account.did, collection: from, rkey });

const writes = () => trial.count('putRecord') + trial.count('applyWrites');

describe('a thread for Bluesky of which somebody deleted a part', () => {
  it.each([0, 1, 2])('stays without the post at position %i, and a person is told which is gone', async (position) => {
    const { frozen, send } = await trial.prepared(thread);
    await send();
    const post = frozen.posts[position];
    await deleteRecord(collection, post?.rkey);
    trial.proxy.forget();
    const conflict = {
      kind: 'conflict',
      message: expect.stringContaining(`1 of its 3 posts were deleted since (${post?.uri})`),
    };
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure: conflict });
    expect(await send()).toMatchObject({ failure: conflict });
    expect(writes()).toBe(0);
    expect(await trial.texts()).toEqual(texts.filter((_, index) => index !== position));
  });

  it('is published anew when all of it was deleted and a person asks for it', async () => {
    const { frozen, send } = await trial.prepared(thread);
    await send();
    for (const { rkey } of frozen.posts) await deleteRecord(collection, rkey);
    expect(await trial.network.find(frozen, null)).toEqual({ kind: 'absent' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await trial.texts()).toEqual(texts);
  });

  it('is not one whose commit was made between two reads', async () => {
    const { frozen, send } = await trial.prepared(thread);
    const sent = await send();
    trial.proxy.meddle(onCall('getRecord', notYet, 1));
    expect(await trial.network.find(frozen, null)).toEqual({ ...sent, kind: 'found' });
    trial.proxy.meddle(onCall('getRecord', notYet, 1));
    expect(await send()).toEqual(sent);
  });
});

describe.each(kinds)('%s for Bluesky', (_, changes, call) => {
  it('is looked for before it is sent, and not sent where it stands', async () => {
    const { send } = await trial.prepared(changes);
    const sent = await send();
    trial.proxy.forget();
    expect(await send()).toEqual(sent);
    expect(trial.proxy.requests.every(({ path }) => path.includes('getRecord'))).toBe(true);
  });

  it('is not there twice when it was published between the look and the write', async () => {
    const { send } = await trial.prepared(changes);
    const sent = await send();
    trial.proxy.forget();
    trial.proxy.meddle(onCall('getRecord', notYet, changes.posts.length));
    expect(await send()).toEqual(sent);
    expect(trial.count(call)).toBe(1);
    expect(await trial.texts()).toEqual(changes.posts.map(({ text }) => text));
  });

  it('does not take the place of another that was published between the look and the write', async () => {
    const { frozen, send } = await trial.prepared(changes);
    const { rkey } = frozen.posts[0];
    const record = { $type: collection, text: 'más', langs: ['hu'], createdAt: '2027-10-23T13:00:00Z' };
    await trial.asOwner('com.atproto.repo.putRecord', { repo: trial.account.did, collection, rkey, record });
    trial.proxy.meddle(onCall('getRecord', notYet, changes.posts.length));
    expect(await send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(await trial.texts()).toEqual(['más']);
  });

  it('is sent again when what stood in its place is gone by the time of the look', async () => {
    const { frozen, send } = await trial.prepared(changes);
    const swapped = json(400, { error: 'InvalidSwap', message: 'Record was at bafyreiaaaa' });
    trial.proxy.meddle(onCall(call, async () => swapped, 1));
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(writes()).toBe(2);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
    expect(await trial.texts()).toEqual(changes.posts.map(({ text }) => text));
  });

  it('is tried later, not given up, when something stands in its place at each write and at no look', async () => {
    const { send } = await trial.prepared(changes);
    const swapped = json(400, { error: 'InvalidSwap', message: 'Record was at bafyreiaaaa' });
    trial.proxy.meddle((request, forward) =>
      /putRecord|applyWrites/.test(request.path) ? Promise.resolve(swapped) : forward(),
    );
    expect(await send()).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(writes()).toBe(2);
  });

  it('is a matter for a person, and costs no login, when the account is taken down', async () => {
    const { send } = await trial.prepared(changes);
    for (const status of [400, 401, 403]) {
      trial.proxy.forget();
      trial.proxy.meddle(onCall(call, async () => json(status, { error: 'AccountTakedown', message: 'taken down' })));
      expect(await send()).toMatchObject({
        failure: { kind: 'unauthorised', message: expect.stringContaining('sign in with a browser') },
      });
      expect(trial.count('createSession') + trial.count('refreshSession')).toBe(0);
    }
  });

  it('is not sent while nobody can look for it', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(onCall('getRecord', lost));
    expect(await send()).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(writes()).toBe(0);
  });

  it.each([
    [400, 'ExpiredToken'],
    [400, 'InvalidToken'],
    [401, 'AuthMissing'],
  ])('goes on with a new session when its write is answered %i %s', async (status, error) => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(onCall(call, async () => json(status, { error, message: 'no longer' }), 1));
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(trial.count('refreshSession')).toBe(1);
    expect(await trial.texts()).toEqual(changes.posts.map(({ text }) => text));
  });

  it('is tried later, not given up, when the server loses its pictures again and again', async () => {
    const { frozen, send } = await trial.prepared(changes);
    const blob = frozen.posts[0].record.embed?.images[0]?.image;
    trial.proxy.meddle(onCall('uploadBlob', async () => json(200, { blob })));
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining('BlobNotFound') },
    });
    trial.proxy.meddle(null);
    expect(await send()).toMatchObject({ kind: 'sent' });
  });
});

describe('a post for a server that overlooks swapRecord', () => {
  const post = { posts: [{ text: 'egy' }] } as const satisfies ThreadChanges;
  const careless = rewriting(({ swapRecord: _, ...body }) => body);

  it('does not take the place of another one', async () => {
    const { frozen } = await trial.prepared(post);
    const [{ rkey, record }] = frozen.posts;
    const other = { repo: trial.account.did, collection, rkey, record: { ...record, text: 'más' } };
    await trial.asOwner('com.atproto.repo.putRecord', other);
    const { send } = await trial.prepared(post);
    trial.proxy.meddle(onCall('putRecord', careless));
    expect(await send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(trial.count('putRecord')).toBe(0);
    expect(await trial.texts()).toEqual(['más']);
  });

  it('is there once when its answer was lost, and when it is sent twice at once', async () => {
    const { frozen, send } = await trial.prepared(post);
    let first = true;
    trial.proxy.meddle(
      onCall('putRecord', async (request, forward) => {
        const answer = await careless(request, forward);
        const isLost = first;
        first = false;
        return isLost ? 'lost' : answer;
      }),
    );
    const results = await Promise.all([send(), send()]);
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent']);
    const records = await recordsOf(trial.account.service, trial.account.did, collection);
    expect(records.map(({ cid }) => cid)).toEqual([frozen.posts[0].cid]);
  });
});

describe('a thread for a server that tells nothing of what it wrote', () => {
  it('is looked for, and counts as sent', async () => {
    const { send } = await trial.prepared(thread);
    trial.proxy.meddle(onCall('applyWrites', landedThen(json(200, {}))));
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(trial.count('applyWrites')).toBe(1);
  });
});

describe('who may reply', () => {
  const gated = (replies: ReplyRule): ThreadChanges => {
    const [slot] = slotsOf(campaignWith({ replies }), 2027);
    if (slot === undefined) throw new Error('the campaign has an entry');
    return { slot, posts: [{ text: 'egy' }, { text: 'kettő' }] };
  };
  const withoutGate = rewriting(({ writes: all, ...body }) => ({
    ...body,
    writes: (all as { collection: string }[]).filter((write) => write.collection === collection),
  }));
  const astray = { kind: 'conflict', message: expect.stringContaining('who may reply') };

  it('is reported when the server leaves it out, and the posts are there once', async () => {
    const { frozen, send } = await trial.prepared(gated('nobody'));
    trial.proxy.meddle(onCall('applyWrites', withoutGate));
    expect(await send()).toMatchObject({ failure: astray });
    expect(await trial.texts()).toEqual(['egy', 'kettő']);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('is reported when the server says that it wrote another', async () => {
    const { send } = await trial.prepared(gated('nobody'));
    const loose = rewriting(({ writes: all, ...body }) => ({
      ...body,
      writes: (all as { collection: string; value: object }[]).map((write) =>
        write.collection === collection ? write : { ...write, value: { ...write.value, allow: undefined } },
      ),
    }));
    trial.proxy.meddle(onCall('applyWrites', loose));
    expect(await send()).toMatchObject({ failure: astray });
  });

  it('may be changed by a person afterwards', async () => {
    const { frozen, send } = await trial.prepared(gated('nobody'));
    await send();
    await deleteRecord(gateCollection, frozen.gate?.rkey);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await recordsOf(trial.account.service, trial.account.did, gateCollection)).toEqual([]);
  });

  it('tells, where it is left alone, that the posts were there and were deleted', async () => {
    const { frozen, send } = await trial.prepared(gated('followers'));
    await send();
    for (const { rkey } of frozen.posts) await deleteRecord(collection, rkey);
    trial.proxy.forget();
    const deleted = { kind: 'conflict', message: expect.stringContaining('deleted since') };
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure: deleted });
    expect(await send()).toMatchObject({ failure: deleted });
    expect(writes()).toBe(0);
  });
});

describe('a server with a rate limit', () => {
  it('is not believed when it says to wait longer than a day', async () => {
    const { send } = await trial.prepared(thread);
    const limited = json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '99999999' });
    trial.proxy.meddle(onCall('applyWrites', async () => limited));
    const result = await send();
    if (result.kind !== 'failure' || result.failure.kind !== 'unavailable') throw new Error('it is unavailable');
    expect(result.failure.retryAt).toBe(Date.UTC(2027, 9, 24, 13));
    expect(parsed<{ error: string }>(limited).error).toBe('RateLimitExceeded');
  });
});
