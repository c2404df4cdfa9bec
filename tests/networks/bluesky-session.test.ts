/** A Bluesky session costs as few logins as can be, stays on its server, and gives away no secret. */

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlueskyOptions, connectBluesky } from '../../bot/networks/bluesky/connect.ts';
import { openSession, type Session } from '../../bot/networks/bluesky/session.ts';
import { instantFromIso, plusMillis } from '../../schedule/instant.ts';
import { accessToken, newAccount, type TestAccount, xrpc } from '../support/pds.ts';
import { json, type Meddling, type ProxyServer, parsed, startProxy } from '../support/proxy.ts';
import { collection, optionsFor } from './bluesky-stage.ts';

const calls = { login: 'server.createSession', refresh: 'server.refreshSession', read: 'server.getSession' };

let folder: string;
let account: TestAccount;
let proxy: ProxyServer;
let options: BlueskyOptions;
let now = instantFromIso('2027-10-23T13:00:00Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bluesky-session-'));
  account = await newAccount();
  proxy = await startProxy(account.service);
  options = { ...optionsFor(account, folder), service: proxy.origin, now: () => now };
});
afterEach(async () => {
  await proxy.stop();
  await rm(folder, { recursive: true });
});

/** How often each call was made since the last look. */
function asked(): { readonly login: number; readonly refresh: number; readonly read: number } {
  const count = (name: string) => proxy.requests.filter(({ path }) => path.includes(name)).length;
  const counted = { login: count(calls.login), refresh: count(calls.refresh), read: count(calls.read) };
  proxy.forget();
  return counted;
}

function read({ agent }: Session): Promise<unknown> {
  return agent.com.atproto.server.getSession();
}

/** Of a post that nobody wrote; deleting it needs the session. */
function receipts(did = account.did) {
  return [{ position: 0, id: `at://${did}/${collection}/3lzmn2k7o2222`, cid: null, url: null }] as const;
}

async function spoil(changes: { readonly accessJwt?: string; readonly refreshJwt?: string; readonly did?: string }) {
  const kept = JSON.parse(await readFile(options.sessionFile, 'utf8')) as object;
  await writeFile(options.sessionFile, JSON.stringify({ ...kept, ...changes }));
}

async function revokeAppPassword(): Promise<void> {
  const token = await accessToken({ ...account, appPassword: account.password });
  await xrpc(account.service, 'com.atproto.server.revokeAppPassword', { body: { name: 'emleknap' }, token });
}

async function failureOf(connecting: ReturnType<typeof connectBluesky>) {
  const connection = await connecting;
  if (!('failure' in connection)) throw new Error('it was connected');
  return connection.failure;
}

const onCall =
  (name: string, meddling: Meddling): Meddling =>
  (request, forward) =>
    request.path.includes(name) ? meddling(request, forward) : forward();

