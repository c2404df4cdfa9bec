import { expect, it } from 'vitest';
import { ask, post, withMastodon } from './raw.ts';

const statuses = { method: 'POST', path: '/api/v1/statuses' };

it.each([
  [true, 1],
  [false, 0],
])('breaks the connection, having acted (%s) or not', async (acted, count) => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'lost', acted });
    await expect(post(server, { status: 'x' }, 'key')).rejects.toThrow('fetch failed');
    expect(server.statuses).toHaveLength(count);
    expect((await post(server, { status: 'x' }, 'key')).status).toBe(200);
    expect(server.statuses).toHaveLength(1);
    expect(server.requests.map(({ status }) => status)).toEqual([null, 200]);
  });
});

it.each([
  [502, true, 1],
  [502, false, 0],
  [200, true, 1],
  [200, false, 0],
])('answers an HTML page with status %i, having acted (%s) or not', async (status, acted, count) => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'page', status, acted });
    const answer = await post(server, { status: 'x' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(server.statuses).toHaveLength(count);
  });
});

it.each([
  [503, false, 0],
  [500, true, 1],
])('answers an error %i as JSON, having acted (%s) or not', async (status, acted, count) => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'error', status, acted });
    const answer = await post(server, { status: 'x' });
    expect([answer.status, typeof answer.body['error']]).toEqual([status, 'string']);
    expect(server.statuses).toHaveLength(count);
  });
});

it('cuts the answer in the middle, having acted', async () => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'cut' });
    await expect(post(server, { status: 'x' })).rejects.toThrow('terminated');
    expect(server.statuses).toHaveLength(1);
  });
});

it.each([
  ['arrival', 0],
  ['commit', 0],
  ['answer', 1],
] as const)('holds a request at its %s until it is released', async (at, meanwhile) => {
  await withMastodon({}, async (server) => {
    const held = server.fail(statuses, { kind: 'held', at });
    const posting = post(server, { status: 'x' });
    await held.reached;
    expect(server.statuses).toHaveLength(meanwhile);
    held.release();
    expect((await posting).status).toBe(200);
    expect(server.statuses).toHaveLength(1);
  });
});

it('acts after its release even if the client has gone', async () => {
  await withMastodon({}, async (server) => {
    const impatient = new AbortController();
    const held = server.fail(statuses, { kind: 'held', at: 'commit' });
    const posting = post(server, { status: 'late' }, 'key', { signal: impatient.signal });
    await held.reached;
    impatient.abort();
    await expect(posting).rejects.toThrow('aborted');
    expect(server.statuses).toEqual([]);
    held.release();
    await expect.poll(() => server.statuses.map(({ text }) => text)).toEqual(['late']);
    await post(server, { status: 'late' }, 'key');
    expect(server.statuses).toHaveLength(1);
  });
});

it('breaks held requests off at a reset, and they never act', async () => {
  await withMastodon({}, async (server) => {
    const held = server.fail(statuses, { kind: 'held', at: 'commit' });
    const posting = post(server, { status: 'x' });
    await held.reached;
    server.reset();
    await expect(posting).rejects.toThrow('fetch failed');
    held.release();
    expect((await ask(server, 'GET', '/api/v1/instance')).status).toBe(200);
    expect(server.statuses).toEqual([]);
  });
});

it('answers 429 with the moment to come back', async () => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'rate-limited', reset: Date.UTC(2027, 9, 23, 14) });
    const answer = await post(server, { status: 'x' });
    expect([answer.status, answer.headers.get('x-ratelimit-reset')]).toEqual([429, '2027-10-23T14:00:00.000000Z']);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(server.statuses).toEqual([]);
  });
});

it('drops a status silently: a plausible answer, nothing stored, no key remembered', async () => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'dropped' });
    const answer = await post(server, { status: 'x' }, 'key');
    expect([answer.status, answer.body['content']]).toEqual([200, '<p>x</p>']);
    expect((await ask(server, 'GET', `/api/v1/statuses/${answer.body['id']}`)).status).toBe(404);
    const again = await post(server, { status: 'x' }, 'key');
    expect(server.statuses.map(({ id }) => id)).toEqual([again.body['id']]);
  });
});

it('puts a reply where it was not asked to, and says so', async () => {
  await withMastodon({}, async (server) => {
    const parent = await post(server, { status: 'first' });
    server.fail(statuses, { kind: 'misplaced', parent: null });
    const reply = await post(server, { status: 'second', in_reply_to_id: parent.body['id'] });
    expect([reply.status, reply.body['in_reply_to_id']]).toEqual([200, null]);
    expect(server.statuses[1]?.parent).toBeNull();
  });
});

it('spends each fault on one request it is aimed at, in order', async () => {
  await withMastodon({}, async (server) => {
    server.fail({ method: 'GET', path: /instance$/ }, { kind: 'error', status: 500, acted: false });
    server.fail({ method: 'GET', path: '/api/v1/instance' }, { kind: 'page', status: 502, acted: false });
    server.fail(statuses, { kind: 'cut' });
    expect((await post(server, { status: 'x' }).catch(() => null)) ?? 'broken').toBe('broken');
    const looks = [];
    for (let n = 0; n < 3; n += 1) looks.push((await ask(server, 'GET', '/api/v1/instance')).status);
    expect(looks).toEqual([500, 502, 200]);
    expect(server.unusedFaults).toEqual([]);
  });
});
