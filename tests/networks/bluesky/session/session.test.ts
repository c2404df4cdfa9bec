/** A Bluesky session costs as few logins as can be and stays on its server. */

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectBluesky } from '../../../../bot/networks/bluesky/connect.ts';
import { openSession } from '../../../../bot/networks/bluesky/wire/session.ts';
import { plusMillis } from '../../../../schedule/time/instant.ts';
import { newAccount } from '../../../support/pds.ts';
import { json, type Meddling, parsed, startProxy } from '../../../support/proxy.ts';
import { calls, onCall, receiptsOf, useBench } from './bench.ts';

const bench = useBench();

describe('a Bluesky session', () => {
  it('takes the account from one login, which all its channels share', async () => {
    const connections = await Promise.all([connectBluesky(bench.options), connectBluesky(bench.options)]);
    for (const connection of connections) {
      expect(connection).toMatchObject({ account: { network: 'bluesky', did: bench.account.did } });
    }
    expect(bench.asked()).toEqual({ login: 1, refresh: 0, read: 0 });
  });

  it('is kept in a file that only its owner can read, and resumed from it without a request', async () => {
    await bench.read(openSession(bench.options));
    expect((await stat(bench.options.sessionFile)).mode & 0o777).toBe(0o600);
    expect(bench.asked()).toEqual({ login: 1, refresh: 0, read: 1 });
    const resumed = openSession(bench.options);
    expect(await resumed.did()).toBe(bench.account.did);
    await bench.read(resumed);
    expect(bench.asked()).toEqual({ login: 0, refresh: 0, read: 1 });
  });

  it('is refreshed once when its token is no longer accepted, however many calls find out', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    const session = openSession(bench.options);
    await Promise.all([bench.read(session), bench.read(session), bench.read(session)]);
    expect(bench.asked()).toEqual({ login: 0, refresh: 1, read: 6 });
    await bench.read(openSession(bench.options));
    expect(bench.asked()).toEqual({ login: 0, refresh: 0, read: 1 });
  });

  it('takes what another process has refreshed', async () => {
    await openSession(bench.options).did();
    const good = await readFile(bench.options.sessionFile);
    await bench.spoil({ accessJwt: 'stale' });
    const session = openSession(bench.options);
    expect(await session.did()).toBe(bench.account.did);
    await writeFile(bench.options.sessionFile, good);
    bench.asked();
    await bench.read(session);
    expect(bench.asked()).toEqual({ login: 0, refresh: 0, read: 2 });
  });

  it('is made anew when it can no longer be refreshed', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale', refreshJwt: 'stale' });
    bench.asked();
    await bench.read(openSession(bench.options));
    expect(bench.asked()).toEqual({ login: 1, refresh: 1, read: 2 });
  });

  it('is made anew when the server has revoked it', async () => {
    await openSession(bench.options).did();
    const { refreshJwt } = await bench.kept();
    await fetch(`${bench.account.service}/xrpc/com.atproto.server.deleteSession`, {
      method: 'POST',
      headers: { authorization: `Bearer ${refreshJwt}` },
    });
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    await bench.read(openSession(bench.options));
    expect(bench.asked()).toEqual({ login: 1, refresh: 1, read: 2 });
  });

  it.each(['not JSON', '{}', '{"did":"did:plc:x","accessJwt":"a\\nb","refreshJwt":"c"}'])(
    'is made anew when its file holds %s',
    async (content) => {
      await writeFile(bench.options.sessionFile, content);
      await bench.read(openSession(bench.options));
      expect(bench.asked()).toEqual({ login: 1, refresh: 0, read: 1 });
    },
  );

  it('is not taken from the file of another account or server', async () => {
    await openSession(bench.options).did();
    const other = await newAccount();
    expect(await openSession({ ...bench.options, identifier: other.handle, password: other.appPassword }).did()).toBe(
      other.did,
    );
    expect(bench.asked().login).toBe(2);
  });

  it('does not log in because a refresh got no answer', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    bench.proxy.meddle(onCall(calls.refresh, async () => 'lost'));
    await expect(bench.read(openSession(bench.options))).rejects.toThrow();
    expect(bench.asked()).toEqual({ login: 0, refresh: 1, read: 1 });
  });

  it('does not log in because something in front of the server knows no refresh', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    const unknown = json(501, { error: 'MethodNotImplemented', message: 'Method Not Implemented' });
    bench.proxy.meddle(onCall(calls.refresh, async () => unknown));
    await expect(bench.read(openSession(bench.options))).rejects.toThrow('Method Not Implemented');
    expect(bench.asked()).toEqual({ login: 0, refresh: 1, read: 1 });
  });

  it('does not log in because refreshing is limited, and waits as long as the server asks it to', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    const limited = json(429, { error: 'RateLimitExceeded', message: 'no' }, { 'retry-after': '60' });
    bench.proxy.meddle(onCall(calls.refresh, async () => limited));
    const connection = await connectBluesky(bench.options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    expect(await connection.network.remove(receiptsOf(bench.account.did))).toMatchObject({
      kind: 'unavailable',
      retryAt: plusMillis(bench.now, 60_000),
    });
    expect(bench.asked()).toEqual({ login: 0, refresh: 1, read: 0 });
  });

  it('asks with what another process has renewed, and once more with what it renewed itself', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    const session = openSession(bench.options);
    await session.did();
    await bench.spoil({ accessJwt: 'also-stale' });
    bench.asked();
    await bench.read(session);
    expect(bench.asked()).toEqual({ login: 0, refresh: 1, read: 3 });
  });

  it('is renewed at most twice for one call', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    const expired = json(400, { error: 'ExpiredToken', message: 'Token has expired' });
    bench.proxy.meddle(onCall(calls.read, async () => expired));
    await expect(bench.read(openSession(bench.options))).rejects.toThrow('Token has expired');
    expect(bench.asked()).toEqual({ login: 0, refresh: 2, read: 3 });
  });

  it('never follows the DID document to another host', async () => {
    const elsewhere = await startProxy(bench.account.service);
    const moved: Meddling = async (_, forward) => {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const session = parsed<{ didDoc: { service: { serviceEndpoint: string }[] } }>(answer);
      for (const service of session.didDoc.service) service.serviceEndpoint = elsewhere.origin;
      return json(200, session);
    };
    try {
      bench.proxy.meddle((request, forward) =>
        request.path.includes('.server.') ? moved(request, forward) : forward(),
      );
      await bench.read(openSession(bench.options));
      await bench.spoil({ accessJwt: 'stale' });
      await bench.read(openSession(bench.options));
      expect(bench.asked()).toEqual({ login: 1, refresh: 1, read: 3 });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it('throws where it cannot be kept', async () => {
    await writeFile(join(bench.folder, 'file'), '');
    const connecting = connectBluesky({ ...bench.options, sessionFile: join(bench.folder, 'file', 'session.json') });
    await expect(connecting).rejects.toThrow('session in');
  });
});
