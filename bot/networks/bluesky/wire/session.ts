/** A session with an app password: resumed from its file, refreshed when it is stale, logged in again only as a last resort. */

import { Agent } from '@atproto/api';
import { z } from 'zod';
import { type Instant, plusMillis } from '../../../../schedule/time/instant.ts';
import type { Failure } from '../../network.ts';
import { guardedFetch } from '../../wire/http.ts';
import { sanitised } from '../../wire/sanitised.ts';
import { createSecrets } from '../../wire/secrets.ts';
import { createServerClock, type ServerClock } from '../../wire/server-clock.ts';
import {
  answerOf,
  failureOf,
  failureWithoutEffect,
  isAboutAccount,
  isAboutToken,
  NoXrpcAnswer,
  type Refusal,
  SessionFailure,
} from './answer.ts';
import { loginFileAt } from './login-file.ts';
import { readTokens, type Tokens, tokensIn, whileOurs, writeTokens } from './session-file.ts';

export type SessionOptions = {
  /** Origin of the account's server, `https://bsky.social`; no other host is ever asked. */
  readonly service: string;
  /** Handle, DID or e-mail address. */
  readonly identifier: string;
  /** An app password. */
  readonly password: string;
  /** Where the tokens are kept between runs; a file of its own for each account. */
  readonly sessionFile: string;
  readonly now: () => Instant;
  /** Time for one request and its answer. */
  readonly timeoutMillis?: number;
  /** The server's; is told of every answer. */
  readonly clock?: ServerClock;
};

export type Session = {
  /** Of the session; asks the server only if no session is kept. Throws a SessionFailure if there is none to be had. */
  readonly did: () => Promise<string>;
  /** Makes calls with the session's token. What the server says against a call comes back without our secrets. */
  readonly agent: Agent;
};

/** After a refused login the same password is not tried again for this long, by any process: an account has 300 logins a day. */
const pauseMillis = 10 * 60_000;

/** Asking, asking with what another process has renewed, and asking with what was renewed here. */
const maxAsks = 3;

/**
 * Makes no request yet. Unlike the session manager of @atproto/api, it never follows the DID document to another host.
 * Processes that share the file share the session: tokens found there are tried before any are renewed, and only one
 * process renews them at a time.
 */
