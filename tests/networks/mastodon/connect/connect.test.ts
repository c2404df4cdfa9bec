/** Connecting to Mastodon learns who publishes and what is allowed there, and shows the token to one server only. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { networks } from '../../../../bot/networks/all.ts';
import { connectMastodon } from '../../../../bot/networks/mastodon/connect.ts';
import { duplicatePolicyOf } from '../../../../bot/networks/mastodon/wire/software.ts';
import { createServerClock } from '../../../../bot/networks/wire/server-clock.ts';
import { startMastodon } from '../../../support/mastodon/server.ts';
import { accessToken, allModes, clockAt, mastodonOn } from '../stage.ts';

const { now } = clockAt();
const connectTo = (server: string, token = accessToken) => connectMastodon({ server, accessToken: token, now });
const failureOf = async (server: string, token?: string) => {
  const result = await connectTo(server, token);
  if (!('failure' in result)) throw new Error('it connected');
  return result.failure;
};

describe.each(allModes)('connecting to Mastodon %s', (mode) => {
  it('learns the account, the limits and the software of the server', async () => {
    const { server, connected } = await mastodonOn(mode, { limits: { maxCharacters: 777, imageSizeLimit: 600_000 } });
    await server.close();
    expect(connected.account).toEqual({ network: 'mastodon', server: server.url, id: server.accountId('emleknap') });
    expect(connected.network.account).toEqual(connected.account);
    expect(connected.capabilities).toEqual({
      network: 'mastodon',
      maxCharacters: 777,
      charactersReservedPerUrl: mode.startsWith('4.') ? 23 : 25,
      maxImages: 4,
      maxImageBytes: 600_000,
      maxAltCharacters: mode.startsWith('4.6') ? 10_000 : 1500,
    });
    const names: Readonly<Record<string, string>> = { none: 'gotosocial', snac: 'snac' };
    expect(connected.software?.name).toBe(names[mode] ?? 'mastodon');
    expect(server.violations).toEqual([]);
  });
});

/** A server that gives the same answer to everything. */
async function saying(status: number, type: string, body: string, run: (origin: string) => Promise<void>) {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.closeAllConnections();
  await once(server.close(), 'close');
}

