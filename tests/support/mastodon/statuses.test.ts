import { expect, it } from 'vitest';
import { ask, clock, type Loose, post, upload, withMastodon } from './raw.ts';

const two = ['one', 'two'].map((username) => ({
  username,
  tokens: [{ token: username, scopes: ['read', 'write'] }],
}));

it('takes a status as JSON and as a form alike', async () => {
  await withMastodon({}, async (server) => {
    const ids = [(await upload(server)).body['id'], (await upload(server)).body['id']].map(String);
    await post(server, { status: 'Szabad', spoiler_text: 'CW', language: 'hu', media_ids: ids.slice(0, 1) });
    const body = new URLSearchParams({
      status: 'Szabad',
      spoiler_text: 'CW',
      language: 'hu',
      'media_ids[]': ids[1] ?? '',
    });
    expect((await ask(server, 'POST', '/api/v1/statuses', { body })).status).toBe(200);
    const [first, second] = server.statuses.map(({ id, createdAt, media, ...same }) => same);
    expect(second).toEqual(first);
    expect(server.statuses.map(({ media }) => media.map(({ id }) => id))).toEqual([ids.slice(0, 1), ids.slice(1)]);
  });
});

it('shows a status as Mastodon does', async () => {
  await withMastodon({ now: clock().now }, async (server) => {
    const text = 'Radio silent.\n\nhttps://example.org/a-long-way-to-the-archive-of-the-revolution #Budapest <ők>';
    const { body } = await post(server, { status: text, language: 'en', visibility: 'unlisted' });
    expect(body).toMatchObject({
      created_at: '2027-10-23T13:00:00.000Z',
      in_reply_to_id: null,
      sensitive: false,
      spoiler_text: '',
      visibility: 'unlisted',
      language: 'en',
      url: `https://mastodon.test/@emleknap/${body['id']}`,
      tags: [{ name: 'budapest', url: 'https://mastodon.test/tags/budapest' }],
      media_attachments: [],
    });
    expect(body['id']).toMatch(/^\d{18,19}$/);
    expect(body['content']).toContain('<p>Radio silent.</p><p><a href="https://example.org/a-long-way');
    expect(body['content']).toContain('&lt;ők&gt;</p>');
  });
});

it.each([
  ['blank', { status: '  \n' }, "Validation failed: Text can't be blank"],
  ['too long', { status: 'x'.repeat(501) }, 'Validation failed: Text character limit of 500 exceeded'],
  ['too long with its warning', { status: 'x'.repeat(499), spoiler_text: 'CW' }, 'Validation failed: Text character'],
  ['of an unknown visibility', { status: 'x', visibility: 'secret' }, 'Validation failed: Visibility'],
  ['with an unknown picture', { status: 'x', media_ids: ['7'] }, 'Media 7 not found or already attached'],
  ['with five pictures', { status: 'x', media_ids: ['1', '2', '3', '4', '5'] }, 'Cannot attach more than 4 files'],
])('refuses a status that is %s', async (_, fields, error) => {
  await withMastodon({}, async (server) => {
    const answer = await post(server, fields);
    expect([answer.status, answer.body['error']]).toEqual([422, expect.stringContaining(error)]);
    expect(server.statuses).toEqual([]);
    expect(server.violations).toEqual([]);
  });
});

it.each([
  ['graphemes', '👨‍👩‍👧‍👦'.repeat(500), 200],
  ['an address as 23', `${'x'.repeat(476)} https://example.org/${'y'.repeat(300)}`, 200],
  ['an address as 23, not less', `${'x'.repeat(477)} https://a.hu`, 422],
  ['an address without protocol as it is', `${'x'.repeat(480)} example.org/a/long/path`, 422],
  ['a mention without its server', `${'x'.repeat(490)} @somebody@a.very.long.server.example`, 200],
])('counts %s', async (_, status, expected) => {
  await withMastodon({}, async (server) => {
    expect((await post(server, { status })).status).toBe(expected);
  });
});

it('counts every code point as written in mode none', async () => {
  await withMastodon({ mode: 'none', limits: { maxCharacters: 30 } }, async (server) => {
    expect((await post(server, { status: `https://example.org/${'y'.repeat(10)}` })).status).toBe(200);
    expect((await post(server, { status: `https://example.org/${'y'.repeat(11)}` })).status).toBe(422);
  });
});

it('makes a status with a warning sensitive, and a lone warning the text', async () => {
  await withMastodon({}, async (server) => {
    await post(server, { status: 'x', spoiler_text: 'CW', sensitive: false });
    await post(server, { status: '', spoiler_text: 'CW' });
    expect(server.statuses).toMatchObject([
      { text: 'x', spoilerText: 'CW', sensitive: true },
      { text: 'CW', spoilerText: '', sensitive: true },
    ]);
  });
});

it('passes over an unknown language, and in mode none answers 400', async () => {
  await withMastodon({}, async (server) => {
    expect((await post(server, { status: 'x', language: 'zz' })).body['language']).toBe('en');
  });
  await withMastodon({ mode: 'none' }, async (server) => {
    expect((await post(server, { status: 'x', language: 'zz' })).status).toBe(400);
    expect((await post(server, { status: 'x', language: 'hu' })).body).toMatchObject({
      visibility: 'unlisted',
      language: 'hu',
    });
  });
});

