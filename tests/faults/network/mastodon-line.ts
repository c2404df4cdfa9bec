/** The Mastodon adapter of a simulated process, over a line to a simulated server. */

import { z } from 'zod';
import { mastodonNetwork } from '../../../bot/networks/mastodon/connect.ts';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { FrozenMastodon, MastodonAccount } from '../../../bot/networks/mastodon/freeze/freeze.ts';
import { answerTo, Declined, Unreadable } from '../../../bot/networks/mastodon/wire/answer.ts';
import type { MastodonApi, MastodonMedia, MastodonStatus } from '../../../bot/networks/mastodon/wire/api.ts';
import { duplicatePolicyOf } from '../../../bot/networks/mastodon/wire/software.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { Unconnected } from '../../../bot/networks/wire/connections.ts';
import { createServerClock, type ServerClock } from '../../../bot/networks/wire/server-clock.ts';
import { type MastodonOptions, settingsOf } from '../../support/mastodon/options.ts';
import { type MastodonModel, ServerError, type StoredStatus } from './mastodon-model.ts';
import { type Carried, carry, type Line } from './wire.ts';

export function mastodonOver(
  model: MastodonModel,
  account: MastodonAccount,
  line: Line,
): RemoteNetwork<FrozenMastodon, MastodonTrail> {
  const { software: name, version } = settingsOf({ mode: model.mode } satisfies MastodonOptions);
  const clock = line.clock ?? createServerClock(line.process.now, line.world.now);
  const api = apiOver(model, account, line, clock);
  return mastodonNetwork({
    api: line.tampering?.api?.(api) ?? api,
    clock,
    account,
    username: 'emleknap',
    policy: duplicatePolicyOf({ name, version }),
    domains: [],
    now: line.process.now,
    pause: line.process.sleep,
  });
}

/** The calls as masto.js makes them, with errors as it throws them, so that the product judges them itself. */
function apiOver(model: MastodonModel, account: MastodonAccount, line: Line, clock: ServerClock): MastodonApi {
  const call = async <T>(name: string, act: () => T | Promise<T>) => {
    const asked = line.world.now();
    const carried = await carry(name, line, async (): Promise<Said<T>> => {
      try {
        return { ok: true, value: await act() };
      } catch (error) {
        if (error instanceof ServerError) return { ok: false, error };
        throw error;
      }
    });
    if (carried.kind === 'answer') {
      clock.hear(new Headers({ date: new Date(model.now()).toUTCString() }), asked);
      if (!carried.answer.ok) line.disturbed?.(asked)(null);
    }
    return dataOf(carried, line);
  };
  const shown = (status: StoredStatus): MastodonStatus => entityOf(model, account, status);
  return {
    verifyCredentials: () =>
      answerTo(
        entity<{ id: string }>(),
        call('verifyCredentials', () => ({ id: account.id })),
      ),
    instance: () =>
      answerTo(
        entity<Record<string, never>>(),
        call('instance', () => ({})),
      ),
    upload: (picture, description) =>
      answerTo(
        entity<MastodonMedia>(),
        call('upload', async () => mediaOf(await model.upload(picture, description))),
      ),
    media: (id) =>
      answerTo(
        entity<MastodonMedia>(),
        call('media', () => mediaOf(model.media(id))),
      ),
    post: (post, key, mediaIds, parent) =>
      answerTo(
        entity<MastodonStatus>(),
        call('post', async () => shown(await model.create(post, key, mediaIds, parent))),
      ),
    status: (id) =>
      answerTo(
        entity<MastodonStatus>(),
        call('status', () => shown(model.status(id))),
      ),
    source: (id) =>
      answerTo(
        entity<{ text: string; spoilerText: string }>(),
        call('source', () => {
          const { post } = model.status(id);
          return { text: post.status, spoilerText: post.spoilerText ?? '' };
        }),
      ),
    statusesOf: (_, before, limit) =>
      answerTo(
        entity<MastodonStatus[]>(),
        call('statusesOf', () => model.page(before, limit).map(shown)),
      ),
    remove: (id) =>
      answerTo(
        z.unknown(),
        call('remove', () => model.remove(id)),
      ),
  };
}

type Said<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ServerError };

function dataOf<T>(carried: Carried<Said<T>>, { world }: Line): { readonly data: unknown; readonly headers: Headers } {
  if (carried.kind === 'answer') {
    const { answer } = carried;
    if (answer.ok) return { data: answer.value, headers: new Headers() };
    if (answer.error.isPage) throw pageOf(answer.error.status);
    throw httpError(answer.error.status, answer.error.message);
  }
  const { seeing } = carried;
  switch (seeing.kind) {
    case 'unconnected':
      throw new TypeError('fetch failed', { cause: new Unconnected('refused') });
    case 'reset':
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }) });
    case 'timeout':
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    case 'cut':
      throw new Unreadable(new Response(null), 'an answer that breaks off or is no JSON');
    case 'page':
      throw pageOf(seeing.status);
    case 'error':
      throw httpError(seeing.status, 'Internal Server Error');
    case 'limited': {
      const reset = new Date(world.now() + seeing.millis).toISOString();
      throw httpError(429, 'Too many requests', new Headers({ 'x-ratelimit-reset': reset }));
    }
    case 'expired':
      throw httpError(401, 'The access token was revoked');
  }
}

function pageOf(status: number): Unreadable {
  return new Unreadable(new Response(null, { status }), 'an answer that is text/html');
}

function httpError(status: number, error: string, headers = new Headers()): Declined {
  return new Declined(new Response(null, { status, headers }), { error });
}

/** Anything that a server's JSON could be: a page of HTML comes as undefined. */
function entity<T>(): z.ZodType<T> {
  return z.custom<T>((data) => typeof data === 'object' && data !== null);
}

function mediaOf({ id, description }: { readonly id: string; readonly description: string }): MastodonMedia {
  return { id, url: `https://model.invalid/${id}.jpg`, description };
}

function entityOf(model: MastodonModel, account: MastodonAccount, status: StoredStatus): MastodonStatus {
  const { id, post, parent, mediaIds, createdAt } = status;
  const isSnac = model.mode === 'snac';
  const path = isSnac ? `emleknap/p/${id.slice(0, 10)}.${id.slice(10, -2)}` : `@emleknap/${id}`;
  const url = `${account.server}/${path}`;
  return {
    id,
    createdAt: new Date(createdAt).toISOString(),
    url,
    uri: url,
    inReplyToId: parent,
    language: isSnac ? 'en' : post.language,
    visibility: post.visibility,
    spoilerText: post.spoilerText ?? '',
    mediaAttachments: mediaIds.flatMap((each, index) => {
      const attachment = model.attachment(each);
      if (attachment === undefined) return [];
      return [mediaOf(isSnac ? { ...attachment, id: `${url}_${index}` } : attachment)];
    }),
  };
}
