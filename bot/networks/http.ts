/** HTTP to exactly one configured server: no other host is ever asked, and nothing waits, or goes on, for ever. */

import type { ServerClock } from './server-clock.ts';

/** What every request says in `User-Agent`. */
export const userAgent = 'emleknap (publishes the history of 1956, day by day)';

/** Bytes of an answer, unpacked. The longest that is meant, a page of an account's posts, has a few hundred thousand. */
export const mostBytes = 16 * 1024 * 1024;

/** A request, or a server's redirect, that would leave the configured origin. Nothing was sent there. */
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
};

/**
 * A `fetch` for one origin (`https://bsky.social`). It follows no redirect, and reads no more than `mostBytes` of an
 * answer. Rejects with a ForeignOrigin for an address, or a redirect, to any other origin; with a DOMException named
 * TimeoutError when the time is over; otherwise as `fetch` does. Reading the body rejects with a TooLarge or a
 * TimeoutError. A caller's own signal counts too. Throws a TypeError if `origin` is no web address.
 */
export function guardedFetch({ origin, timeoutMillis, clock }: Guard): typeof fetch {
  const only = new URL(origin).origin;
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    const asked = new URL(request.url).origin;
    if (asked !== only) throw new ForeignOrigin(`${asked} was to be asked, but only ${only} is configured`);
    request.headers.set('user-agent', userAgent);
    const askedAt = clock?.steady() ?? 0;
    const response = await fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMillis)]),
    });
    clock?.hear(response.headers, askedAt);
    const target = response.headers.get('location');
    if (target === null || response.status < 300 || response.status >= 400) return limited(response);
    await response.body?.cancel();
    const { origin: elsewhere } = new URL(target, request.url);
    throw new ForeignOrigin(`${only} sends its visitors on to ${elsewhere}; configure the address it really has`);
  };
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

/** Codes of `fetch` and of TLS in Node.js for a connection that never came about, so that no request was sent. */
const unconnected =
  /^(UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

/** The operating system says what it was doing: one code, such as EHOSTUNREACH, may come before a request or after it. */
const connecting = /^(connect|getaddrinfo)$/;

/** Whether an error, of the chain given, means that the server was never asked, or sends its visitors elsewhere. */
export function wasNeverSent(causes: readonly Error[]): boolean {
  return causes.some((cause) => {
    if (cause instanceof ForeignOrigin) return true;
    if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isUnconnected);
    return isUnconnected(cause);
  });
}

function isUnconnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isConnecting = 'syscall' in error && connecting.test(String(error.syscall));
  return isConnecting || ('code' in error && unconnected.test(String(error.code)));
}

/** An error and what caused it, outermost first. */
export function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && !causes.includes(next); next = next.cause) causes.push(next);
  return causes;
}
