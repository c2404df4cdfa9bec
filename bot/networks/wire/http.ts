/** HTTP to exactly one configured server: no other host is ever asked, and nothing waits, or goes on, for ever. */

import { isDeepStrictEqual } from 'node:util';
import { createConnections, Unconnected } from './connections.ts';
import type { Secrets } from './secrets.ts';
import type { ServerClock } from './server-clock.ts';

/** What every request says in `User-Agent`. */
export const userAgent = 'emleknap (publishes the history of 1956, day by day)';

/** Bytes of an answer, unpacked. The longest that is meant, a page of an account's posts, has a few hundred thousand. */
export const mostBytes = 16 * 1024 * 1024;

/** A request that would leave the configured origin, or a redirect to anywhere. Nothing was sent there. */
export class ForeignOrigin extends Error {
  override readonly name = 'ForeignOrigin';
}

/** An answer with more bytes than any that is meant. The server may have done what it was asked. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

type Guard = {
  readonly origin: string;
  /** From the call to the last byte of the answer's body. */
  readonly timeoutMillis: number;
  /** Is told of every answer. */
  readonly clock?: ServerClock;
  /** What the server knows and nobody else may see: nothing of an answer, or of an Error about it, shows one. */
  readonly secrets?: Secrets;
  /** Names at the top of an answer that stand before new secrets: these come as they are, and are hidden elsewhere from then on. */
  readonly bringing?: readonly string[];
};

/**
 * A `fetch` for one origin (`https://bsky.social`). It follows no redirect, and reads no more than `mostBytes` of an
 * answer. Rejects with a ForeignOrigin for an address of any other origin, and for every redirect; with a DOMException named
 * TimeoutError when the time is over; otherwise as `fetch` does. Reading the body rejects with a TooLarge or a
 * TimeoutError. A caller's own signal counts too. Throws a TypeError if `origin` is no web address.
 */
export function guardedFetch(guard: Guard): typeof fetch {
  const { origin, timeoutMillis, clock, secrets } = guard;
  const only = new URL(origin).origin;
  const dispatcher = createConnections();
  const answerTo: typeof fetch = async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    const asked = new URL(request.url).origin;
    if (asked !== only) throw new ForeignOrigin(`${asked} was to be asked, but only ${only} is configured`);
    request.headers.set('user-agent', userAgent);
    const askedAt = clock?.steady() ?? 0;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMillis)]);
    const response = await fetch(request, Object.assign<RequestInit, object>({ signal }, { dispatcher }));
    clock?.hear(response.headers, askedAt);
    const location = response.headers.get('location');
    const target = location === null ? null : (secrets?.hide(location) ?? location);
    if (target === null || response.status < 300 || response.status >= 400) return limited(response);
    await response.body?.cancel();
    const message = `the server answered ${response.status} and sends on to ${onward(only, target, request.url)}`;
    throw new ForeignOrigin(message);
  };
  if (secrets === undefined) return answerTo;
  return async (input, init) => {
    const response = await answerTo(input, init).catch((error: unknown) => {
      throw withoutSecrets(error, secrets);
    });
    return discreet(response, secrets, guard.bringing ?? []);
  };
}

/** Where a redirect leads, and what to do; of an address no more than its origin, since the rest may be anything. */
function onward(only: string, target: string, asked: string): string {
  const url = /^[\x21-\x7e]*$/.test(target) ? URL.parse(target, asked) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'no web address';
  if (url.origin === only) return 'another page of its own, as a page to sign in or another service does';
  if (url.protocol === 'http:' && only.startsWith('https:')) return `${url.origin}, which is not encrypted`;
  return `${url.origin}; if that is the server of the account, set ${only} to ${url.origin}`;
}

/** The one place where the words of a server come in: headers and body without secrets, whoever reads them. */
function discreet(response: Response, secrets: Secrets, bringing: readonly string[]): Response {
  const { body, status } = response;
  const named = [...response.headers].filter(([name]) => secrets.hide(name) === name);
  const headers = new Headers(named.map(([name, value]) => [name, secrets.hide(value)]));
  if (body === null) return new Response(null, { status, headers });
  const reading = new Response(body);
  const cleaned = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await reading.text();
        controller.enqueue(new TextEncoder().encode(discreetText(text, secrets, response.ok ? bringing : [])));
        controller.close();
      },
      cancel: (reason) => body.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(cleaned, { status, headers });
}

/** JSON stays JSON; what is none, or nested so deep that nobody reads it, is searched as it stands. */
function discreetText(text: string, secrets: Secrets, bringing: readonly string[]): string {
  try {
    const json: unknown = JSON.parse(text);
    const fresh = bringing.flatMap((name) => freshIn(json, name));
    for (const [, token] of fresh) secrets.add(token);
    const said = secrets.hideIn(json);
    if (isDeepStrictEqual(said, json)) return text;
    return JSON.stringify(fresh.length === 0 ? said : Object.assign(Object(said), Object.fromEntries(fresh)));
  } catch {
    return secrets.hide(text);
  }
}

function freshIn(json: unknown, name: string): [name: string, token: string][] {
  const token: unknown = Object.getOwnPropertyDescriptor(Object(json), name)?.value;
  return typeof token === 'string' ? [[name, token]] : [];
}

/** The same Error: what it and its causes say may be the server's, such as the names in its certificate. */
function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  for (const cause of causesOf(error)) {
    if (Object.hasOwn(cause, 'message')) cause.message = secrets.hide(cause.message);
    if (cause.stack !== undefined) cause.stack = secrets.hide(cause.stack);
    if (cause instanceof AggregateError) for (const each of cause.errors) withoutSecrets(each, secrets);
  }
  return error;
}

/** The same fetch with a connection of its own for every request: a server that closes a reused one leaves its fate in doubt. */
export function withoutReuse(ask: typeof fetch): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.headers.set('connection', 'close');
    return ask(request);
  };
}

/** Counts what comes out after unpacking, so that a small answer cannot unfold without end. */
function limited(response: Response): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new TooLarge(`the answer has more than ${mostBytes} bytes`);
      controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counting), { status, statusText, headers });
}

/** Whether an error, of the chain given, means that the server was never asked, or sends its visitors elsewhere. */
export function wasNeverSent(causes: readonly Error[]): boolean {
  return causes.some((cause) => cause instanceof ForeignOrigin || cause instanceof Unconnected);
}

/** An error and what caused it, outermost first. */
export function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && !causes.includes(next); next = next.cause) causes.push(next);
  return causes;
}
