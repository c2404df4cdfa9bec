/** However many processes are started, and however often, an account on Bluesky is logged in to as rarely as can be. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connectBluesky } from '../../../../bot/networks/bluesky/connect.ts';
import { openSession } from '../../../../bot/networks/bluesky/wire/session.ts';
import { instantFromMillis, plusMillis } from '../../../../schedule/time/instant.ts';
import { newAccount, xrpc } from '../../../support/pds.ts';
import { startPds } from '../../../support/pds-server.ts';
import { json } from '../../../support/proxy.ts';
import { calls, onCall, useBench } from './bench.ts';

const bench = useBench();
const minute = 60_000;

/** Another process that connects, and ends. */
function start() {
  const { service, identifier, password, sessionFile } = bench.options;
  const script = fileURLToPath(new URL('../sender.ts', import.meta.url));
  return spawn(process.execPath, [script, service, identifier, password, sessionFile, '0'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** A session as a process that was started anew has it. */
const failureOf = async (changes: { readonly password?: string } = {}) =>
  openSession({ ...bench.options, ...changes })
    .did()
    .then(
      () => null,
      (error: { failure?: unknown }) => error.failure,
    );

describe('processes that share the session of a Bluesky account', () => {
  it('log in once when they start together', async () => {
    const codes = await Promise.all([start(), start(), start()].map((process) => once(process, 'exit')));
    expect(codes.map(([code]) => code)).toEqual([0, 0, 0]);
    expect(bench.asked()).toMatchObject({ login: 1, refresh: 0 });
  });

  it('refresh it once when they find together that it is stale', async () => {
    await openSession(bench.options).did();
    await bench.spoil({ accessJwt: 'stale' });
    bench.asked();
    const sessions = [openSession(bench.options), openSession(bench.options), openSession(bench.options)];
    await Promise.all(sessions.map((session) => bench.read(session)));
    expect(bench.asked()).toMatchObject({ login: 0, refresh: 1 });
  });

  it('are not held up by one that was killed while it logged in', async () => {
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    bench.proxy.meddle(
      onCall(calls.login, async () => {
        resolve();
        return new Promise(() => {});
      }),
    );
    const killed = start();
    await reached;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    bench.proxy.meddle(null);
    expect(await openSession(bench.options).did()).toBe(bench.account.did);
  });

  it('wait no longer than two requests for one that does not end', async () => {
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    bench.proxy.meddle(
      onCall(calls.login, async () => {
        resolve();
        return new Promise(() => {});
      }),
    );
    const hanging = failureOf();
    await reached;
    const waiting = openSession({ ...bench.options, timeoutMillis: 100 }).did();
    await expect(waiting).rejects.toMatchObject({
      failure: { kind: 'unavailable', message: expect.stringContaining('another process') },
    });
    await bench.proxy.stop();
    expect(await hanging).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a login that Bluesky has refused', () => {
  it('is not tried again by a new process, but at once with another password', async () => {
    const wrong = { password: 'wrong-wrong-wrong' };
    expect(await failureOf(wrong)).toMatchObject({ kind: 'unauthorised' });
    expect(await failureOf(wrong)).toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('make an app password'),
    });
    expect(bench.asked().login).toBe(1);
    expect(await failureOf()).toBeNull();
    expect(await failureOf(wrong)).toBeNull();
    expect(bench.asked().login).toBe(1);
  });

  it('is tried again when its pause is over, or the clock was set back', async () => {
    const wrong = { password: 'wrong-wrong-wrong' };
    await failureOf(wrong);
    bench.now = plusMillis(bench.now, 10 * minute);
    await failureOf(wrong);
    bench.now = plusMillis(bench.now, -30 * minute);
    await failureOf(wrong);
    expect(bench.asked().login).toBe(3);
  });

  it('because there were too many is not tried with any password before the server’s time', async () => {
    bench.proxy.meddle(async () => json(429, { error: 'RateLimitExceeded' }, { 'retry-after': '288' }));
    const unavailable = { kind: 'unavailable', retryAt: plusMillis(bench.now, 288_000) };
    expect(await failureOf()).toMatchObject(unavailable);
    bench.proxy.meddle(null);
    expect(await failureOf({ password: 'another' })).toMatchObject(unavailable);
    expect(bench.asked().login).toBe(1);
    bench.now = plusMillis(bench.now, 288_000);
    expect(await failureOf()).toBeNull();
  });

  it('because a server really counted too many waits for the end of its five minutes', async () => {
    const server = await startPds({ rateLimits: true });
    try {
      const { handle, appPassword } = await newAccount(server.service);
      const body = { identifier: handle, password: 'wrong-wrong-wrong' };
      for (let logins = 0; logins < 30; logins += 1)
        await xrpc(server.service, 'com.atproto.server.createSession', { body });
      const now = () => instantFromMillis(Date.now());
      const options = { ...bench.options, service: server.service, identifier: handle, password: appPassword, now };
      const begun = now();
      const connection = await connectBluesky(options);
      if (!('failure' in connection) || connection.failure.kind !== 'unavailable') throw new Error('it was connected');
      expect(connection.failure.message).toContain('429 RateLimitExceeded');
      expect(connection.failure.retryAt ?? 0).toBeGreaterThan(begun + 200_000);
      expect(connection.failure.retryAt ?? 0).toBeLessThan(begun + 310_000);
    } finally {
      await server.stop();
    }
  });

  it('leaves nothing of the password on the disk, and that for its owner’s eyes only', async () => {
    await failureOf({ password: 'wrong-wrong-wrong' });
    const file = `${bench.options.sessionFile}.logins`;
    expect(await readFile(file, 'utf8')).not.toContain('wrong-wrong');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('logins that something always undoes', () => {
  it('are stopped long before the server would stop everybody’s', async () => {
    const again = async () => {
      await bench.spoil({ accessJwt: 'stale', refreshJwt: 'stale' });
      return bench.read(openSession(bench.options)).then(
        () => null,
        () => bench.asked().login,
      );
    };
    await openSession(bench.options).did();
    for (let logins = 1; logins < 10; logins += 1) expect(await again()).toBeNull();
    expect(bench.asked().login).toBe(10);
    expect(await again()).toBe(0);
    bench.now = plusMillis(bench.now, 5 * minute);
    expect(await again()).toBeNull();
  });

  it('do not count while nobody answers them', async () => {
    bench.proxy.meddle(async () => 'lost');
    for (let logins = 0; logins < 12; logins += 1) expect(await failureOf()).toMatchObject({ kind: 'unavailable' });
    expect(bench.asked().login).toBe(12);
    bench.proxy.meddle(null);
    expect(await failureOf()).toBeNull();
  });
});
