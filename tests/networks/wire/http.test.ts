/** Requests reach the configured server, say who asks, and never go anywhere else or wait for ever. */

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Unconnected } from '../../../bot/networks/wire/connections.ts';
import {
  causesOf,
  ForeignOrigin,
  guardedFetch,
  mostBytes,
  TooLarge,
  userAgent,
  wasNeverSent,
} from '../../../bot/networks/wire/http.ts';
import { createSecrets } from '../../../bot/networks/wire/secrets.ts';
import { createServerClock } from '../../../bot/networks/wire/server-clock.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on loopback that counts its visits. */
async function serverWith(
  answer: RequestListener,
): Promise<{ readonly origin: string; readonly visits: () => number }> {
  let visits = 0;
  const server = createServer((request, response) => {
    visits += 1;
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits: () => visits };
}

const silent: RequestListener = () => {};
const greeting: RequestListener = (_, response) => response.end('szia');
const patient = 60_000;

describe('a guarded fetch', () => {
  it('asks its server, and says who asks', async () => {
    const { origin } = await serverWith(({ headers, method }, response) =>
      response.end(JSON.stringify({ agent: headers['user-agent'], type: headers['content-type'], method })),
    );
    const ask = guardedFetch({ origin, timeoutMillis: patient });
    const response = await ask(`${origin}/a`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'user-agent': 'somebody else' },
    });
    expect(await response.json()).toEqual({ agent: userAgent, type: 'application/json', method: 'POST' });
    expect((await ask(new Request(`${origin}/b`))).status).toBe(200);
  });

  it('refuses any other origin without asking it', async () => {
    const [configured, other] = [await serverWith(greeting), await serverWith(greeting)];
    const ask = guardedFetch({ origin: configured.origin, timeoutMillis: patient });
    for (const address of [other.origin, new URL(other.origin), new Request(`${other.origin}/x?token=geheim`)]) {
      const refusal = await ask(address).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ForeignOrigin);
      expect(String(refusal)).toContain(other.origin);
      expect(String(refusal)).not.toContain('geheim');
    }
    expect([configured.visits(), other.visits()]).toEqual([0, 0]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i), and says where it leads', async (status) => {
    const other = await serverWith(greeting);
    const { origin } = await serverWith((_, response) =>
      response.writeHead(status, { location: `${other.origin}/xrpc` }).end(),
    );
    const asking = guardedFetch({ origin, timeoutMillis: patient })(origin, { redirect: 'follow' });
    await expect(asking).rejects.toThrow(
      `the server answered ${status} and sends on to ${other.origin}; if that is the server of the account, set ${origin} to ${other.origin}`,
    );
    expect(other.visits()).toBe(0);
  });

  it.each<[string, (origin: string) => string, string | RegExp]>([
    ['the same page with a slash', () => '/a/', 'another page of its own'],
    ['another page', (origin) => `${origin}/login?next=geheim`, 'another page of its own'],
    ['the same page', () => '', 'another page of its own'],
    [
      'https on the same host',
      (origin) => origin.replace('http:', 'https:'),
      /set http:\S+ to https:\/\/127.0.0.1:\d+$/,
    ],
    ['another port', () => 'http://127.0.0.1:1/a', /set http:\S+ to http:\/\/127.0.0.1:1$/],
    [
      'a name with letters of its own',
      () => 'https://xn--jsg-6la7m.example/geheim',
      /set \S+ to \S+xn--jsg-6la7m.example$/,
    ],
    ['a name that was not written for a header', () => 'https://újság.example/geheim', 'no web address'],
    ['no host', () => 'https://', 'no web address'],
    ['a script', () => 'javascript:geheim', 'no web address'],
    ['a mail', () => 'mailto:geheim@example.org', 'no web address'],
  ])('follows no redirect to %s, and says what to do', async (_, target, advice) => {
    const { origin, visits } = await serverWith((__, response) =>
      response.writeHead(301, { location: Buffer.from(target(origin), 'utf8').toString('latin1') }).end(),
    );
    const asking = guardedFetch({ origin, timeoutMillis: patient })(`${origin}/a`);
    const error: unknown = await asking.catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(ForeignOrigin);
    expect(String(error)).toMatch(advice);
    expect(String(error)).toContain('the server answered 301 and sends on to ');
    expect(String(error)).not.toContain('geheim');
    expect(visits()).toBe(1);
  });

  it('gives up on a server that does not answer', async () => {
    const { origin } = await serverWith(silent);
    const asking = guardedFetch({ origin, timeoutMillis: 50 })(origin);
    await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('gives up on an answer that does not end', async () => {
    const { origin } = await serverWith((_, response) => response.writeHead(200).write('half'));
    const response = await guardedFetch({ origin, timeoutMillis: 200 })(origin);
    await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('reads no more of an answer than any that is meant has', async () => {
    const half = Buffer.alloc(mostBytes / 2, 'a');
    const bodies: Readonly<Record<string, RequestListener>> = {
      full: (_, response) => response.write(half, () => response.end(half)),
      more: (_, response) => response.write(half, () => response.write(half, () => response.end('a'))),
      endless: (_, response) => {
        const more = (): unknown => response.destroyed || response.write(half, more);
        more();
      },
      packed: (_, response) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(mostBytes * 4))),
    };
    const { origin } = await serverWith((request, response) =>
      bodies[request.url?.slice(1) ?? '']?.(request, response),
    );
    const ask = guardedFetch({ origin, timeoutMillis: patient });
    expect((await (await ask(`${origin}/full`)).text()).length).toBe(mostBytes);
    for (const name of ['more', 'endless', 'packed']) {
      await expect((await ask(`${origin}/${name}`)).text()).rejects.toBeInstanceOf(TooLarge);
    }
  });

  it('leaves status, headers and an empty body as they are', async () => {
    const { origin } = await serverWith(({ url }, response) =>
      response.writeHead(url === '/none' ? 204 : 418, { 'x-said': 'szia' }).end(),
    );
    const ask = guardedFetch({ origin, timeoutMillis: patient });
    expect((await ask(`${origin}/none`)).status).toBe(204);
    const answer = await ask(origin);
    expect([answer.status, answer.headers.get('x-said'), await answer.text()]).toEqual([418, 'szia', '']);
  });

  it('shows no secret of an answer, whatever it stands in', async () => {
    const secret = 'Abcd-1234';
    const secrets = createSecrets([secret]);
    const { origin } = await serverWith(({ url }, response) => {
      if (url === '/moved') return response.writeHead(302, { location: `http://a-${secret}/1956.example/` }).end();
      if (url === '/astray') return response.writeHead(302, { location: `http://[${secret}` }).end();
      const body = url === '/json' ? JSON.stringify({ [secret]: [{ a: `x${secret}` }] }) : `<p>${secret}</p>`;
      const names = { [`x-${secret}`]: 'a', 'x-said': `b ${secret.toUpperCase()}`, 'content-type': `c/${secret}` };
      return response.writeHead(400, `no ${secret}`, names).end(body);
    });
    const ask = guardedFetch({ origin, timeoutMillis: patient, secrets });
    for (const [path, text] of [
      ['/json', '{"[secret]":[{"a":"x[secret]"}]}'] as const,
      ['/', '<p>[secret]</p>'] as const,
    ]) {
      const answer = await ask(`${origin}${path}`);
      expect(await answer.text()).toBe(text);
      expect([answer.headers.get('x-said'), answer.headers.get('content-type')]).toEqual(['b [secret]', 'c/[secret]']);
      expect(`${answer.statusText} ${[...answer.headers.keys()]}`).not.toMatch(/abcd/i);
    }
    await expect(ask(`${origin}/moved`)).rejects.toThrow('sends on to no web address');
    await expect(ask(`${origin}/astray`)).rejects.toThrow('sends on to no web address');
  });

  it('leaves new secrets as they come, and hides them everywhere else from then on', async () => {
    const fresh = 'fresh.token.1';
    const said = JSON.stringify({ token: fresh, name: fresh, inner: { token: fresh } });
    const { origin } = await serverWith((_, response) => response.end(said));
    const guard = { origin, timeoutMillis: patient, secrets: createSecrets([]) };
    const bringing = await guardedFetch({ ...guard, bringing: ['token'] })(origin);
    expect(await bringing.json()).toEqual({ token: fresh, name: '[secret]', inner: { token: '[secret]' } });
    expect(await (await guardedFetch(guard)(origin)).text()).not.toContain(fresh);
  });

  it('hands on an answer without secrets to the letter, one that is nested without end, too', async () => {
    const bodies = ['{"id": 12345678901234567890, "a":1.0}\r\n', '[', '['.repeat(300_000) + ']'.repeat(300_000), ''];
    const { origin } = await serverWith(({ url }, response) => response.end(bodies[Number(url?.slice(1))]));
    const ask = guardedFetch({ origin, timeoutMillis: patient, secrets: createSecrets(['Abcd-1234']) });
    for (const [index, body] of bodies.entries()) expect(await (await ask(`${origin}/${index}`)).text()).toBe(body);
  });

  it('shows no secret in an Error, nor in what caused it', async () => {
    const { origin } = await serverWith(greeting);
    const cause = new AggregateError([new Error('Host: abcd-1234')], 'all of Abcd-1234');
    const secrets = createSecrets(['Abcd-1234']);
    const ask = guardedFetch({ origin, timeoutMillis: patient, secrets });
    const stop = AbortSignal.abort(new Error('certificate of abcd-1234', { cause }));
    const error = await ask(origin, { signal: stop }).catch((thrown: unknown) => thrown);
    expect(inspect(error)).toContain('Host: [secret]');
    expect(inspect(error)).not.toMatch(/abcd-1234/i);
  });

  it('tells the time of its server', async () => {
    const now = () => instantFromIso('2027-10-23T13:00:00Z');
    const { origin } = await serverWith((_, response) =>
      response.setHeader('date', 'Sat, 23 Oct 2027 14:00:00 GMT').end('szia'),
    );
    const clock = createServerClock(now);
    await guardedFetch({ origin, timeoutMillis: patient, clock })(origin);
    const { aheadMillis = 0, uncertaintyMillis = 0 } = clock.reading() ?? {};
    expect(Math.abs(aheadMillis - 3_600_500)).toBeLessThan(uncertaintyMillis);
  });

  it('stops when its caller does', async () => {
    const { origin } = await serverWith(silent);
    const stop = new AbortController();
    const ask = guardedFetch({ origin, timeoutMillis: patient });
    const asking = [ask(origin, { signal: stop.signal }), ask(new Request(origin, { signal: stop.signal }))];
    stop.abort(new Error('no longer wanted'));
    for (const each of asking) await expect(each).rejects.toThrow('no longer wanted');
  });

  it('is not made for something that is no address', () => {
    expect(() => guardedFetch({ origin: 'bsky.social', timeoutMillis: patient })).toThrow(TypeError);
  });
});

