/** One publication on one Mastodon server, tried as often as a test wants, with its trail kept as a ledger would. */

import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { FrozenMastodon } from '../../../bot/networks/mastodon/freeze/freeze.ts';
import type { Failure, FindResult, SendResult } from '../../../bot/networks/network.ts';
import { newDesk } from '../../support/desk.ts';
import type { MastodonMode, MastodonOptions } from '../../support/mastodon/options.ts';
import { drawingWith, type ThreadChanges } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';
import { accessToken, type MastodonStage, mastodonOn } from './stage.ts';

export const publishing = { method: 'POST', path: '/api/v1/statuses' } as const;
export const uploading = { method: 'POST', path: '/api/v2/media' } as const;
export const listing = { method: 'GET', path: /^\/api\/v1\/accounts\/[^/]+\/statuses$/ } as const;

export const minute = 60_000;

export const bare = { posts: [{ text: 'Elindul a tüntetés.' }] } as const satisfies ThreadChanges;
export const illustrated = { posts: [{ text: 'Képpel', images: [drawingWith()] }] } as const satisfies ThreadChanges;
export const threaded = {
  posts: [{ text: 'első' }, { text: 'második' }, { text: 'harmadik' }],
} as const satisfies ThreadChanges;

export type Trial = MastodonStage & {
  readonly frozen: FrozenMastodon;
  /** Everything that goes ahead of `sendPrepared`. */
  readonly prepare: () => Promise<Failure | null>;
  readonly sendPrepared: () => Promise<SendResult<'mastodon'>>;
  readonly send: () => Promise<SendResult<'mastodon'>>;
  readonly find: () => Promise<FindResult<MastodonTrail>>;
  readonly trail: () => MastodonTrail | null;
  /** Idempotency keys of all requests to publish, in order. */
  readonly keys: () => readonly string[];
};

type TrialOptions = Omit<MastodonOptions, 'mode'> & { readonly timeoutMillis?: number };

/** Tries one publication on a server of its own; throws at the end if that saw a request no Mastodon understands. */
export async function trying(
  mode: MastodonMode,
  changes: ThreadChanges,
  run: (trial: Trial) => Promise<void>,
  { timeoutMillis = 60_000, ...options }: TrialOptions = {},
): Promise<void> {
  const stage = await mastodonOn(mode, options, timeoutMillis);
  const { server, connected } = stage;
  const { network } = connected;
  try {
    const { frozen, picturing } = await frozenFor(network, { ...changes, network: 'mastodon' });
    const desk = newDesk();
    await run({
      ...stage,
      frozen,
      prepare: () => network.prepare(frozen, desk.sending(frozen, picturing)),
      sendPrepared: () => network.send(frozen, { ...desk.sending(frozen, picturing), isPrepared: true }),
      send: () => network.send(frozen, desk.sending(frozen, picturing)),
      find: () => network.find(frozen, desk.trailOf(frozen)),
      trail: () => desk.trailOf(frozen),
      keys: () => server.requests.filter(isPublishing).map(({ headers }) => headers['idempotency-key'] ?? ''),
    });
    if (server.violations.length > 0) throw new Error(`no Mastodon understands ${JSON.stringify(server.violations)}`);
  } finally {
    await server.close();
  }
}

function isPublishing({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === publishing.method && path === publishing.path;
}

export function failureIn(result: SendResult | FindResult): Failure {
  if (result.kind !== 'failure') throw new Error(`${result.kind} is no failure`);
  return result.failure;
}

/** Posts as a person would, without a key. Gives the id. */
export async function postByHand(url: string, body: Readonly<Record<string, unknown>>): Promise<string> {
  const response = await fetch(`${url}/api/v1/statuses`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { id } = (await response.json()) as { id: string };
  return id;
}
