/** One request tries one connection, by a proxy or without, and it is known whether the request was sent over it. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, connect as open, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Enough to see that it does not end. */
const tooMany = 50;

/** What treats each connection as it is told to, and counts them; beyond `tooMany` it lets whoever asks hang. */
async function counting(treat: (socket: Socket) => unknown) {
  let connects = 0;
  const over = new AbortController();
  const host = await listening(
    createServer((socket) => {
      connects += 1;
      if (connects > tooMany) over.abort(new Error('it goes on connecting'));
      else treat(socket);
    }),
  );
  return { host, connects: () => connects, over: over.signal };
}

const outcome = z.union([
  z.strictObject({ answer: z.string() }),
  z.strictObject({ neverSent: z.boolean(), causes: z.array(z.string()) }),
]);

const asker = fileURLToPath(new URL('asker.ts', import.meta.url));

/** What became of the requests of a process that lives as long as it connects, with nothing of this machine's proxies. */
async function asked(address: string, times: number, env: Readonly<Record<string, string>>, signal?: AbortSignal) {
  const { stdout } = await promisify(execFile)(process.execPath, [asker, address, String(times)], {
    env,
    ...(signal && { signal, killSignal: 'SIGKILL' }),
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => outcome.parse(JSON.parse(line)));
}

const by = (host: string) => ({
  NODE_USE_ENV_PROXY: '1',
  HTTP_PROXY: `http://${host}`,
  HTTPS_PROXY: `http://${host}`,
});

const onWord = (then: (socket: Socket) => unknown) => (socket: Socket) => socket.once('data', () => then(socket));
const answering = (status: string) => onWord((socket) => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

describe('a proxy that lets nobody through is tried once for each request, and nothing was sent', () => {
  it.each([
    ['hangs up on CONNECT', onWord((socket) => socket.end())],
    ['resets on CONNECT', onWord((socket) => socket.resetAndDestroy())],
    ['hangs up at once', (socket: Socket) => socket.end()],
    ['breaks off its answer', onWord((socket) => socket.end('HTTP/1.1 200 Conn'))],
    ['talks nonsense', onWord((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))],
    ['answers 403', answering('403 Forbidden')],
    ['answers 407', answering('407 Proxy Authentication Required')],
    ['answers 502', answering('502 Bad Gateway')],
  ])('%s', async (_, treat) => {
    const proxy = await counting(treat);
    for (const scheme of ['https', 'http']) {
      const before = proxy.connects();
      const became = await asked(`${scheme}://server.example/`, 3, by(proxy.host), proxy.over);
      const never = {
        neverSent: true,
        causes: expect.arrayContaining([expect.stringContaining('no connection by the proxy')]),
      };
      expect(became).toEqual([never, never, never]);
      expect(proxy.connects() - before).toBe(3);
    }
  });

  it('hangs up before the handshake of TLS', async () => {
    const proxy = await counting(
      onWord((socket) => {
        socket.write(established);
        socket.once('data', () => socket.end());
      }),
    );
    const became = await asked('https://server.example/', 3, by(proxy.host), proxy.over);
    expect(became).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ neverSent: true })));
    expect(proxy.connects()).toBe(3);
  });

  it('is not there', async () => {
    const { host } = await counting(() => {});
    for (const close of closing.splice(0)) await close();
    const [became] = await asked('https://server.example/', 1, by(host));
    expect(became).toMatchObject({
      neverSent: true,
      causes: [
        'TypeError: fetch failed',
        'Unconnected: no connection by the proxy',
        `Error: connect ECONNREFUSED ${host}`,
      ],
    });
  });
});

describe('a proxy that lets through', () => {
  async function tunnel() {
    const targets: string[] = [];
    const server = createHttpServer();
    server.on('connect', ({ url = '' }, socket: Socket) => {
      targets.push(url);
      const [hostname, port] = url.split(':');
      const onward = open(Number(port), hostname, () => {
        socket.write(established);
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    return { host: await listening(server), targets };
  }
  const greeting = () => listening(createHttpServer((_, response) => response.end('szia')));

  it('is used if Node.js is told to, and only then', async () => {
    const [proxy, host] = [await tunnel(), await greeting()];
    const { NODE_USE_ENV_PROXY, ...variables } = by(proxy.host);
    const ways: readonly [number, Readonly<Record<string, string>>][] = [
      [1, { ...variables, NODE_USE_ENV_PROXY }],
      [1, { ...variables, NODE_OPTIONS: '--use-env-proxy' }],
      [0, variables],
      [0, { ...variables, NODE_USE_ENV_PROXY, NO_PROXY: '127.0.0.1' }],
    ];
    for (const [tunnels, env] of ways) {
      expect(await asked(`http://${host}/`, 1, env)).toEqual([{ answer: 'szia' }]);
      expect(proxy.targets.splice(0)).toEqual(Array.from({ length: tunnels }, () => host));
    }
  });

  it('leaves a request in doubt that broke off on its way', async () => {
    const server = await counting(onWord((socket) => socket.resetAndDestroy()));
    const proxy = await tunnel();
    const became = await asked(`http://${server.host}/`, 3, by(proxy.host), server.over);
    expect(became).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ neverSent: false })));
    expect([server.connects(), proxy.targets.length]).toEqual([3, 3]);
  });
});

describe('a server without a proxy', () => {
  it.each([
    ['hangs up on a request', onWord((socket) => socket.end())],
    ['resets on a request', onWord((socket) => socket.resetAndDestroy())],
  ])('is tried once and leaves a request in doubt when it %s', async (_, treat) => {
    const server = await counting(treat);
    const became = await asked(`http://${server.host}/`, 3, {}, server.over);
    expect(became).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ neverSent: false })));
    expect(server.connects()).toBe(3);
  });

  it.each([
    ['hangs up', onWord((socket) => socket.end())],
    ['resets', onWord((socket) => socket.resetAndDestroy())],
    ['talks no TLS', onWord((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ])('is tried once and was sent nothing when it %s at the handshake of TLS', async (_, treat) => {
    const server = await counting(treat);
    const became = await asked(`https://${server.host}/`, 3, {}, server.over);
    expect(became).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ neverSent: true })));
    expect(server.connects()).toBe(3);
  });

  it('is tried once when it resets every connection at once', async () => {
    const server = await counting((socket) => socket.resetAndDestroy());
    expect(await asked(`http://${server.host}/`, 3, {}, server.over)).toHaveLength(3);
    expect(server.connects()).toBe(3);
  });
});