it('answers 404 for a reply to nothing, or to what the account may not see', async () => {
  await withMastodon({ users: two }, async (server) => {
    const secret = await post(server, { status: 'x', visibility: 'private' }, undefined, { token: 'two' });
    for (const parent of ['12345', secret.body['id']]) {
      const answer = await post(server, { status: 'reply', in_reply_to_id: parent }, undefined, { token: 'one' });
      expect(answer.status).toBe(404);
    }
    expect(server.statuses).toHaveLength(1);
  });
});

it('hangs a reply under its parent', async () => {
  await withMastodon({ users: two }, async (server) => {
    const parent = await post(server, { status: 'first' }, undefined, { token: 'one' });
    const reply = await post(server, { status: 'second', in_reply_to_id: parent.body['id'] }, undefined, {
      token: 'one',
    });
    expect(reply.body).toMatchObject({
      in_reply_to_id: parent.body['id'],
      in_reply_to_account_id: server.accountId('one'),
    });
    expect((await ask(server, 'GET', `/api/v1/statuses/${parent.body['id']}`)).body['replies_count']).toBe(1);
  });
});

it('gives the exact source, stripped, with mentions of neighbours shortened', async () => {
  await withMastodon({ users: two }, async (server) => {
    const sent = { token: 'one' };
    const { body } = await post(server, { status: ' a\n\n b @two@mastodon.test @two@other.example ' }, undefined, sent);
    const source = await ask(server, 'GET', `/api/v1/statuses/${body['id']}/source`, sent);
    expect(source.body).toEqual({ id: body['id'], text: 'a\n\n b @two @two@other.example', spoiler_text: '' });
    expect(body['mentions']).toMatchObject([{ username: 'two' }]);
  });
});

it('deletes with the text for a new draft, frees the pictures, and is gone', async () => {
  await withMastodon({ users: two }, async (server) => {
    const media = await upload(server, { description: 'alt' }, undefined, { token: 'one' });
    const fields = { status: 'draft', media_ids: [media.body['id']] };
    const { body } = await post(server, fields, undefined, { token: 'one' });
    const path = `/api/v1/statuses/${body['id']}`;
    expect((await ask(server, 'DELETE', path, { token: 'two' })).status).toBe(404);
    const deleted = await ask(server, 'DELETE', path, { token: 'one' });
    expect(deleted.body).toMatchObject({ text: 'draft', media_attachments: [{ description: 'alt' }] });
    expect((await ask(server, 'GET', path)).status).toBe(404);
    expect((await post(server, fields, undefined, { token: 'one' })).status).toBe(200);
  });
});

it('hides private statuses from others, and shows them to their account', async () => {
  await withMastodon({ users: two }, async (server) => {
    const { body } = await post(server, { status: 'x', visibility: 'private' }, undefined, { token: 'one' });
    const look = async (token: string | null) =>
      (await ask(server, 'GET', `/api/v1/statuses/${body['id']}`, { token })).status;
    expect([await look('one'), await look('two'), await look(null)]).toEqual([200, 404, 404]);
  });
});

it.each(['4.6.7', 'none'] as const)('pages through an account, newest first, in mode %s', async (mode) => {
  await withMastodon({ mode, now: clock().now }, async (server) => {
    const ids: unknown[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await post(server, { status: `${n}` })).body['id']);
    const list = async (query: string) => {
      const answer = await ask(server, 'GET', `/api/v1/accounts/${server.accountId('emleknap')}/statuses?${query}`);
      const page = Array.from(answer.body as unknown as Loose[]).map(({ id }) => id);
      return { page, link: answer.headers.get('link') };
    };
    expect((await list('')).page).toEqual(ids);
    expect((await list('limit=2')).page).toEqual(ids.slice(0, 2));
    expect((await list(`limit=2&max_id=${ids[1]}`)).page).toEqual(ids.slice(2, 4));
    expect((await list(`limit=2&since_id=${ids[4]}`)).page).toEqual(ids.slice(0, 2));
    expect((await list(`limit=2&min_id=${ids[4]}`)).page).toEqual(ids.slice(2, 4));
    const { link } = await list('limit=2&exclude_reblogs=true');
    const path = `${server.url}/api/v1/accounts/${server.accountId('emleknap')}/statuses?limit=2&exclude_reblogs=true`;
    expect(link).toBe(`<${path}&max_id=${ids[1]}>; rel="next", <${path}&min_id=${ids[0]}>; rel="prev"`);
    expect((await list(`min_id=${ids[0]}`)).link).toBeNull();
  });
});

it('gives no more than 40 statuses a page', async () => {
  await withMastodon({}, async (server) => {
    for (let n = 0; n < 41; n += 1) await post(server, { status: `${n}` });
    const { body } = await ask(server, 'GET', `/api/v1/accounts/${server.accountId('emleknap')}/statuses?limit=80`);
    expect(body).toHaveLength(40);
  });
});
