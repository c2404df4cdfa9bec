/** HTTP to exactly one configured server: no other host is ever asked, and nothing waits for ever. */

/** What every request says in `User-Agent`. */
export const userAgent = 'emleknap (publishes the history of 1956, day by day)';

/** A request, or a server's redirect, that would leave the configured origin. Nothing was sent there. */
export class ForeignOrigin extends Error {
  override readonly name = 'ForeignOrigin';
}

/**
 * A `fetch` for one origin (`https://bsky.social`), which counts `timeoutMillis` from the call to the last byte of the
 * answer's body. It follows no redirect. Rejects with a ForeignOrigin for an address, or a redirect, to any other
 * origin; with a DOMException named TimeoutError when the time is over; otherwise as `fetch` does. A caller's own
 * signal counts too. Throws a TypeError if `origin` is no web address.
 */
export function guardedFetch({ origin, timeoutMillis }: { origin: string; timeoutMillis: number }): typeof fetch {
  const only = new URL(origin).origin;
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    const asked = new URL(request.url).origin;
    if (asked !== only) throw new ForeignOrigin(`${asked} was to be asked, but only ${only} is configured`);
    request.headers.set('user-agent', userAgent);
    const response = await fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMillis)]),
    });
    const target = response.headers.get('location');
    if (target === null || response.status < 300 || response.status >= 400) return response;
    await response.body?.cancel();
    const { origin: elsewhere } = new URL(target, request.url);
    throw new ForeignOrigin(`${only} sends its visitors on to ${elsewhere}; configure the address it really has`);
  };
}
