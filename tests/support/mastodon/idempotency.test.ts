import { describe, expect, it } from 'vitest';
import type { MastodonMode } from './options.ts';
import { ask, clock, post, upload, withMastodon } from './raw.ts';

const hour = 3_600_000;
const statuses = { method: 'POST', path: '/api/v1/statuses' };
const texts = (server: { readonly statuses: readonly { readonly text: string }[] }) =>
  server.statuses.map(({ text }) => text);

describe('a key used a second time', () => {
  const table: readonly [MastodonMode, number, number][] = [
    ['4.5', 200, 1],
    ['4.6.5', 500, 1],
    ['4.6.7', 200, 1],
    ['none', 200, 2],
  ];

  it.each(table)('in mode %s answers %i and leaves %i status', async (mode, status, count) => {
    await withMastodon({ mode }, async (server) => {
      const first = await post(server, { status: 'Tizenhárom nap' }, 'key');
      const second = await post(server, { status: 'Tizenhárom nap' }, 'key');
      expect([first.status, second.status, server.statuses.length]).toEqual([200, status, count]);
      expect(second.body['id'] === first.body['id']).toBe(status === 200 && count === 1);
    });
  });

  it.each(['4.5', '4.6.7'] as const)('in mode %s gives the first status whatever the text', async (mode) => {
    await withMastodon({ mode }, async (server) => {
      const first = await post(server, { status: 'one' }, 'key');
      const second = await post(server, { status: 'another' }, 'key');
      expect(second.body).toEqual(first.body);
      expect(texts(server)).toEqual(['one']);
    });
  });

  it.each(['4.5', '4.6.5', '4.6.7'] as const)('in mode %s is forgotten after its hour', async (mode) => {
    const { now, advance } = clock();
    await withMastodon({ mode, now }, async (server) => {
      await post(server, { status: 'same' }, 'key');
      advance(hour - 1);
      await post(server, { status: 'same' }, 'key');
      expect(server.statuses).toHaveLength(1);
      advance(1);
      expect((await post(server, { status: 'same' }, 'key')).status).toBe(200);
      expect(server.statuses).toHaveLength(2);
    });
  });

  it.each(['4.5', '4.6.5', '4.6.7'] as const)('in mode %s answers 404 once its status is deleted', async (mode) => {
    await withMastodon({ mode }, async (server) => {
      const { body } = await post(server, { status: 'gone' }, 'key');
      await ask(server, 'DELETE', `/api/v1/statuses/${body['id']}`);
      expect((await post(server, { status: 'gone' }, 'key')).status).toBe(404);
      expect(server.statuses).toEqual([]);
    });
  });

  it('publishes again after the keys are lost', async () => {
    await withMastodon({}, async (server) => {
      await post(server, { status: 'same' }, 'key');
      server.forgetIdempotencyKeys();
      await post(server, { status: 'same' }, 'key');
      expect(server.statuses).toHaveLength(2);
    });
  });
});

it('keeps the keys of two accounts apart', async () => {
  const users = ['one', 'two'].map((username) => ({ username, tokens: [{ token: username, scopes: ['write'] }] }));
  await withMastodon({ users }, async (server) => {
    await post(server, { status: 'same' }, 'key', { token: 'one' });
    await post(server, { status: 'same' }, 'key', { token: 'two' });
    expect(server.statuses.map(({ account }) => account)).toEqual(['one', 'two']);
  });
});

it('does not remember a key whose status was refused', async () => {
  await withMastodon({}, async (server) => {
    expect((await post(server, { status: '' }, 'key')).status).toBe(422);
    expect((await post(server, { status: 'now with words' }, 'key')).status).toBe(200);
  });
});

describe('two requests that overlap with the same key', () => {
  it('both publish in mode 4.5, and the later commit owns the key', async () => {
    await withMastodon({ mode: '4.5' }, async (server) => {
      const held = server.fail(statuses, { kind: 'held', at: 'commit' });
      const slow = post(server, { status: 'twice' }, 'key');
      await held.reached;
      const fast = await post(server, { status: 'twice' }, 'key');
      held.release();
      const ids = [fast.body['id'], (await slow).body['id']];
      expect(texts(server)).toEqual(['twice', 'twice']);
      expect(new Set(ids).size).toBe(2);
      expect((await post(server, { status: 'twice' }, 'key')).body['id']).toBe(ids[1]);
    });
  });

  it('move a picture to the later commit in mode 4.5: a media id is no fence against an overlap', async () => {
    await withMastodon({ mode: '4.5' }, async (server) => {
      const { body } = await upload(server);
      const held = server.fail(statuses, { kind: 'held', at: 'commit' });
      const slow = post(server, { status: 'card', media_ids: [body['id']] }, 'key');
      await held.reached;
      await post(server, { status: 'card', media_ids: [body['id']] }, 'key');
      held.release();
      await slow;
      expect(server.statuses.map(({ media }) => media.length)).toEqual([0, 1]);
    });
  });

  it.each([
    ['4.6.5', 500],
    ['4.6.7', 200],
  ] as const)('publish once in mode %s, the waiting one getting %i', async (mode, status) => {
    await withMastodon({ mode }, async (server) => {
      const held = server.fail(statuses, { kind: 'held', at: 'commit' });
      const slow = post(server, { status: 'once' }, 'key');
      await held.reached;
      const waiting = post(server, { status: 'once' }, 'key');
      await expect.poll(() => server.requests.length).toBe(2);
      held.release();
      expect([(await slow).status, (await waiting).status]).toEqual([200, status]);
      expect(texts(server)).toEqual(['once']);
    });
  });

  it('let the second give up with 503 when the lock stays taken', async () => {
    await withMastodon({ mode: '4.6.7', lockWait: 20 }, async (server) => {
      const held = server.fail(statuses, { kind: 'held', at: 'commit' });
      const slow = post(server, { status: 'once' }, 'key');
      await held.reached;
      expect((await post(server, { status: 'once' }, 'key')).status).toBe(503);
      held.release();
      await slow;
      expect(texts(server)).toEqual(['once']);
    });
  });

  it('publish once for ten at a time in mode 4.6.7', async () => {
    await withMastodon({ mode: '4.6.7' }, async (server) => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(server, { status: 'once' }, 'key')));
      expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
      expect(server.statuses).toHaveLength(1);
    });
  });
});
