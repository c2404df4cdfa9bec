/** The Bluesky adapter of a simulated process, over a line to a simulated server. */

import { Agent } from '@atproto/api';
import { networkOf } from '../../../bot/networks/bluesky/connect.ts';
import type { FrozenBluesky } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import { repositoryOf } from '../../../bot/networks/bluesky/wire/repository.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { Unconnected } from '../../../bot/networks/wire/connections.ts';
import type { PdsModel, XrpcAnswer, XrpcCall } from './pds-model.ts';
import { type Carried, carry, type Line } from './wire.ts';

type Handler = (path: string, init: RequestInit) => Promise<Response>;

/** To make one takes ten milliseconds, a hundred times as long as a call. */
const agents = new Map<string, { readonly agent: Agent; handler: Handler }>();

/** An agent for a place where only one process lives at a time; what a dead one would still say is never heard. */
function agentAt(place: string, handler: Handler): Agent {
  const known = agents.get(place);
  if (known !== undefined) {
    known.handler = handler;
    return known.agent;
  }
  const made: { readonly agent: Agent; handler: Handler } = {
    agent: new Agent((path, init) => made.handler(path, init)),
    handler,
  };
  agents.set(place, made);
  return made.agent;
}

/**
 * All above HTTP is the product's: what the client library makes of each answer, and what the adapter concludes. At one
 * `place` only one process lives at a time.
 */
export function blueskyOver(model: PdsModel, did: string, place: string, line: Line): RemoteNetwork<FrozenBluesky> {
  const agent = agentAt(`${place} ${did}`, async (path, init) => {
    const url = new URL(path, 'https://pds.invalid');
    const nsid = url.pathname.replace('/xrpc/', '');
    const { xrpc = (asIs: XrpcCall) => asIs } = line.tampering ?? {};
    const call: XrpcCall = xrpc({
      nsid,
      params: url.searchParams,
      body: init.body instanceof Uint8Array ? init.body : new Uint8Array(),
      type: new Headers(init.headers).get('content-type') ?? '',
    });
    const name = nsid.slice(nsid.lastIndexOf('.') + 1);
    const asked = line.world.now();
    const carried = await carry(name, line, async () => model.answer(call));
    if (carried.kind === 'answer')
      line.clock?.hear(new Headers({ date: new Date(line.world.now()).toUTCString() }), asked);
    if (carried.kind === 'answer' && isTrouble(carried.answer)) line.disturbed?.(asked)(null);
    return responseOf(carried, line);
  });
  const account = { network: 'bluesky', did } as const;
  const repository = repositoryOf(account, agent, 'https://pds.example', line.process.now);
  return networkOf(line.tampering?.repository?.(repository) ?? repository);
}

/** What is not there is as good an answer as any. */
function isTrouble({ status, body }: XrpcAnswer): boolean {
  return status >= 400 && !JSON.stringify(body).includes('RecordNotFound');
}

function responseOf(carried: Carried<XrpcAnswer>, { world }: Line): Response {
  if (carried.kind === 'answer') return json(carried.answer.status, carried.answer.body);
  const { seeing } = carried;
  switch (seeing.kind) {
    case 'unconnected':
      throw new TypeError('fetch failed', { cause: new Unconnected('connect ECONNREFUSED') });
    case 'reset':
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
      });
    case 'timeout':
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    case 'cut':
      return new Response('{"uri":"at:', { status: 200, headers: { 'content-type': 'application/json' } });
    case 'page':
      return pageOf(seeing.status);
    case 'error':
      return json(seeing.status, {
        error: seeing.status === 500 ? 'InternalServerError' : 'UpstreamFailure',
        message: 'no',
      });
    case 'limited': {
      const reset = String(Math.ceil((world.now() + seeing.millis) / 1000));
      return json(
        429,
        { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
        {
          'ratelimit-limit': '3000',
          'ratelimit-remaining': '0',
          'ratelimit-reset': reset,
          'retry-after': String(Math.ceil(seeing.millis / 1000)),
        },
      );
    }
    case 'expired':
      return json(400, { error: 'ExpiredToken', message: 'Token has expired' });
  }
}

/** The session says that a page with an error is no answer of the server; a page with a success it passes on. */
function pageOf(status: number): Response {
  if (status >= 400) throw new Error(`answered ${status} without an XRPC error`);
  return new Response('<html><h1>Welcome</h1></html>', { status, headers: { 'content-type': 'text/html' } });
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
