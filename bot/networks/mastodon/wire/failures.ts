/** Troubles with a Mastodon server as Failures, with words that say what to do. */

import type { Instant } from '../../../../schedule/time/instant.ts';
import { type Failure, namedRetry } from '../../network.ts';
import { retryAtByDate } from '../../wire/retry-at.ts';
import type { Trouble } from './answer.ts';

/** What the bot does needs these scopes of a token. */
const scopes = 'read:accounts, read:statuses, write:statuses and write:media';

/** The Failure of a request that publishes nothing, such as reading or uploading. */
export function failureOf(trouble: Trouble, server: string, now: Instant): Failure {
  switch (trouble.kind) {
    case 'unreached':
      return { kind: 'unavailable', message: `${server}: ${trouble.message}`, retryAt: null };
    case 'doubtful':
      return {
        kind: 'unavailable',
        message: `${server}: ${trouble.message}`,
        retryAt: retryAtByDate(trouble.headers, now),
      };
    case 'no':
      return refusalOf(trouble, server, now);
  }
}

/**
 * The Failure of asking whose token it is. Any status from 400 to 499 may be about the token: some software says so with a
 * page, or none of its own words.
 */
export function loginFailureOf(
  trouble: Trouble,
  server: string,
  now: Instant,
): { readonly failure: Failure; readonly mayBeToken: boolean } {
  const failure = failureOf(trouble, server, now);
  const status = trouble.kind === 'unreached' ? null : trouble.status;
  const mayBeToken = status !== null && status >= 400 && status < 500;
  if (status !== 400 && status !== 422) return { failure, mayBeToken };
  const message = `${server}: ${trouble.message}. The access token may be wrong; make a new one with the scopes ${scopes}`;
  return { failure: { kind: 'unauthorised', message }, mayBeToken };
}

/** The Failure of a status that was to be published; a doubtful answer stays one. */
export function publishingFailureOf(trouble: Trouble, server: string, now: Instant, isReply: boolean): Failure {
  if (trouble.kind === 'doubtful') {
    return { kind: 'doubtful', message: `${server}: ${trouble.message}`, retryAt: retryAtByDate(trouble.headers, now) };
  }
  if (trouble.kind === 'no' && trouble.status === 404 && isReply) {
    const message = `the post before it in the thread is gone; look at what is left of the thread (${server}: ${trouble.message})`;
    return { kind: 'refused', message };
  }
  return failureOf(trouble, server, now);
}

/** What failed while it was not known whether a post is there: only what a person has to act on is told apart. */
export function stillDoubtful(failure: Failure): Failure {
  if (failure.kind === 'unauthorised' || failure.kind === 'conflict') return failure;
  const message = `cannot look whether it was published: ${failure.message}`;
  return { kind: 'doubtful', message, retryAt: namedRetry(failure) };
}

/** What failed when nothing more could be asked before an instant that the server had named earlier. */
export function notBefore(failure: Failure, named: Instant | null): Failure {
  if (named === null || (failure.kind !== 'doubtful' && failure.kind !== 'unavailable')) return failure;
  const later = namedRetry(failure);
  return { ...failure, retryAt: later === null || later < named ? named : later };
}

function refusalOf(
  { status, message, headers }: Extract<Trouble, { kind: 'no' }>,
  server: string,
  now: Instant,
): Failure {
  const said = `${server}: ${message}`;
  switch (status) {
    case 401:
      return { kind: 'unauthorised', message: `${said}. Make a new access token with the scopes ${scopes}` };
    case 403:
      return {
        kind: 'unauthorised',
        message: `${said}. Check that the account may post, and that the token has the scopes ${scopes}`,
      };
    case 425:
    case 429:
      return { kind: 'unavailable', message: said, retryAt: retryAtByDate(headers, now) };
    case 413:
      return { kind: 'refused', message: `${said}. The picture is too large for this server` };
    default:
      return { kind: 'refused', message: said };
  }
}
