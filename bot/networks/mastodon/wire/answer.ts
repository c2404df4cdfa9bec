/** What a Mastodon server answered to one request, told apart by what can be concluded from it. */

import { z } from 'zod';
import { causesOf, wasNeverSent } from '../../wire/http.ts';
import { sanitised } from '../../wire/sanitised.ts';

/** An answer that is not the one hoped for. */
export type Trouble =
  /** A definite no: the server did not act. */
  | { readonly kind: 'no'; readonly status: number; readonly message: string; readonly headers: Headers }
  /** The request never reached the server. */
  | { readonly kind: 'unreached'; readonly message: string }
  /** The server may have acted or not. `status` and `headers` are those of its answer, if there was one. */
  | {
      readonly kind: 'doubtful';
      readonly message: string;
      readonly status: number | null;
      readonly headers: Headers;
    };

export type Answer<T> = { readonly kind: 'ok'; readonly value: T; readonly headers: Headers } | Trouble;

/** An error status, in JSON. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly status: number;
  readonly headers: Headers;

  constructor({ status, headers }: Response, body: unknown) {
    const { error, errorDescription } = words.parse(body);
    const said = [error, errorDescription].filter((part) => part !== '').join(': ');
    super(said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`);
    this.status = status;
    this.headers = headers;
  }
}

/** An answer that no Mastodon gives, such as the page of a proxy. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly status: number;
  readonly headers: Headers;

  constructor({ status, headers }: Response, what: string) {
    super(`HTTP ${status} with ${what}`);
    this.status = status;
    this.headers = headers;
  }
}

const text = z.string().catch('');
const words = z.object({ error: text, errorDescription: text }).catch({ error: '', errorDescription: '' });

/**
 * Waits for the answer to a call. Only a status from 400 to 499 in JSON is a definite no, and only a body of the expected
 * shape a success.
 */
export async function answerTo<T>(
  shape: z.ZodType<T>,
  call: Promise<{ readonly data: unknown; readonly headers: Headers }>,
): Promise<Answer<T>> {
  try {
    const { data, headers } = await call;
    const parsed = shape.safeParse(data);
    if (parsed.success) return { kind: 'ok', value: parsed.data, headers };
    return { kind: 'doubtful', message: 'it answered something that cannot be read', status: null, headers };
  } catch (error) {
    const trouble = troubleOf(error);
    return { ...trouble, message: sanitised(trouble.message) };
  }
}

/** 408 says that the server gave up waiting, not what it did before. */
function troubleOf(error: unknown): Trouble {
  if (error instanceof Declined) {
    const { status, message, headers } = error;
    if (status < 400 || status >= 500 || status === 408) return { kind: 'doubtful', message, status, headers };
    return { kind: 'no', status, message, headers };
  }
  const causes = causesOf(error);
  const codes = causes.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []));
  const message = [...new Set([...causes.map((cause) => cause.message), ...codes])]
    .filter((part) => part !== '')
    .join(': ');
  if (wasNeverSent(causes)) return { kind: 'unreached', message };
  const { status, headers } = error instanceof Unreadable ? error : { status: null, headers: new Headers() };
  return { kind: 'doubtful', message, status, headers };
}
