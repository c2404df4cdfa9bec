/** What a proxy does to the requests that pass it, so that they meet a fate. */

import { json, type Meddling, type ProxiedAnswer } from '../../support/proxy.ts';
import type { FateName } from '../season/fates.ts';
import type { Random } from '../season/random.ts';
import type { RealSeat, TrueTime } from './stand.ts';

/** What becomes of the next request of a channel; asked anew for each. */
export type FateFor = (request: Asked, seat: RealSeat) => FateName;

/** What a request is for. */
export type Asked = 'write' | 'upload' | 'look' | 'other';

/** Every answer tells the true time, as the server's own words do. */
export function meddlingFor(seat: RealSeat, time: TrueTime, fateFor: FateFor): Meddling {
  return async (request, asked) => {
    const dated = (answer: ProxiedAnswer): ProxiedAnswer => ({
      ...answer,
      headers: { ...answer.headers, date: new Date(time.now()).toUTCString() },
    });
    const forward = async () => seat.readdressed(await asked());
    switch (fateFor(purposeOf(request.method, request.path), seat)) {
      case 'lost request':
      case 'unconnected':
        return 'lost';
      case 'lost response':
        await forward();
        return 'lost';
      case 'lost, and acted on late':
        setTimeout(() => void forward().catch(() => undefined), 500);
        return 'lost';
      case 'timeout, never acted on':
        await request.gone;
        return 'lost';
      case 'timeout, acted on':
        await forward();
        await request.gone;
        return 'lost';
      case 'timeout, acted on late':
        await request.gone;
        await forward();
        return 'lost';
      case 'cut body':
        return { cut: dated(await forward()) };
      case '500 before the write':
        return dated(json(500, { error: 'InternalServerError', message: 'no' }));
      case '500 after the write':
        await forward();
        return dated(json(500, { error: 'InternalServerError', message: 'no' }));
      case '502 HTML before the write':
        return dated(page(502));
      case '502 HTML after the write':
        await forward();
        return dated(page(502));
      case '200 HTML before the write':
        return dated(page(200));
      case '200 HTML after the write':
        await forward();
        return dated(page(200));
      case '503':
        return dated(json(503, { error: 'UpstreamFailure', message: 'please try again' }));
      case '429':
        return dated(limited(seat, time));
      case 'expired session':
        return dated(
          seat.title === 'Bluesky'
            ? json(400, { error: 'ExpiredToken', message: 'Token has expired' })
            : json(401, { error: 'The access token was revoked' }),
        );
      default:
        return dated(await forward());
    }
  };
}

function purposeOf(method: string, path: string): Asked {
  if (method === 'POST' && /putRecord|applyWrites|\/statuses$/.test(path)) return 'write';
  if (method === 'POST' && /uploadBlob|\/media$/.test(path)) return 'upload';
  if (method === 'GET' && /getRecord|listRecords|\/statuses/.test(path)) return 'look';
  return 'other';
}

const page = (status: number): ProxiedAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><h1>${status}</h1></html>`,
});

/** For a minute, in each server's own way: neither sends `Retry-After`. */
function limited({ title }: RealSeat, time: TrueTime): ProxiedAnswer {
  const end = time.now() + 60_000;
  const headers =
    title === 'Bluesky'
      ? { 'ratelimit-remaining': '0', 'ratelimit-reset': String(Math.ceil(end / 1000)) }
      : { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': new Date(end).toISOString() };
  return json(429, { error: 'RateLimitExceeded', message: 'Too many requests' }, headers);
}

export const undisturbed: FateFor = () => 'undisturbed';

/** Only the request of each channel that is the nth of its purpose meets the fate, from 0; `met` tells which channels had one. */
export function onlyAt(fate: FateName, purpose: Asked | 'any', nth: number) {
  const asked = new Map<string, number>();
  const met = new Set<string>();
  const fateFor: FateFor = (request, { id }) => {
    if (purpose !== 'any' && request !== purpose) return 'undisturbed';
    const count = asked.get(id) ?? 0;
    asked.set(id, count + 1);
    if (count !== nth) return 'undisturbed';
    met.add(id);
    return fate;
  };
  return { fateFor, met };
}

/** Any request may meet any fate. */
export function anyRequest(random: Random, share: number, fates: readonly [FateName, ...FateName[]]): FateFor {
  return () => (random.chance(share) ? random.pick(fates) : 'undisturbed');
}
