/** Leads one request through rate limit, route, token and parameters to its answer, and through the fault it meets. */

import { type Answer, PageRefusal, Refusal, Violation } from './answer.ts';
import type { Fault, MetFault } from './faults.ts';
import { bearerOf, type Incoming, parametersOf } from './incoming.ts';
import type { RateLimits } from './options.ts';
import { permit } from './parameters.ts';
import { headersOf, tooMany } from './rate-limits.ts';
import { type Call, type Route, routesOf } from './routes.ts';
import type { World } from './world.ts';

/** What goes out on the wire. */
export type Delivery =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'page'; readonly status: number }
  /** The answer's head and the first half of its body. */
  | { readonly kind: 'cut'; readonly answer: Answer }
  | { readonly kind: 'nothing' };

/** Acts on the request, or not, as its fault will have it. Rejects if the server is reset while the request is held. */
export async function deliver(
  incoming: Incoming,
  world: World,
  onViolation: (reason: string) => void,
): Promise<Delivery> {
  const met = world.faults.take(incoming.method, incoming.path);
  await met?.pass('arrival');
  const act = async () => await answerOf(incoming, world, met, onViolation);
  const delivery = await distorted(met?.fault ?? null, act);
  await met?.pass('answer');
  return delivery;
}

async function distorted(fault: Fault | null, act: () => Promise<Answer>): Promise<Delivery> {
  switch (fault?.kind) {
    case 'lost':
      if (fault.acted) await act();
      return { kind: 'nothing' };
    case 'page':
      if (fault.acted) await act();
      return { kind: 'page', status: fault.status };
    case 'error':
      if (fault.acted) await act();
      return { kind: 'answer', answer: errorOf(fault.status, fault.retryAfter) };
    case 'cut':
      return { kind: 'cut', answer: await act() };
    case 'rate-limited':
      return { kind: 'answer', answer: tooMany(headersOf(300, 0, fault.reset)).answer };
    case 'held':
    case 'dropped':
    case 'misplaced':
    case 'altered':
    case undefined:
      return { kind: 'answer', answer: await act() };
  }
}

async function answerOf(
  incoming: Incoming,
  world: World,
  met: MetFault | null,
  onViolation: (reason: string) => void,
): Promise<Answer> {
  let rate: Readonly<Record<string, string>> = {};
  try {
    rate = world.rates.count(bearerOf(incoming) ?? 'anybody', familiesOf(incoming));
    const { status, body, headers } = await routed(incoming, world, met, onViolation);
    return { status, body, headers: { ...rate, ...headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error instanceof Violation) onViolation(error.message);
    return { ...error.answer, headers: { ...rate, ...error.answer.headers } };
  }
}

async function routed(
  incoming: Incoming,
  world: World,
  met: MetFault | null,
  onViolation: (reason: string) => void,
): Promise<Answer> {
  const route = routesOf(world.settings).find(
    ({ method, path }) => method === incoming.method && path.test(incoming.path),
  );
  if (route === undefined) {
    const asked = `${incoming.method} ${incoming.path}`;
    if (!probes.some((probe) => probe.test(asked))) onViolation('no such route');
    throw world.settings.mode === 'snac'
      ? new PageRefusal(404, '<h1>404 Not Found</h1>')
      : new Refusal(404, 'Not Found');
  }
  const call: Call = {
    incoming,
    id: route.path.exec(incoming.path)?.[1] ?? '',
    viewer: viewerOf(route, incoming, world),
    parameters: permit(await parametersOf(incoming), route.permitted),
    met,
  };
  return await route.answer(call, world);
}

/** What a client may ask for to learn that it is not there. */
const probes = [/^GET \/api\/v2\/instance$/, /^GET \/api\/v1\/media\/[^/]+$/];

function viewerOf({ access }: Route, incoming: Incoming, { accounts, settings }: World) {
  const token = bearerOf(incoming);
  if (settings.mode === 'snac' && access.kind === 'owners' && !accounts.knows(token)) throw new PageRefusal(422, '');
  switch (access.kind) {
    case 'anybody':
      return null;
    case 'readers':
      return accounts.recognize(token, access.scopes);
    case 'owners':
      return accounts.authorize(token, access.scopes);
  }
}

function familiesOf({ method, path }: Incoming): readonly (keyof RateLimits)[] {
  if (method === 'POST' && /^\/api\/v\d+\/media$/u.test(path)) return ['api', 'media'];
  return method === 'DELETE' && path.startsWith('/api/v1/statuses/') ? ['api', 'deletion'] : ['api'];
}

function errorOf(status: number, retryAfter?: number): Answer {
  const headers = retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` };
  const busy = new Refusal(503, 'There was a temporary problem serving your request, please try again').answer;
  const { body } = status === 503 ? busy : { body: { status, error: 'Internal Server Error' } };
  return { status, body, headers };
}
