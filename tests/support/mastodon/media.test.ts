import { expect, it } from 'vitest';
import { ask, picture, post, upload, withMastodon } from './raw.ts';

it('takes a picture, processed at once, with alt text and focus', async () => {
  await withMastodon({}, async (server) => {
    const blob = await picture(40, 20);
    const answer = await upload(server, { description: 'Zászló', focus: '0.5,-1' }, blob);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      type: 'image',
      url: expect.stringContaining('https://'),
      description: 'Zászló',
      meta: { focus: { x: 0.5, y: -1 }, original: { width: 40, height: 20, size: '40x20', aspect: 2 } },
    });
    const [stored] = server.uploads;
    expect(stored).toMatchObject({ alt: 'Zászló', focus: { x: 0.5, y: -1 }, type: 'image/jpeg', status: null });
    expect(stored?.bytes.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true);
  });
});

it('answers 202, then 206, then 200 for slow processing, and refuses to attach meanwhile', async () => {
  await withMastodon({ processingPolls: 2 }, async (server) => {
    const { status, body } = await upload(server);
    expect([status, body['url']]).toEqual([202, null]);
    const fields = { status: 'x', media_ids: [body['id']] };
    const early = await post(server, fields);
    expect([early.status, early.body['error']]).toEqual([422, expect.stringContaining('have not finished processing')]);
    const looks = [];
    for (let n = 0; n < 3; n += 1) looks.push((await ask(server, 'GET', `/api/v1/media/${body['id']}`)).status);
    expect(looks).toEqual([206, 206, 200]);
    expect((await post(server, fields)).status).toBe(200);
  });
});

it('goes on processing until it is told to finish', async () => {
  await withMastodon({ processingPolls: Number.POSITIVE_INFINITY }, async (server) => {
    const { body } = await upload(server);
    const look = async () => (await ask(server, 'GET', `/api/v1/media/${body['id']}`)).status;
    expect([await look(), await look()]).toEqual([206, 206]);
    server.finishProcessing();
    expect(await look()).toBe(200);
  });
});

it.each([
  ['4.5', 1500],
  ['4.6.7', 10_000],
] as const)('in mode %s takes an alt text of %i code points and no more', async (mode, limit) => {
  await withMastodon({ mode }, async (server) => {
    expect((await upload(server, { description: '🕯'.repeat(limit) })).status).toBe(200);
    const answer = await upload(server, { description: 'x'.repeat(limit + 1) });
    expect([answer.status, answer.body['error']]).toEqual([
      422,
      `Validation failed: Description is too long (maximum is ${limit} characters)`,
    ]);
  });
});

it.each([
  ['no file', null],
  ['words', new Blob(['not a picture'], { type: 'image/jpeg' })],
  ['a drawing', new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'], { type: 'image/png' })],
])('refuses %s in the place of a picture', async (_, file) => {
  await withMastodon({}, async (server) => {
    expect((await upload(server, {}, file)).status).toBe(422);
    expect(server.uploads).toEqual([]);
  });
});

it('refuses a picture of too many bytes or pixels', async () => {
  await withMastodon({ limits: { imageSizeLimit: 2000, imageMatrixLimit: 1000 } }, async (server) => {
    const large = await upload(server, {}, await picture(1000, 1000));
    expect([large.status, large.body['error']]).toEqual([422, expect.stringContaining('file size must be less than')]);
    const wide = await upload(server, {}, await picture(100, 20));
    expect([wide.status, wide.body['error']]).toEqual([422, '100x20 images are not supported']);
  });
});

it('attaches a picture once, in the order asked for', async () => {
  await withMastodon({}, async (server) => {
    const [a, b] = [await upload(server, { description: 'a' }), await upload(server, { description: 'b' })];
    await post(server, { media_ids: [b.body['id'], a.body['id']] });
    expect(server.statuses[0]?.media.map(({ alt }) => alt)).toEqual(['b', 'a']);
    const again = await post(server, { status: 'x', media_ids: [a.body['id']] });
    expect([again.status, again.body['error']]).toEqual([
      422,
      `Media ${a.body['id']} not found or already attached to another post`,
    ]);
  });
});

it('does not lend the picture of one account to another', async () => {
  const users = ['one', 'two'].map((username) => ({ username, tokens: [{ token: username, scopes: ['write'] }] }));
  await withMastodon({ users }, async (server) => {
    const { body } = await upload(server, {}, undefined, { token: 'one' });
    expect((await post(server, { status: 'x', media_ids: [body['id']] }, undefined, { token: 'two' })).status).toBe(
      422,
    );
    expect((await ask(server, 'GET', `/api/v1/media/${body['id']}`, { token: 'two' })).status).toBe(404);
  });
});

it('changes alt text and focus until the picture is attached', async () => {
  await withMastodon({}, async (server) => {
    const { body } = await upload(server, { description: 'old' });
    const change = async (description: string) =>
      await ask(server, 'PUT', `/api/v1/media/${body['id']}`, {
        body: JSON.stringify({ description, focus: '1,1' }),
        headers: { 'Content-Type': 'application/json' },
      });
    expect((await change('new')).body).toMatchObject({ description: 'new', meta: { focus: { x: 1, y: 1 } } });
    await post(server, { status: 'x', media_ids: [body['id']] });
    expect((await change('late')).status).toBe(404);
    expect(server.statuses[0]?.media).toMatchObject([{ alt: 'new', focus: { x: 1, y: 1 } }]);
  });
});
