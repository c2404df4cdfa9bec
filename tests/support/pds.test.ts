/** The Bluesky server of the tests answers as the reference server is known to, and reading back shows what it holds. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { blobRefOf, cidOfRecord, type PostRecord } from '../../bot/networks/bluesky/freeze/record.ts';
import { tidOf } from '../../bot/networks/bluesky/freeze/tid.ts';
import { accessToken, blob, newAccount, record, recordsOf, type TestAccount, xrpc } from './pds.ts';
import { startPds } from './pds-server.ts';

const collection = 'app.bsky.feed.post';
const absent = tidOf(Date.UTC(2027, 0, 1) * 1000, 0);
const taken = tidOf(Date.UTC(2027, 0, 2) * 1000, 0);

let account: TestAccount;
let token: string;
let minute = 0;

beforeAll(async () => {
  account = await newAccount();
  token = await accessToken(account);
});

function newKey(): string {
  minute += 1;
  return tidOf(Date.UTC(2027, 9, 23, 13, minute) * 1000, 1);
}

function postOf(text: string): PostRecord {
  return { $type: collection, text, langs: ['hu'], createdAt: '2027-10-23T13:00:00.000Z' };
}

function put(rkey: string, value: object, swap: object = { swapRecord: null }) {
  const body = { repo: account.did, collection, rkey, record: value, validate: true, ...swap };
  return xrpc(account.service, 'com.atproto.repo.putRecord', { body, token });
}

function create(writes: readonly { rkey: string; value: object }[]) {
  const body = {
    repo: account.did,
    validate: true,
    writes: writes.map((write) => ({ $type: 'com.atproto.repo.applyWrites#create', collection, ...write })),
  };
  return xrpc(account.service, 'com.atproto.repo.applyWrites', { body, token });
}

describe('a Bluesky server of the tests', () => {
  it('creates a record under the key it is given, with the CID computed here', async () => {
    const rkey = newKey();
    const post = postOf('Elindul a tüntetés.');
    const { status, body } = await put(rkey, post);
    expect(status).toBe(200);
    expect(body).toMatchObject({ cid: cidOfRecord(post), commit: { rev: expect.any(String) } });
    const stored = await record(account.service, account.did, collection, rkey);
    expect(stored?.value).toEqual(post);
    expect(stored?.uri).toBe(`at://${account.did}/${collection}/${rkey}`);
  });

  it('takes the same record again without a commit', async () => {
    const rkey = newKey();
    expect((await put(rkey, postOf('Egyszer'))).body).toHaveProperty('commit');
    const again = await put(rkey, postOf('Egyszer'));
    expect(again.status).toBe(200);
    expect(again.body).not.toHaveProperty('commit');
  });

  it('refuses another record under a taken key', async () => {
    const rkey = newKey();
    await put(rkey, postOf('Az első'));
    expect(await put(rkey, postOf('A második'))).toMatchObject({ status: 400, body: { error: 'InvalidSwap' } });
    expect((await record(account.service, account.did, collection, rkey))?.value['text']).toBe('Az első');
  });

  it('overwrites when a put does not ask for absence', async () => {
    const rkey = newKey();
    await put(rkey, postOf('Az első'));
    expect((await put(rkey, postOf('A második'), {})).status).toBe(200);
    expect((await record(account.service, account.did, collection, rkey))?.value['text']).toBe('A második');
  });

  it('writes a batch in one commit', async () => {
    const [root, reply] = [newKey(), newKey()];
    const first = postOf('Első');
    const parent = { uri: `at://${account.did}/${collection}/${root}`, cid: cidOfRecord(first) };
    const second = { ...postOf('Második'), reply: { root: parent, parent } };
    const { status, body } = await create([
      { rkey: root, value: first },
      { rkey: reply, value: second },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      commit: { rev: expect.any(String) },
      results: [{ cid: cidOfRecord(first) }, { cid: cidOfRecord(second) }],
    });
  });

  it.each([
    ['invalid', 400, () => ({ rkey: newKey(), value: postOf('a'.repeat(301)) })],
    ['taken', 500, () => ({ rkey: taken, value: postOf('Ez már megvan') })],
  ])('writes nothing of a batch with one record that is %s', async (_, status, wrong) => {
    await put(taken, postOf('Ez már megvan'));
    const before = await recordsOf(account.service, account.did, collection);
    const writes = [{ rkey: newKey(), value: postOf('Ez jó') }, wrong()];
    expect((await create(writes)).status).toBe(status);
    expect(await recordsOf(account.service, account.did, collection)).toEqual(before);
  });

  it('says that a record is not there', async () => {
    const params = { repo: account.did, collection, rkey: absent };
    expect(await xrpc(account.service, 'com.atproto.repo.getRecord', { params })).toMatchObject({
      status: 400,
      body: { error: 'RecordNotFound' },
    });
    expect(await record(account.service, account.did, collection, absent)).toBeNull();
  });
});

describe('reading back', () => {
  it('finds every record of a collection, oldest first, over more than one page', async () => {
    const reader = await newAccount();
    const writes = Array.from({ length: 120 }, (_, index) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection,
      rkey: newKey(),
      value: postOf(`${index}`),
    }));
    const body = { repo: reader.did, validate: true, writes };
    await xrpc(reader.service, 'com.atproto.repo.applyWrites', { body, token: await accessToken(reader) });
    const texts = (await recordsOf(reader.service, reader.did, collection)).map(({ value }) => value['text']);
    expect(texts).toEqual(writes.map(({ value }) => value.text));
  });

  it('finds no record in a fresh account', async () => {
    const fresh = await newAccount();
    expect(await recordsOf(fresh.service, fresh.did, collection)).toEqual([]);
  });

  it('finds the bytes of a blob once a record refers to it', async () => {
    const bytes = await sharp({ create: { width: 40, height: 50, channels: 3, background: '#100f0e' } })
      .jpeg()
      .toBuffer();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const image = blobRefOf({
      sha256,
      type: 'image/jpeg',
      size: bytes.length,
      width: 40,
      height: 50,
      alt: 'Minta',
      credit: '',
    });
    const uploaded = await fetch(`${account.service}/xrpc/com.atproto.repo.uploadBlob`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${token}` },
      body: new Uint8Array(bytes),
    });
    expect(await uploaded.json()).toEqual({ blob: image });
    expect(await blob(account.service, account.did, image.ref.$link)).toBeNull();
    const embed = { $type: 'app.bsky.embed.images', images: [{ alt: 'Minta', image }] };
    expect(await put(newKey(), { ...postOf('Kép'), embed })).toMatchObject({ status: 200 });
    expect(await blob(account.service, account.did, image.ref.$link)).toEqual(new Uint8Array(bytes));
  });
});

describe('a Bluesky server of its own', () => {
  it('counts requests if asked to, keeps its data where it is told, and answers no more once stopped', async () => {
    const data = mkdtempSync(join(tmpdir(), 'emleknap-pds-kept-'));
    const { service, stop } = await startPds({ rateLimits: true, data });
    try {
      const { did } = await newAccount(service);
      expect(did).toMatch(/^did:plc:[a-z2-7]{24}$/);
      const headersOf = async (base: string) => (await xrpc(base, 'com.atproto.server.describeServer')).headers;
      expect(Number((await headersOf(service)).get('ratelimit-limit'))).toBeGreaterThan(0);
      expect((await headersOf(inject('pds'))).get('ratelimit-limit')).toBeNull();
    } finally {
      await stop();
    }
    await expect(fetch(service)).rejects.toThrow();
    expect(readdirSync(data)).toContain('account.sqlite');
    rmSync(data, { recursive: true });
  });
});
