/** A login that Bluesky refuses is not tried over and over, says what to do, and gives away no secret. */

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connectBluesky } from '../../../../bot/networks/bluesky/connect.ts';
import { openSession } from '../../../../bot/networks/bluesky/wire/session.ts';
import { plusMillis } from '../../../../schedule/time/instant.ts';
import { json } from '../../../support/proxy.ts';
import { calls, onCall, receiptsOf, revokeAppPassword, useBench } from './bench.ts';

const bench = useBench();

async function failureOf(connecting: ReturnType<typeof connectBluesky>) {
  const connection = await connecting;
  if (!('failure' in connection)) throw new Error('it was connected');
  return connection.failure;
}

describe('a Bluesky login', () => {
  it('is unauthorised when its app password was revoked, and says what to do', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    await revokeAppPassword(bench.account);
    const connection = await connectBluesky(bench.options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    expect(await connection.network.remove(receiptsOf(bench.account.did))).toEqual({
      kind: 'unauthorised',
      message: expect.stringMatching(/cannot log in as t\w+\.test.*make an app password/),
    });
  });

  it.each(['AccountTakedown', 'AccountSuspended', 'AccountDeactivated'])(
    'does not ask for a new app password where the server says %s',
    async (error) => {
      bench.proxy.meddle(async () => json(401, { error, message: 'the account is closed' }));
      const { kind, message } = await failureOf(connectBluesky(bench.options));
      expect(kind).toBe('unauthorised');
      expect(message).toContain(`the account is closed (${error}); sign in with a browser`);
      expect(message).not.toContain('make an app password');
    },
  );

  it('does not try a refused password again for ten minutes', async () => {
    const wrong = { ...bench.options, password: 'wrong-wrong-wrong' };
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(bench.asked().login).toBe(1);
    bench.now = plusMillis(bench.now, 10 * 60_000);
    expect(await failureOf(connectBluesky(wrong))).toMatchObject({ kind: 'unauthorised' });
    expect(bench.asked().login).toBe(1);
  });

  it('waits as long as the server asks it to before it logs in', async () => {
    bench.proxy.meddle(async () =>
      json(429, { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }, { 'retry-after': '288' }),
    );
    const unavailable = { kind: 'unavailable', retryAt: plusMillis(bench.now, 288_000) };
    expect(await failureOf(connectBluesky(bench.options))).toMatchObject(unavailable);
    bench.proxy.meddle(null);
    expect(await failureOf(connectBluesky(bench.options))).toMatchObject(unavailable);
    expect(bench.asked().login).toBe(1);
    bench.now = plusMillis(bench.now, 288_000);
    expect(await connectBluesky(bench.options)).toMatchObject({ account: { did: bench.account.did } });
  });

  it.each([
    ['is silent', async () => 'lost' as const],
    [
      'answers with a page',
      async () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502</h1>' }),
    ],
    [
      'stands behind something that knows no login',
      async () => json(501, { error: 'MethodNotImplemented', message: 'Method Not Implemented' }),
    ],
    ['answers with something else', async () => json(200, { hello: 'world' })],
  ])('is unavailable while its server %s', async (_, meddling) => {
    bench.proxy.meddle(meddling);
    expect(await failureOf(connectBluesky(bench.options))).toMatchObject({ kind: 'unavailable', retryAt: null });
    bench.proxy.meddle(null);
    expect(await connectBluesky(bench.options)).toMatchObject({ account: { did: bench.account.did } });
  });

  it('stops when the name comes to mean another account', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ did: 'did:plc:somebodyelse', accessJwt: 'stale', refreshJwt: 'stale' });
    const connection = await connectBluesky(bench.options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    bench.proxy.forget();
    for (const _ of ['at first', 'and again']) {
      expect(await connection.network.remove(receiptsOf('did:plc:somebodyelse'))).toEqual({
        kind: 'unauthorised',
        message: expect.stringContaining(`now is ${bench.account.did}`),
      });
    }
    expect(bench.asked().login).toBe(1);
  });

  it('keeps its password out of the name of an error, and the names in one line without control characters', async () => {
    const { password } = bench.options;
    bench.proxy.meddle(async () =>
      json(401, { error: `Bad\n\u001b]0;x\u0007 ${password.toUpperCase()}`, message: 'no' }),
    );
    const { message } = await failureOf(connectBluesky(bench.options));
    expect(message).toContain('no (Bad ]0;x [secret])');
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(await readFile(`${bench.options.sessionFile}.logins`, 'utf8')).not.toContain(password.toUpperCase());
  });

  it('hides a renewed token from the first answer on', async () => {
    const tokens = {
      did: bench.account.did,
      handle: 'a.test',
      accessJwt: 'aaaa.bbbb.cccc',
      refreshJwt: 'dddd.eeee.ffff',
    };
    bench.proxy.meddle(onCall(calls.login, async () => json(200, { ...tokens, email: tokens.accessJwt })));
    const connection = await connectBluesky(bench.options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    expect(await bench.kept()).toMatchObject({ accessJwt: tokens.accessJwt, refreshJwt: tokens.refreshJwt });
    const said = `Err ${tokens.accessJwt} ${tokens.refreshJwt}`;
    bench.proxy.meddle(async () => json(400, { error: said, message: said }));
    const result = await connection.network.remove(receiptsOf(bench.account.did));
    expect(result?.message).toContain('400 Err [secret] [secret]: Err [secret] [secret]');
  });

  it('keeps password and tokens out of what it reports, even if the server repeats them', async () => {
    bench.proxy.meddle(async ({ headers, body }) =>
      json(401, { error: 'AuthenticationRequired', message: `${headers['authorization'] ?? ''} ${body}` }),
    );
    for (const password of [bench.options.password, 'no "app" password', 'back\\slash']) {
      const sessionFile = `${bench.options.sessionFile}-${password.length}`;
      const { message } = await failureOf(connectBluesky({ ...bench.options, password, sessionFile }));
      expect(message).toContain('[secret]');
      expect(message).not.toContain(password);
    }
    bench.proxy.meddle(null);
    const connection = await connectBluesky(bench.options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    const { accessJwt } = await bench.kept();
    bench.proxy.meddle(async ({ headers }) =>
      json(403, { error: 'Forbidden', message: `not with ${headers['authorization']}` }),
    );
    const result = await connection.network.remove(receiptsOf(bench.account.did));
    expect(result).toEqual({ kind: 'unauthorised', message: expect.stringContaining('[secret]') });
    expect(JSON.stringify(result)).not.toContain(accessJwt);
  });
});
