/** What a Mastodon server answered to one request, told apart by what can be concluded from it. */

import { MastoHttpError } from 'masto';
import type { z } from 'zod';

/** An answer that is not the one hoped for. */
export type Trouble =
  /** A definite no: the server did not act. */
  | { readonly kind: 'no'; readonly status: number; readonly message: string; readonly headers: Headers }
  /** The request never reached the server. */
  | { readonly kind: 'unreached'; readonly message: string }
  /** The server may have acted or not. */
  | { readonly kind: 'doubtful'; readonly message: string };

export type Answer<T> = { readonly kind: 'ok'; readonly value: T; readonly headers: Headers } | Trouble;

/**
 * Waits for the answer to a call of masto.js. Only an HTTP status from 400 to 499 in a readable body is a definite no,
 * and only a body of the expected shape a success: masto.js makes a TypeError of an HTML error page, and resolves to
 * undefined for an HTML page with status 200.
 */
export async function answerTo<T>(
  shape: z.ZodType<T>,
  call: Promise<{ readonly data: unknown; readonly headers: Headers }>,
): Promise<Answer<T>> {
  try {
    const { data, headers } = await call;
    const parsed = shape.safeParse(data);
    if (parsed.success) return { kind: 'ok', value: parsed.data, headers };
    return { kind: 'doubtful', message: 'it answered something that cannot be read' };
  } catch (error) {
    return troubleOf(error);
  }
}

/** 408 says that the server gave up waiting, not what it did before. */
function troubleOf(error: unknown): Trouble {
  if (error instanceof MastoHttpError) {
    const { statusCode: status, description } = error;
    const words = [error.message, description].filter((part) => typeof part === 'string' && part !== '').join(': ');
    const message = words === '' ? `HTTP ${status}` : `HTTP ${status}: ${words}`;
    if (status < 400 || status >= 500 || status === 408) return { kind: 'doubtful', message };
    return { kind: 'no', status, message, headers: headersOf(error.cause) };
  }
  const causes = causesOf(error);
  const code = causes.map((cause) => ('code' in cause ? String(cause.code) : '')).find((each) => each !== '') ?? '';
  const message = [...new Set([...causes.map((cause) => cause.message), code])]
    .filter((part) => part !== '')
    .join(': ');
  if (causes.some((cause) => cause.message === 'unexpected redirect')) {
    return { kind: 'unreached', message: 'it sends its visitors on; configure the address it really has' };
  }
  return { kind: neverSent.test(code) ? 'unreached' : 'doubtful', message };
}

/** Codes of Node.js and undici for a connection that never came about, so that no request was sent. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function headersOf(cause: unknown): Headers {
  return cause instanceof Response ? cause.headers : new Headers();
}
