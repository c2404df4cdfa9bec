import { createRestAPIClient, MastoHttpError, type mastodon } from 'masto';
import { expect, it } from 'vitest';
import { picture, token, withMastodon } from './raw.ts';
import type { MastodonServer } from './server.ts';

const client = (server: MastodonServer, timeout?: number) =>
  createRestAPIClient({ url: server.url, accessToken: token, ...(timeout !== undefined && { timeout }) });
const keyed = (key: string) => ({ requestInit: { headers: { 'Idempotency-Key': key } } });
const failureOf = async (promise: Promise<unknown>) =>
  await promise.then(
    () => null,
    (error: unknown) => error,
  );
const statuses = { method: 'POST', path: '/api/v1/statuses' };

it('serves masto a whole thread with a picture, without one violation', async () => {
  await withMastodon({}, async (server) => {
    const masto = client(server);
    const { configuration } = await masto.v2.instance.fetch();
    expect(configuration.statuses.maxCharacters).toBe(500);
    const me = await masto.v1.accounts.verifyCredentials();
    const media = await masto.v2.media.create({
      file: await picture(),
      description: 'Alt',
      focus: '0,0',
      skipPolling: true,
    });
    const first = await masto.v1.statuses.create(
      { status: 'Első', mediaIds: [media.id], language: 'hu', sensitive: true, visibility: 'public' },
      keyed('a'),
    );
    const second = await masto.v1.statuses.create(
      { status: 'Második', inReplyToId: first.id, language: 'hu' },
      keyed('b'),
    );
    const listed: string[] = [];
    for await (const page of masto.v1.accounts.$select(me.id).statuses.list({ limit: 1, excludeReblogs: true }))
      listed.push(...page.map(({ id }) => id));
    expect(listed).toEqual([second.id, first.id]);
    expect((await masto.v1.statuses.$select(first.id).source.fetch()).text).toBe('Első');
    expect((await masto.v1.statuses.$select(second.id).fetch()).inReplyToId).toBe(first.id);
    expect((await masto.v1.statuses.$select(second.id).remove()).text).toBe('Második');
    expect(server.statuses).toMatchObject([
      {
        text: 'Első',
        language: 'hu',
        sensitive: true,
        idempotencyKey: 'a',
        media: [{ alt: 'Alt', focus: { x: 0, y: 0 } }],
      },
    ]);
    expect(server.violations).toEqual([]);
  });
});

it('lets masto wait for a picture in processing', async () => {
  await withMastodon({ processingPolls: Number.POSITIVE_INFINITY }, async (server) => {
    const uploading = client(server).v2.media.create({ file: await picture(), description: 'Alt' });
    await expect.poll(() => server.requests.map(({ status }) => status)).toEqual([202]);
    server.finishProcessing();
    const media = await uploading;
    expect(media.url).toContain('https://');
    await client(server).v1.media.$select(media.id).update({ description: 'Better' });
    expect(server.uploads).toMatchObject([{ alt: 'Better' }]);
    expect(server.violations).toEqual([]);
  });
});

it.each([
  ['4.5', 'same'],
  ['4.6.5', 500],
  ['4.6.7', 'same'],
  ['none', 'other'],
] as const)('answers masto in mode %s to a repeated key: %s', async (mode, expected) => {
  await withMastodon({ mode }, async (server) => {
    const create = async () => await client(server).v1.statuses.create({ status: 'x' }, keyed('key'));
    const first = await create();
    const outcome = await create().then(
      ({ id }: mastodon.v1.Status) => (id === first.id ? 'same' : 'other'),
      (error: unknown) => (error instanceof MastoHttpError ? error.statusCode : error),
    );
    expect(outcome).toBe(expected);
    expect(server.statuses).toHaveLength(mode === 'none' ? 2 : 1);
  });
});

it('publishes twice when two mastos overlap in mode 4.5', async () => {
  await withMastodon({ mode: '4.5' }, async (server) => {
    const both = [
      server.fail(statuses, { kind: 'held', at: 'commit' }),
      server.fail(statuses, { kind: 'held', at: 'commit' }),
    ];
    const posting = [0, 1].map(() => client(server).v1.statuses.create({ status: 'x' }, keyed('key')));
    await Promise.all(both.map(({ reached }) => reached));
    for (const { release } of both) release();
    expect(new Set((await Promise.all(posting)).map(({ id }) => id)).size).toBe(2);
    expect(server.statuses).toHaveLength(2);
  });
});

it('makes masto throw an HTTP error with status and headers for what is refused', async () => {
  await withMastodon({}, async (server) => {
    const error = await failureOf(client(server).v1.statuses.create({ status: 'x'.repeat(501) }));
    expect(error).toMatchObject({ statusCode: 422, message: expect.stringContaining('character limit of 500') });
    server.fail(statuses, { kind: 'rate-limited', reset: Date.UTC(2027, 9, 23, 14) });
    const limited = await failureOf(client(server).v1.statuses.create({ status: 'x' }));
    const cause = limited instanceof MastoHttpError ? limited.cause : null;
    expect(cause instanceof Response ? cause.headers.get('x-ratelimit-reset') : null).toContain('2027-10-23T14:00');
  });
});

it('makes masto give undefined for an HTML 200, and a bare TypeError for an HTML 502', async () => {
  await withMastodon({}, async (server) => {
    server.fail(statuses, { kind: 'page', status: 200, acted: true });
    expect(await client(server).v1.statuses.create({ status: 'x' })).toBeUndefined();
    server.fail(statuses, { kind: 'page', status: 502, acted: true });
    expect(await failureOf(client(server).v1.statuses.create({ status: 'y' }))).toBeInstanceOf(TypeError);
    expect(server.statuses).toHaveLength(2);
  });
});

it('lets masto time out while the status is still on its way', async () => {
  await withMastodon({}, async (server) => {
    const held = server.fail(statuses, { kind: 'held', at: 'commit' });
    expect(await failureOf(client(server, 50).v1.statuses.create({ status: 'late' }))).toMatchObject({
      name: 'MastoTimeoutError',
    });
    held.release();
    await expect.poll(() => server.statuses.length).toBe(1);
  });
});