describe('whether a request was never sent', () => {
  const failing = (name: string, properties: object) => Object.assign(new Error(name), properties);
  const wrapped = (cause: Error) => causesOf(new TypeError('fetch failed', { cause }));

  it('is certain of a connection that never came about', () => {
    expect(wasNeverSent(wrapped(new Unconnected('refused')))).toBe(true);
  });

  it.each([
    ['no way any more', { code: 'EHOSTUNREACH', syscall: 'read' }],
    ['no network any more', { code: 'ENETUNREACH', syscall: 'write' }],
    ['refused, by whom nobody says', { code: 'ECONNREFUSED' }],
    ['too late, for what nobody says', { code: 'ETIMEDOUT' }],
    ['reset', { code: 'ECONNRESET', syscall: 'read' }],
    ['closed', { code: 'UND_ERR_SOCKET' }],
  ])('is left open when a connection broke: %s', (name, properties) => {
    expect(wasNeverSent(wrapped(failing(name, properties)))).toBe(false);
  });

  it('is certain of a server that nobody serves', async () => {
    const { origin } = await serverWith(greeting);
    for (const close of closing.splice(0)) await close();
    const { port } = new URL(origin);
    for (const address of [origin, `http://localhost:${port}`, 'http://nobody.invalid']) {
      const error: unknown = await guardedFetch({ origin: address, timeoutMillis: patient })(address).catch(
        (failure: unknown) => failure,
      );
      expect(wasNeverSent(causesOf(error))).toBe(true);
    }
  });
});
