/** Servers for Bluesky that are not the reference server: they name the same things with other statuses, or lack a call. */

import { describe, expect, it } from 'vitest';
import type { Trail } from '../../../bot/networks/network.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { newDesk } from '../../support/desk.ts';
import { recordsOf } from '../../support/pds.ts';
import { json, type Meddling, type ProxiedAnswer, parsed } from '../../support/proxy.ts';
import { frozenFor } from '../contract/contract.ts';
import { collection } from './stage.ts';
import { kinds, landedThen, lost, onCall, page, single, useTrial } from './trial.ts';

const trial = useTrial();

/** A server without a call. */
const unknown = json(501, { error: 'MethodNotImplemented', message: 'Method Not Implemented' });

const deleteRecord = (rkey: string) =>
  trial.asOwner('com.atproto.repo.deleteRecord', { repo: trial.account.did, collection, rkey });

/** Meddles with the write, and with every look after it. */
const afterwards =
  (call: string, writing: Meddling, looking: Meddling): Meddling =>
  (request, forward) => {
    const isAfter = request.path.includes('getRecord') && trial.count(call) > 0;
    return isAfter ? looking(request, forward) : onCall(call, writing)(request, forward);
  };

describe.each(kinds)('%s for other software', (_, changes, call) => {
  it.each([404, 500])('is published where what is not there is answered %i RecordNotFound', async (status) => {
    const { frozen, send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall('getRecord', async (_, forward) => {
        const answer = await forward();
        return answer.status === 400 ? { ...answer, status } : answer;
      }),
    );
    expect(await trial.network.find(frozen, null)).toEqual({ kind: 'absent' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('is no conflict where a look is answered with the record of another key', async () => {
    const { frozen, send } = await trial.prepared(changes);
    await send();
    trial.proxy.meddle(
      onCall('getRecord', async (_, forward) => {
        const other = {
          uri: frozen.posts[0].uri.replace(/.$/, (end) => (end === '3' ? '4' : '3')),
          cid: frozen.posts[0].cid.replace(/.$/, (end) => (end === 'a' ? 'b' : 'a')),
        };
        return json(200, { ...parsed<object>(await forward()), ...other });
      }),
    );
    expect(await trial.network.find(frozen, null)).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining(`was asked for ${frozen.posts[0].uri}`) },
    });
  });

  it('is doubtful, not refused, when the server says that it exists and a look does not arrive', async () => {
    const { frozen, send } = await trial.prepared(changes);
    const exists = json(400, { error: 'InvalidRequest', message: 'record already exists' });
    const later = json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '60' });
    for (const [looking, retryAt] of [
      [lost, null],
      [async () => later, instantFromIso('2027-10-23T13:01:00Z')],
    ] as const) {
      trial.proxy.forget();
      trial.proxy.meddle(afterwards(call, landedThen(exists), looking));
      expect(await send()).toMatchObject({
        failure: { kind: 'doubtful', retryAt, message: expect.stringContaining('already exists') },
      });
      trial.proxy.meddle(null);
      expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
      for (const { rkey } of frozen.posts) await deleteRecord(rkey);
    }
  });

  it('is doubtful until the latest instant that the server named', async () => {
    const { send } = await trial.prepared(changes);
    const busy = (seconds: string) => json(503, { error: 'NotEnoughResources' }, { 'retry-after': seconds });
    trial.proxy.meddle(afterwards(call, landedThen(busy('120')), async () => busy('60')));
    expect(await send()).toMatchObject({
      failure: { kind: 'doubtful', retryAt: instantFromIso('2027-10-23T13:02:00Z') },
    });
  });

  it('is refused, in clear words, where the server has no call to write with, and a look shows nothing', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle((request, forward) =>
      /putRecord|applyWrites/.test(request.path) ? Promise.resolve(unknown) : forward(),
    );
    expect(await send()).toMatchObject({
      failure: { kind: 'refused', message: expect.stringContaining('does not know com.atproto.repo.applyWrites') },
    });
    expect(trial.proxy.requests.at(-1)?.path).toContain('getRecord');
  });

  it('is doubtful where the server seems to have no call only after a write that was lost', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(onCall(call, async () => (trial.count(call) > 1 ? unknown : 'lost')));
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
    expect(trial.count(call)).toBe(2);
  });

  it('is doubtful where the server seems to have no call, and a look does not arrive', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(afterwards(call, async () => unknown, lost));
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
  });
});

describe('a post for a server that takes no putRecord as it is sent', () => {
  it.each<[string, ProxiedAnswer]>([
    ['does not know it', unknown],
    ['has no such page', page(404)],
    ['has a page that may not be written to', page(405)],
    ['wants swapRecord to be a string', json(400, { error: 'InvalidRequest', message: 'swapRecord must be a string' })],
    ['takes null for a version', json(400, { error: 'InvalidSwap', message: 'Record was at null' })],
  ])('is created instead where the server %s', async (_, answer) => {
    const { frozen, send } = await trial.prepared(single);
    trial.proxy.meddle(onCall('putRecord', async () => answer));
    const result = await send();
    expect(result).toEqual({ ...(await trial.network.find(frozen, null)), kind: 'sent' });
    expect([trial.count('putRecord'), trial.count('applyWrites')]).toEqual([1, 1]);
    expect(await trial.texts()).toEqual(['egy']);
  });

  it('is there once when the answer to that is lost, and when the putRecord landed late after all', async () => {
    const { frozen, send } = await trial.prepared(single);
    let late = async (): Promise<unknown> => null;
    trial.proxy.meddle(async ({ path }, forward) => {
      if (path.includes('putRecord')) {
        late = forward;
        return unknown;
      }
      if (!path.includes('applyWrites')) return forward();
      await late();
      await forward();
      return 'lost';
    });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect([trial.count('putRecord'), trial.count('applyWrites')]).toEqual([1, 1]);
    const records = await recordsOf(trial.account.service, trial.account.did, collection);
    expect(records.map(({ cid }) => cid)).toEqual([frozen.posts[0].cid]);
  });

  it('is not created once this process may not publish any more', async () => {
    const { frozen, picturing } = await frozenFor(trial.network, single);
    const denied = new Error('another process publishes here');
    const permit = async (): Promise<void> => {
      if (trial.count('putRecord') > 0) throw denied;
    };
    trial.proxy.meddle(onCall('putRecord', async () => unknown));
    const sending = { ...newDesk().sending<Trail<'bluesky'>>(frozen, picturing), permit };
    await expect(trial.network.send(frozen, sending)).rejects.toBe(denied);
    expect(trial.count('applyWrites')).toBe(0);
  });

  it('does not take the place of another one', async () => {
    const { frozen, send } = await trial.prepared(single);
    const record = { $type: collection, text: 'más', langs: ['hu'], createdAt: '2027-10-23T13:00:00Z' };
    const { rkey } = frozen.posts[0];
    trial.proxy.meddle(
      onCall('putRecord', async () => {
        await trial.asOwner('com.atproto.repo.putRecord', { repo: trial.account.did, collection, rkey, record });
        return unknown;
      }),
    );
    expect(await send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(await trial.texts()).toEqual(['más']);
  });
});
