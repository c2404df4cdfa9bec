import { expect, it } from 'vitest';
import { ask, clock, post, token, upload, withMastodon } from './raw.ts';

it.each([null, 'wrong'])('answers 401 to the token %s', async (bad) => {
  await withMastodon({}, async (server) => {
    const answer = await post(server, { status: 'x' }, undefined, { token: bad });
    expect([answer.status, answer.body]).toEqual([401, { error: 'The access token is invalid' }]);
  });
});

it('answers 401 once a token is revoked', async () => {
  await withMastodon({}, async (server) => {
    server.revokeToken(token);
    const answer = await ask(server, 'GET', '/api/v1/accounts/verify_credentials');
    expect([answer.status, answer.body]).toEqual([401, { error: 'The access token was revoked' }]);
  });
});

it('answers 403 without the scope', async () => {
  const users = [{ username: 'one', tokens: [{ token: 'one', scopes: ['read:statuses', 'write:media'] }] }];
  await withMastodon({ users }, async (server) => {
    const answer = await post(server, { status: 'x' }, undefined, { token: 'one' });
    expect([answer.status, answer.body]).toEqual([403, { error: 'This action is outside the authorized scopes' }]);
    expect((await ask(server, 'GET', '/api/v1/accounts/verify_credentials', { token: 'one' })).status).toBe(403);
    expect((await upload(server, {}, undefined, { token: 'one' })).status).toBe(200);
  });
});

it('knows whose token it is', async () => {
  await withMastodon({}, async (server) => {
    const { status, body } = await ask(server, 'GET', '/api/v1/accounts/verify_credentials');
    expect([status, body['id'], body['username']]).toEqual([200, server.accountId('emleknap'), 'emleknap']);
    expect(body['source']).toMatchObject({ privacy: 'public' });
  });
});

it.each([
  ['4.5', '4.5.15', 1500],
  ['4.6.5', '4.6.5', 10_000],
  ['4.6.7', '4.6.7', 10_000],
] as const)('describes itself in mode %s', async (mode, version, descriptionLimit) => {
  await withMastodon({ mode, limits: { maxCharacters: 999 } }, async (server) => {
    const statuses = { max_characters: 999, max_media_attachments: 4, characters_reserved_per_url: 23 };
    const v2 = await ask(server, 'GET', '/api/v2/instance', { token: null });
    expect(v2.body).toMatchObject({
      domain: 'mastodon.test',
      version,
      configuration: {
        statuses,
        media_attachments: { description_limit: descriptionLimit, image_size_limit: 16_777_216 },
      },
    });
    const v1 = await ask(server, 'GET', '/api/v1/instance', { token: null });
    expect(v1.body).toMatchObject({ uri: 'mastodon.test', version, configuration: { statuses } });
  });
});

it('has no second instance route in mode none, ids that are no numbers, and says what software it is', async () => {
  await withMastodon({ mode: 'none' }, async (server) => {
    expect((await ask(server, 'GET', '/api/v2/instance')).status).toBe(404);
    expect((await ask(server, 'GET', '/api/v1/instance')).body['version']).toContain('git');
    expect((await ask(server, 'GET', '/nodeinfo/2.0')).body['software']).toMatchObject({ name: 'gotosocial' });
    expect((await post(server, { status: 'x' })).body['id']).toMatch(/^[0-9A-Z]{26}$/);
    expect(server.violations).toEqual([]);
  });
});

it('counts requests by token, and answers 429 without Retry-After until the window ends', async () => {
  const { now, advance } = clock(Date.UTC(2027, 9, 23, 13, 1));
  await withMastodon({ now, rateLimits: { api: { limit: 2, period: 300_000 } } }, async (server) => {
    const look = async () => await ask(server, 'GET', '/api/v1/instance');
    const left = [(await look()).headers, (await look()).headers].map((headers) =>
      headers.get('x-ratelimit-remaining'),
    );
    expect(left).toEqual(['1', '0']);
    const refused = await look();
    expect([refused.status, refused.body]).toEqual([429, { error: 'Too many requests' }]);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('2');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('2027-10-23T13:05:00.000000Z');
    expect(refused.headers.get('retry-after')).toBeNull();
    expect((await ask(server, 'GET', '/api/v1/instance', { token: null })).status).toBe(200);
    advance(4 * 60_000);
    expect((await look()).status).toBe(200);
  });
});

it('counts uploads, deletions and statuses by themselves', async () => {
  const one = { limit: 1, period: 1_800_000 };
  await withMastodon({ rateLimits: { media: one, deletion: one, statuses: { ...one, limit: 2 } } }, async (server) => {
    expect([(await upload(server)).status, (await upload(server)).status]).toEqual([200, 429]);
    const posts = [await post(server, { status: 'a' }), await post(server, { status: 'b' })];
    expect(posts.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0']);
    expect((await post(server, { status: 'c' })).status).toBe(429);
    const deletions = [];
    for (const { body } of posts)
      deletions.push((await ask(server, 'DELETE', `/api/v1/statuses/${body['id']}`)).status);
    expect(deletions).toEqual([200, 429]);
    expect(server.statuses.map(({ text }) => text)).toEqual(['b']);
  });
});

const json = { 'Content-Type': 'application/json' };

it.each([
  ['an unknown parameter', '/api/v1/statuses', '{"status":"x","spoilerText":"CW"}', json],
  [
    'media ids in one word',
    '/api/v1/statuses',
    'status=x&media_ids=1,2',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
  ],
  [
    'media ids under numbers',
    '/api/v1/statuses',
    'status=x&media_ids[0]=1',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
  ],
  ['a status that is no text', '/api/v1/statuses', '{"status":7}', json],
  ['a missing value turned into a word', '/api/v1/statuses', '{"status":"undefined"}', json],
  ['broken JSON', '/api/v1/statuses', '{"status":', json],
  ['a list for a body', '/api/v1/statuses', '[]', json],
  ['plain text', '/api/v1/statuses', 'status=x', { 'Content-Type': 'text/plain' }],
  ['a picture without its file', '/api/v2/media', '{"file":"bytes"}', json],
])('refuses and remembers %s', async (_, path, body, headers) => {
  await withMastodon({}, async (server) => {
    expect((await ask(server, 'POST', path, { body, headers })).status).toBe(400);
    expect(server.violations).toMatchObject([{ method: 'POST', path }]);
    expect(server.statuses).toEqual([]);
  });
});

it('refuses and remembers a route that is not there', async () => {
  await withMastodon({}, async (server) => {
    const answer = await ask(server, 'GET', '/api/v1/nowhere');
    expect([answer.status, answer.body]).toEqual([404, { error: 'Not Found' }]);
    expect(server.violations).toEqual([{ method: 'GET', path: '/api/v1/nowhere', reason: 'no such route' }]);
  });
});

it('logs each request without its token, and forgets everything but accounts at a reset', async () => {
  await withMastodon({}, async (server) => {
    const id = server.accountId('emleknap');
    const before = await post(server, { status: 'x' }, 'key');
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/statuses', status: 200, headers: { 'idempotency-key': 'key' } },
    ]);
    expect(JSON.stringify(server.requests)).not.toContain(token);
    server.fail({ method: 'GET', path: '/' }, { kind: 'cut' });
    server.reset();
    expect([server.requests, server.statuses, server.uploads, server.unusedFaults]).toEqual([[], [], [], []]);
    expect(server.accountId('emleknap')).toBe(id);
    const after = await post(server, { status: 'x' }, 'key');
    expect(BigInt(String(after.body['id']))).toBeGreaterThan(BigInt(String(before.body['id'])));
  });
});
