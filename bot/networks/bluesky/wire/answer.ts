/** What an XRPC call came to: an answer, a definite no, or nothing that could be relied on. */

import { XRPCError } from '@atproto/api';
import type { Instant } from '../../../../schedule/time/instant.ts';
import { StorageError } from '../../../storage-error.ts';
import type { Failure } from '../../network.ts';
import { causesOf, wasNeverSent } from '../../wire/http.ts';
import { retryAtIn } from '../../wire/retry-at.ts';
import { sanitised } from '../../wire/sanitised.ts';

/** A definite no of the server: the call had no effect. */
export type Refusal = {
  readonly kind: 'refused';
  readonly status: number;
  /** The name of the XRPC error, such as `InvalidSwap`. */
  readonly error: string;
  readonly message: string;
  readonly retryAt: Instant | null;
};

/** The call may have had its effect or not: lost, cut off, garbled, or failed inside the server. */
type Undecided = {
  readonly kind: 'undecided';
  /** Of the HTTP answer; 1 if there was none. */
  readonly status: number;
  /** The name of the XRPC error, if the answer was one. */
  readonly error: string;
  readonly message: string;
  readonly retryAt: Instant | null;
};

/** The call never reached the server, or not with a session that it accepts. */
type Unsent = { readonly kind: 'unsent'; readonly failure: Failure };

export type Unanswered = Refusal | Undecided | Unsent;

export type Answer<T> = { readonly kind: 'answered'; readonly data: T } | Unanswered;

/** Thrown instead of sending a call when there is no session to send it with. */
export class SessionFailure extends Error {
  override readonly name = 'SessionFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The session cannot be kept on this machine: a mistake on our side, which no answer explains. */
export class SessionFileError extends StorageError {
  override readonly name = 'SessionFileError';
}

/** An answer, but no XRPC error: it comes from something between here and the server, and tells nothing about the call. */
export class NoXrpcAnswer extends Error {
  override readonly name = 'NoXrpcAnswer';
  /** Not named `status`, in which @atproto/api would see the word of the server. */
  readonly pageStatus: number;

  constructor(status: number) {
    super('an answer without a word of the server’s own, as of something between here and it');
    this.pageStatus = status;
  }
}

/** Statuses whose XRPC error says that nothing was done. All others are settled by reading back. */
const definite: readonly number[] = [400, 401, 403, 413, 429];

/** Waits for a call of @atproto/api. Throws what is no answer of a server or network: a mistake on our side. */
export async function answerOf<T>(call: Promise<{ readonly data: T }>, now: () => Instant): Promise<Answer<T>> {
  try {
    const { data } = await call;
    return { kind: 'answered', data };
  } catch (error) {
    if (!(error instanceof XRPCError)) throw error;
    return answerIn(error, now());
  }
}

function answerIn(error: XRPCError, now: Instant): Unanswered {
  const causes = causesOf(error);
  const mistake = causes.find((cause) => cause instanceof SessionFileError);
  if (mistake !== undefined) throw mistake;
  const sessionless = causes.find((cause) => cause instanceof SessionFailure);
  if (sessionless !== undefined) return { kind: 'unsent', failure: sessionless.failure };
  const words = new Set(causes.map((cause) => cause.message).filter((part) => part !== ''));
  const message = sanitised([...words].join(': '));
  if (wasNeverSent(causes)) {
    return { kind: 'unsent', failure: { kind: 'unavailable', message, retryAt: null } };
  }
  const retryAt = retryAtIn(headersOf(error), now);
  if (!definite.includes(error.status)) {
    const status = causes.find((cause) => cause instanceof NoXrpcAnswer)?.pageStatus ?? error.status;
    const said = status >= 100 ? `the server answered HTTP ${status}: ${message}` : message;
    return { kind: 'undecided', status, error: error.error, message: said, retryAt };
  }
  return { kind: 'refused', status: error.status, error: error.error, message: sanitised(error.message), retryAt };
}

/** An answer with 200 that does not say what was asked. */
export function senseless(message: string): Unanswered {
  return { kind: 'undecided', status: 200, error: '', message, retryAt: null };
}

function headersOf({ headers = {} }: XRPCError): Headers {
  return new Headers(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const atAccountLevel: readonly string[] = ['AccountTakedown', 'AccountSuspended', 'AccountDeactivated'];

/** Whether a refusal concerns the whole account, so that no password and no token helps. */
export function isAboutAccount(error: string): boolean {
  return atAccountLevel.includes(error);
}

/** Whether a refusal concerns the token, so that a fresh one may help. */
export function isAboutToken(status: number, error: string): boolean {
  if (isAboutAccount(error)) return false;
  return status === 401 || (status === 400 && (error === 'ExpiredToken' || error === 'InvalidToken'));
}

/** Whether the server seems not to have the call at all; something in front of it may say the same. */
export function lacksCall(answer: Unanswered): boolean {
  if (answer.kind === 'unsent') return false;
  return answer.error === 'MethodNotImplemented' || [404, 405, 501].includes(answer.status);
}

export function failureOf(refusal: Refusal): Failure {
  const { status, error, message, retryAt } = refusal;
  const said = `the server answered ${status} ${error}: ${message}`;
  if (status === 429 || error === 'BlobNotFound') return { kind: 'unavailable', message: said, retryAt };
  if (isAboutAccount(error)) {
    return { kind: 'unauthorised', message: `${said}; sign in with a browser to see what the account needs` };
  }
  if (status === 403 || isAboutToken(status, error)) {
    return { kind: 'unauthorised', message: `${said}; make a new app password and configure it` };
  }
  return { kind: 'refused', message: said };
}

/** The failure of a call that publishes nothing by itself, such as a read or an upload. */
export function failureWithoutEffect(answer: Unanswered): Failure {
  switch (answer.kind) {
    case 'refused':
      return failureOf(answer);
    case 'unsent':
      return answer.failure;
    case 'undecided':
      return { kind: 'unavailable', message: answer.message, retryAt: answer.retryAt };
  }
}