export function openSession(options: SessionOptions): Session {
  const { password, sessionFile, now, timeoutMillis = 60_000, clock = createServerClock(now) } = options;
  const service = new URL(options.service).origin;
  const identifier = options.identifier.trim().replace(/^@/, '');
  const secrets = createSecrets([password]);
  const guard = { origin: service, timeoutMillis, clock, secrets };
  const ask = guardedFetch(guard);
  const askForTokens = guardedFetch({ ...guard, bringing: ['accessJwt', 'refreshJwt'] });
  let held: Tokens | null = null;
  let renewing: Promise<Tokens> | null = null;
  let displaced: Failure | null = null;
  const logins = loginFileAt(`${sessionFile}.logins`);

  const request = async (asking: typeof fetch, path: string, init: RequestInit): Promise<Asked> => {
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length);
    if (token !== undefined) secrets.add(token);
    return checked(await asking(new URL(path, service), init));
  };
  const { server } = new Agent(async (path, init) => (await request(askForTokens, path, init)).response).com.atproto;

  const hold = (tokens: Tokens): Tokens => {
    if (held !== null && held.did !== tokens.did) {
      const message = `${identifier} was ${held.did} and now is ${tokens.did}; start again to publish as that account`;
      displaced = { kind: 'unauthorised', message };
      throw new SessionFailure(displaced);
    }
    held = tokens;
    secrets.add(tokens.accessJwt);
    secrets.add(tokens.refreshJwt);
    return tokens;
  };

  const refresh = async ({ did, refreshJwt }: Tokens): Promise<Tokens | null> => {
    const headers = { authorization: `Bearer ${refreshJwt}` };
    const answer = await answerOf(server.refreshSession(undefined, { headers }), now);
    if (answer.kind === 'answered') {
      const tokens = tokensIn(answer.data);
      return tokens?.did === did ? tokens : null;
    }
    if (answer.kind === 'refused' && answer.status !== 429) return null;
    throw new SessionFailure(failureWithoutEffect(answer));
  };

  const login = async (): Promise<Tokens> => {
    const objection = (await logins.objection(password, now())) ?? displaced;
    if (objection !== null) throw new SessionFailure(objection);
    const answer = await answerOf(server.createSession({ identifier, password }), now);
    if (answer.kind === 'refused') {
      const failure = loginFailure(identifier, answer);
      await logins.refused(failure, password, now(), answer.retryAt ?? plusMillis(now(), pauseMillis));
      throw new SessionFailure(failure);
    }
    if (answer.kind !== 'answered') throw new SessionFailure(failureWithoutEffect(answer));
    await logins.made(now());
    const tokens = tokensIn(answer.data);
    if (tokens !== null) return tokens;
    const message = `${service} answered the login with tokens that no header can hold`;
    throw new SessionFailure({ kind: 'unavailable', message, retryAt: null });
  };

  const renewed = async (stale: string | null): Promise<Tokens> => {
    const kept = async (): Promise<Tokens | null> => readTokens(sessionFile, { service, identifier });
    const before = await kept();
    if (before !== null && before.accessJwt !== stale) return hold(before);
    const tokens = await whileOurs(sessionFile, 2 * timeoutMillis, async () => {
      const stored = await kept();
      if (stored !== null && stored.accessJwt !== stale) return stored;
      const last = stored ?? held;
      const fresh = hold((last === null ? null : await refresh(last)) ?? (await login()));
      await writeTokens(sessionFile, { service, identifier }, fresh);
      return fresh;
    });
    if (tokens !== null) return hold(tokens);
    const message = `another process has been renewing the session of ${identifier} for too long`;
    throw new SessionFailure({ kind: 'unavailable', message, retryAt: null });
  };

  const tokensOtherThan = async (stale: string | null): Promise<Tokens> => {
    if (held !== null && held.accessJwt !== stale) return held;
    renewing ??= renewed(stale).finally(() => {
      renewing = null;
    });
    return renewing;
  };

  const fetchHandler = async (path: string, init: RequestInit): Promise<Response> => {
    let { accessJwt } = await tokensOtherThan(null);
    for (let asks = 1; ; asks += 1) {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${accessJwt}`);
      const { response, error } = await request(ask, path, { ...init, headers });
      if (error === null || !isAboutToken(response.status, error) || asks === maxAsks) return response;
      ({ accessJwt } = await tokensOtherThan(accessJwt));
    }
  };

  return { did: async () => (await tokensOtherThan(null)).did, agent: new Agent(fetchHandler) };
}

/** `error` is the name of the XRPC error in the answer; null for a success. */
type Asked = { readonly response: Response; readonly error: string | null };

/** Throws a NoXrpcAnswer for a refusal that is no XRPC error. A status of 413 or 429 tells enough. */
async function checked(response: Response): Promise<Asked> {
  if (response.ok) return { response, error: null };
  const { status, headers } = response;
  const refusal = xrpcError.safeParse(await response.json().catch(() => null)).data;
  if (refusal === undefined) {
    if (status === 413 || status === 429) return { response: new Response(null, { status, headers }), error: '' };
    throw new NoXrpcAnswer(status);
  }
  return { response: new Response(JSON.stringify(refusal), { status, headers }), error: refusal.error };
}

const words = z.string().transform(sanitised);
const xrpcError = z.object({ error: words, message: words.default('') });

function loginFailure(identifier: string, refusal: Refusal): Failure {
  if (refusal.status === 429) return failureOf(refusal);
  const todo = loginAdvice(refusal.error);
  const message = `cannot log in as ${identifier}: ${refusal.message} (${refusal.error}); ${todo}`;
  return { kind: 'unauthorised', message };
}

function loginAdvice(error: string): string {
  if (isAboutAccount(error))
    return 'sign in with a browser to see what the account needs; a new app password does not help';
  if (error === 'AuthFactorTokenRequired')
    return 'this is the password of the account itself; make an app password and configure that';
  return 'make an app password (on bsky.app under Settings, Privacy and security) and configure it';
}