describe('connecting to Mastodon', () => {
  it.each([
    ['an endless error', 422, 'application/json', JSON.stringify({ error: 'E'.repeat(5_000_000) })],
    ['an error of many lines', 422, 'application/json', JSON.stringify({ error: 'a\nb\u001b[31mred' })],
    ['the token in an error', 401, 'application/json', JSON.stringify({ error: `bad ${accessToken}` })],
    ['the token as its type', 500, `text/${accessToken}`, ''],
  ])('shows a person %s in one short line without the token', (_, status, type, body) =>
    saying(status, type, body, async (origin) => {
      const { message } = await failureOf(origin);
      expect(message.length).toBeLessThan(600);
      expect(message).not.toMatch(/\p{Cc}/u);
      expect(message).not.toContain(accessToken);
    }),
  );

  it.each(['abc\ndef', 'abc\u200bdef', 'abc\u0000'])('does not show a token that no header can hold', (token) =>
    saying(200, 'application/json', '{"id":"1"}', async (origin) => {
      const { message } = await failureOf(origin, token);
      expect(message).not.toContain('abc');
    }),
  );

  it('keeps pictures to the default size where the server allows more', async () => {
    const { server, connected } = await mastodonOn('4.6.7');
    await server.close();
    expect(connected.capabilities.maxImageBytes).toBe(networks.mastodon.rules.defaults.maxImageBytes);
  });

  it('says what to do about a token that is not accepted', async () => {
    const server = await startMastodon();
    expect(await failureOf(server.url, 'wrong')).toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('write:media'),
    });
    expect(JSON.stringify(await failureOf(server.url, 'wrong'))).not.toContain('wrong');
    await server.close();
    expect(await failureOf(server.url)).toMatchObject({ kind: 'unavailable', retryAt: null });
  });

  it.each([400, 401, 403, 404, 405, 410, 422, 429])(
    'takes HTTP %i to the question whose token it is for a matter of the token, however it is said',
    async (status) => {
      for (const [type, body] of [
        ['text/html', ''],
        ['text/html', '<h1>no</h1>'],
        ['application/json', '{"error":"no"}'],
      ] as const) {
        await saying(status, type, body, async (origin) =>
          expect(await connectTo(origin)).toMatchObject({ mayBeToken: true }),
        );
      }
    },
  );

  it('is not let in by snac with a wrong token, and says what to do', async () => {
    const server = await startMastodon({ mode: 'snac' });
    expect(await failureOf(server.url, 'wrong')).toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('HTTP 422 with an answer that is text/html. The access token may be wrong'),
    });
    await server.close();
  });

  it.each([500, 502, 503])('does not take HTTP %i for a matter of the token', (status) =>
    saying(status, 'text/html', '', async (origin) =>
      expect(await connectTo(origin)).toMatchObject({ mayBeToken: false, failure: { kind: 'unavailable' } }),
    ),
  );

  it.each(['/api/v1/accounts/verify_credentials', '/.well-known/nodeinfo', '/nodeinfo/2.0'])(
    'is unavailable while the server has a trouble of its own with %s',
    async (path) => {
      const { server } = await mastodonOn('4.6.7');
      server.fail({ method: 'GET', path }, { kind: 'error', status: 503, acted: false });
      expect(await failureOf(server.url)).toMatchObject({ kind: 'unavailable' });
      await server.close();
    },
  );

  it('is tried again when a server that cannot answer now says so', async () => {
    const busy = createServer((_, response) => {
      response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '120' }).end('<h1>Busy</h1>');
    }).listen(0, '127.0.0.1');
    await once(busy, 'listening');
    expect(await failureOf(`http://127.0.0.1:${(busy.address() as AddressInfo).port}`)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('HTTP 503'),
      retryAt: now() + 120_000,
    });
    busy.close();
  });

  it('learns the time on the server', async () => {
    const clock = createServerClock(now);
    const { server } = await mastodonOn('4.6.7', { now: () => now() + 3_600_000 });
    await connectMastodon({ server: server.url, accessToken, now, clock });
    await server.close();
    expect(clock.reading()?.aheadMillis).toBeGreaterThan(3_598_000);
    expect(clock.now() - now()).toBeLessThan(3_602_000);
  });

  it('follows no redirect, so that nobody else is shown the token', async () => {
    const visitors: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      visitors.push(request.headers.authorization);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const away = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const moved = createServer((request, response) => {
      response.writeHead(301, { Location: `${away}${request.url}` }).end();
    }).listen(0, '127.0.0.1');
    await once(moved, 'listening');
    expect(await failureOf(`http://127.0.0.1:${(moved.address() as AddressInfo).port}`)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`answered 301 and sends on to ${away}; if that is`),
    });
    expect(visitors).toEqual([]);
    moved.close();
    elsewhere.close();
  });

  it.each(['http://mastodon.example', 'ftp://mastodon.example', 'mastodon.example', ''])(
    'throws for the address "%s" before anything is sent',
    async (server) => {
      await expect(connectTo(server)).rejects.toThrow(TypeError);
    },
  );
});

describe('what keeps a post from being published twice', () => {
  it.each([
    ['mastodon', '4.7.2', true, true],
    ['mastodon', '4.5.15+glitch', true, true],
    ['mastodon', '4.3.0', true, true],
    ['mastodon', '5.0.0-alpha.1', true, true],
    ['mastodon', '4.3.0-beta.1', true, false],
    ['mastodon', '4.2.20', true, false],
    ['mastodon', '3.5.19', true, false],
    ['mastodon', 'nonsense', true, false],
    ['hollo', '0.6.0', true, true],
    ['gotosocial', '0.20.2', false, true],
    ['snac', '2.80', false, false],
    ['pleroma', '2.9.0', false, false],
    ['mitra', '4.0.0', false, false],
  ] as const)(
    'on %s %s: keys honoured: %s, pictures attached once: %s',
    (name, version, keysHonoured, mediaAttachOnce) => {
      expect(duplicatePolicyOf({ name, version })).toMatchObject({ keysHonoured, mediaAttachOnce });
    },
  );

  it('is nothing where the software is not known', () => {
    expect(duplicatePolicyOf(null)).toMatchObject({ keysHonoured: false, mediaAttachOnce: false });
  });
});
