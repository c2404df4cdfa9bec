/** A server in front of a server that loses or changes what passes through it, and remembers what was asked. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type ProxiedRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Resolves when whoever asked has hung up. */
  readonly gone: Promise<void>;
};

export type ProxiedAnswer = {
  readonly status: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/**
 * What becomes of a request; `forward` asks the real server. `lost` cuts the connection without an answer, `cut` in the
 * middle of it.
 */
export type Meddling = (
  request: ProxiedRequest,
  forward: () => Promise<ProxiedAnswer>,
) => Promise<ProxiedAnswer | { readonly cut: ProxiedAnswer } | 'lost'>;

export type ProxyServer = {
  readonly origin: string;
  /** All requests since the last `forget`, in order. */
  readonly requests: readonly ProxiedRequest[];
  forget(): void;
  /** Null lets everything through. */
  meddle(meddling: Meddling | null): void;
  stop(): Promise<void>;
};

/** Headers that belong to one connection, or that a fetch sets itself. */
const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'host'];

export async function startProxy(target: string): Promise<ProxyServer> {
  const requests: ProxiedRequest[] = [];
  let meddling: Meddling | null = null;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/' } = incoming;
    const gone = new Promise<void>((resolve) => outgoing.once('close', resolve));
    const headers = passedOn(Object.entries(incoming.headers));
    const request = { method, path, headers, body: await buffer(incoming), gone };
    requests.push(request);
    const forward = () => forwardTo(target, request);
    const answer = meddling === null ? await forward() : await meddling(request, forward);
    if (answer === 'lost') outgoing.destroy();
    else if ('cut' in answer) await cutOff(outgoing, answer.cut);
    else outgoing.writeHead(answer.status, answer.statusText, answer.headers).end(answer.body);
  };

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy();
      if (incoming.complete) process.emitWarning(`the proxy failed: ${String(error)}`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    forget: () => {
      requests.length = 0;
    },
    meddle: (next) => {
      meddling = next;
    },
    stop: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Promises a whole body, and breaks the connection after half of it. */
async function cutOff(outgoing: ServerResponse, { status, headers, body }: ProxiedAnswer): Promise<void> {
  const whole = Buffer.from(body);
  outgoing.writeHead(status, { ...headers, 'content-length': whole.byteLength });
  await new Promise<void>((resolve) => {
    outgoing.write(whole.subarray(0, whole.byteLength / 2), () => resolve());
  });
  outgoing.destroy();
}

/** What an answer says as JSON. */
export function parsed<T>({ body }: ProxiedAnswer): T {
  return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as T;
}

/** An answer in JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

async function forwardTo(target: string, { method, path, headers, body }: ProxiedRequest): Promise<ProxiedAnswer> {
  const response = await fetch(new URL(path, target), {
    method,
    headers,
    redirect: 'manual',
    ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
  });
  return { status: response.status, headers: passedOn(response.headers), body: await response.bytes() };
}

function passedOn(headers: Iterable<readonly [string, string | readonly string[] | undefined]>) {
  return Object.fromEntries(
    [...headers].flatMap(([name, value]) =>
      value === undefined || ofConnection.includes(name) ? [] : [[name, String(value)] as const],
    ),
  );
}
