/** Whatever becomes of an answer on its way from Bluesky, what was published is known in the end, and nothing is there twice or in halves. */

import { describe, expect, it } from 'vitest';
import { type Instant, instantFromIso } from '../../../schedule/time/instant.ts';
import { xrpc } from '../../support/pds.ts';
import { json, type Meddling, type ProxiedAnswer } from '../../support/proxy.ts';
import type { ThreadChanges } from '../../support/threads.ts';
import { kinds, landedThen, lost, onCall, page, useTrial } from './trial.ts';

const trial = useTrial();

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
    const { send, frozen } = await trial.prepared(changes);
    trial.proxy.meddle(onCall(call, landedThen(answer)));
    const result = await send();
    expect(result).toEqual(await trial.network.find(frozen, null).then((found) => ({ ...found, kind: 'sent' })));
    expect(trial.count(call)).toBe(1);
    expect(await trial.texts()).toEqual(all);
  });

  it('is sent again when it was lost on the way and nothing of it is there', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(onCall(call, lost, 1));
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(trial.count(call)).toBe(2);
    expect(await trial.texts()).toEqual(all);
  });

  it.each<[string, Meddling]>([
    ['is lost', lost],
    ['meets a server that fails', async () => json(500, { error: 'InternalServerError', message: 'no' })],
    ['meets a wall that is no server', async () => page(403)],
    ['is answered without being done', async () => json(200, { uri: 'at://x/y/z', cid: 'bafyreiaaaa', results: [] })],
  ])('is doubtful when it %s twice, and sent by the next attempt', async (_, meddling) => {
    const { send, frozen } = await trial.prepared(changes);
    trial.proxy.meddle(onCall(call, meddling));
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
    expect(trial.count(call)).toBe(2);
    trial.proxy.meddle(null);
    expect(await trial.network.find(frozen, null)).toEqual({ kind: 'absent' });
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it.each<[string, Instant | null, ProxiedAnswer | 'lost']>([
    ['is lost too', null, 'lost'],
    ['is not allowed', null, json(403, { error: 'Forbidden', message: 'no' })],
    ['gets no session', null, json(400, { error: 'ExpiredToken', message: 'Token has expired' })],
    [
      'is limited',
      instantFromIso('2027-10-23T13:01:00Z'),
      json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '60' }),
    ],
    ['comes at another version', null, json(400, { error: 'InvalidSwap', message: 'Record was at something' })],
  ])('is doubtful while a write may still wait at the server and the next %s', async (_, retryAt, answer) => {
    const { send, frozen } = await trial.prepared(changes);
    let late = async (): Promise<unknown> => null;
    trial.proxy.meddle(async ({ path }, forward) => {
      if (path.includes('refreshSession')) return 'lost';
      if (!path.includes(call)) return forward();
      if (trial.count(call) > 1) return answer;
      late = forward;
      return 'lost';
    });
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful', retryAt } });
    expect(trial.count(call)).toBe(2);
    await late();
    trial.proxy.meddle(null);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
    expect(await trial.texts()).toEqual(all);
  });

  it('is doubtful when neither its answer nor a look at what stands there arrives', async () => {
    const { send, frozen } = await trial.prepared(changes);
    const writing = onCall(call, landedThen('lost'));
    trial.proxy.meddle((request, forward) => {
      const afterwards = request.path.includes('getRecord') && trial.count(call) > 0;
      return (afterwards ? lost : writing)(request, forward);
    });
    expect(await send()).toMatchObject({ failure: { kind: 'doubtful' } });
    trial.proxy.meddle(null);
    expect(await trial.network.find(frozen, null)).toMatchObject({ kind: 'found' });
  });

  it('is a conflict when the server keeps another text than it was sent', async () => {
    const { send } = await trial.prepared(changes);
    trial.proxy.meddle(
      onCall(call, async ({ path, headers, body }) => {
        const token = headers['authorization']?.slice('Bearer '.length) ?? '';
        const other: unknown = JSON.parse(body.toString().replaceAll('egy', 'más'));
        const nsid = path.replace('/xrpc/', '');
        return json(200, (await xrpc(trial.account.service, nsid, { body: other, token })).body);
      }),
    );
    expect(await send()).toMatchObject({ failure: { kind: 'conflict' } });
    expect(trial.count(call)).toBe(1);
  });
});

describe('a post for Bluesky', () => {
  it.each<[string, ThreadChanges]>([
    ['alone', { posts: [{ text: 'egy' }] }],
    ['in a thread', { posts: [{ text: 'egy' }, { text: 'kettő' }] }],
  ])('%s is unavailable, not doubtful, while nobody answers at all', async (_, changes) => {
    const { send, frozen } = await trial.prepared(changes);
    await trial.proxy.stop();
    expect(await trial.network.find(frozen, null)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await send()).toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED') },
    });
  });
});