describe('a Bluesky session', () => {
  it('takes the account from one login, which all its channels share', async () => {
    const connections = await Promise.all([connectBluesky(options), connectBluesky(options)]);
    for (const connection of connections) {
      expect(connection).toMatchObject({ account: { network: 'bluesky', did: account.did } });
    }
    expect(asked()).toEqual({ login: 1, refresh: 0, read: 0 });
  });

  it('is kept in a file that only its owner can read, and resumed from it without a request', async () => {
    await read(openSession(options));
    expect((await stat(options.sessionFile)).mode & 0o777).toBe(0o600);
    expect(asked()).toEqual({ login: 1, refresh: 0, read: 1 });
    const resumed = openSession(options);
    expect(await resumed.did()).toBe(account.did);
    await read(resumed);
    expect(asked()).toEqual({ login: 0, refresh: 0, read: 1 });
  });

  it('is refreshed once when its token is no longer accepted, however many calls find out', async () => {
    await openSession(options).did();
    await spoil({ accessJwt: 'stale' });
    asked();
    const session = openSession(options);
    await Promise.all([read(session), read(session), read(session)]);
    expect(asked()).toEqual({ login: 0, refresh: 1, read: 6 });
    await read(openSession(options));
    expect(asked()).toEqual({ login: 0, refresh: 0, read: 1 });
  });

  it('takes what another process has refreshed', async () => {
    await openSession(options).did();
    const good = await readFile(options.sessionFile);
    await spoil({ accessJwt: 'stale' });
    const session = openSession(options);
    expect(await session.did()).toBe(account.did);
    await writeFile(options.sessionFile, good);
    asked();
    await read(session);
    expect(asked()).toEqual({ login: 0, refresh: 0, read: 2 });
  });

  it('is made anew when it can no longer be refreshed', async () => {
    await openSession(options).did();
    await spoil({ accessJwt: 'stale', refreshJwt: 'stale' });
    asked();
    await read(openSession(options));
    expect(asked()).toEqual({ login: 1, refresh: 1, read: 2 });
  });

  it.each(['not JSON', '{}', '{"did":"did:plc:x","accessJwt":"a\\nb","refreshJwt":"c"}'])(
    'is made anew when its file holds %s',
    async (content) => {
      await writeFile(options.sessionFile, content);
      await read(openSession(options));
      expect(asked()).toEqual({ login: 1, refresh: 0, read: 1 });
    },
  );

  it('is not taken from the file of another account or server', async () => {
    await openSession(options).did();
    const other = await newAccount();
    expect(await openSession({ ...options, identifier: other.handle, password: other.appPassword }).did()).toBe(
      other.did,
    );
    expect(asked().login).toBe(2);
  });

  it('is unauthorised when its app password was revoked, and says what to do', async () => {
    await openSession(options).did();
    await spoil({ accessJwt: 'stale' });
    await revokeAppPassword();
    const connection = await connectBluesky(options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    expect(await connection.network.remove(receipts())).toEqual({
      kind: 'unauthorised',
      message: expect.stringMatching(/cannot log in as t\w+\.test.*make an app password/),
    });
  });

  it('does not try a refused password again for ten minutes', async () => {
    const wrong = { ...options, password: 'wrong-wrong-wrong' };
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(asked().login).toBe(1);
    now = plusMillis(now, 10 * 60_000);
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(asked().login).toBe(1);
  });

  it('waits as long as the server asks it to before it logs in', async () => {
    proxy.meddle(async () =>
      json(429, { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }, { 'retry-after': '288' }),
    );
    const unavailable = { kind: 'unavailable', retryAt: plusMillis(now, 288_000) };
    expect(await failureOf(connectBluesky(options))).toMatchObject(unavailable);
    proxy.meddle(null);
    expect(await failureOf(connectBluesky(options))).toMatchObject(unavailable);
    expect(asked().login).toBe(1);
    now = plusMillis(now, 288_000);
    expect(await connectBluesky(options)).toMatchObject({ account: { did: account.did } });
  });

  it.each([
    ['is silent', async () => 'lost' as const],
    [
      'answers with a page',
      async () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502</h1>' }),
    ],
    ['answers with something else', async () => json(200, { hello: 'world' })],
  ])('is unavailable while its server %s', async (_, meddling) => {
    proxy.meddle(meddling);
    expect(await failureOf(connectBluesky(options))).toMatchObject({ kind: 'unavailable', retryAt: null });
    proxy.meddle(null);
    expect(await connectBluesky(options)).toMatchObject({ account: { did: account.did } });
  });

  it('does not log in because a refresh got no answer', async () => {
    await openSession(options).did();
    await spoil({ accessJwt: 'stale' });
    asked();
    proxy.meddle(onCall(calls.refresh, async () => 'lost'));
    await expect(read(openSession(options))).rejects.toThrow();
    expect(asked()).toEqual({ login: 0, refresh: 1, read: 1 });
  });

  it('never follows the DID document to another host', async () => {
    const elsewhere = await startProxy(account.service);
    const moved: Meddling = async (_, forward) => {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const session = parsed<{ didDoc: { service: { serviceEndpoint: string }[] } }>(answer);
      for (const service of session.didDoc.service) service.serviceEndpoint = elsewhere.origin;
      return json(200, session);
    };
    try {
      proxy.meddle((request, forward) => (request.path.includes('.server.') ? moved(request, forward) : forward()));
      await read(openSession(options));
      await spoil({ accessJwt: 'stale' });
      await read(openSession(options));
      expect(asked()).toEqual({ login: 1, refresh: 1, read: 3 });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it('stops when the name comes to mean another account', async () => {
    await openSession(options).did();
    await spoil({ did: 'did:plc:somebodyelse', accessJwt: 'stale', refreshJwt: 'stale' });
    const connection = await connectBluesky(options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    expect(await connection.network.remove(receipts('did:plc:somebodyelse'))).toEqual({
      kind: 'unauthorised',
      message: expect.stringContaining(`now is ${account.did}`),
    });
  });

  it('keeps password and tokens out of what it reports, even if the server repeats them', async () => {
    proxy.meddle(async ({ headers, body }) =>
      json(401, { error: 'AuthenticationRequired', message: `${headers['authorization'] ?? ''} ${body}` }),
    );
    const login = await failureOf(connectBluesky(options));
    expect(login.message).toContain('[secret]');
    expect(login.message).not.toContain(options.password);
    proxy.meddle(null);
    now = plusMillis(now, 10 * 60_000);
    const connection = await connectBluesky(options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    const { accessJwt } = JSON.parse(await readFile(options.sessionFile, 'utf8')) as { accessJwt: string };
    proxy.meddle(async ({ headers }) =>
      json(403, { error: 'Forbidden', message: `not with ${headers['authorization']}` }),
    );
    const result = await connection.network.remove(receipts());
    expect(result).toEqual({ kind: 'unauthorised', message: expect.stringContaining('[secret]') });
    expect(JSON.stringify(result)).not.toContain(accessJwt);
  });

  it('throws where it cannot be kept', async () => {
    await writeFile(join(folder, 'file'), '');
    const connecting = connectBluesky({ ...options, sessionFile: join(folder, 'file', 'session.json') });
    await expect(connecting).rejects.toThrow('session in');
  });
});
