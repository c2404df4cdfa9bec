/** What can become of a request on its way to a server and back. */

import type { Random } from './random.ts';

/** When the server acts on it: not at all, when it arrives, after its client has given up, or when nobody reckons with it any more. */
type Acting = 'never' | 'at once' | 'late' | 'minutes later';

/** What the client gets to see. */
export type Seeing =
  | { readonly kind: 'the answer' }
  /** The connection was never made. */
  | { readonly kind: 'unconnected' }
  /** The connection breaks. */
  | { readonly kind: 'reset' }
  /** No answer comes in time. */
  | { readonly kind: 'timeout' }
  /** A right status, and half of a body. */
  | { readonly kind: 'cut' }
  /** A page of something between here and the server. */
  | { readonly kind: 'page'; readonly status: number }
  /** An error of the server, in its own words. */
  | { readonly kind: 'error'; readonly status: 500 | 503 }
  /** 429; not before so many milliseconds from now. */
  | { readonly kind: 'limited'; readonly millis: number }
  /** The session or token is not accepted. */
  | { readonly kind: 'expired' };

export type Fate = { readonly name: FateName; readonly acting: Acting; readonly seeing: Seeing };

export const fateNames = [
  'undisturbed',
  'unconnected',
  'lost request',
  'lost response',
  'lost, and acted on late',
  'timeout, never acted on',
  'timeout, acted on',
  'timeout, acted on late',
  'cut body',
  '500 before the write',
  '500 after the write',
  '502 HTML before the write',
  '502 HTML after the write',
  '200 HTML before the write',
  '200 HTML after the write',
  '503',
  '429',
  'expired session',
] as const;

/** So much later than any server works on a request that only keys and pictures help; no part of the mixtures. */
export const overdue = 'lost, and acted on minutes later';

export type FateName = (typeof fateNames)[number] | typeof overdue;

const page = (status: number): Seeing => ({ kind: 'page', status });

/** A rate limit of a few minutes; a caller may want another. */
export function fateOf(name: FateName, limitMillis = 120_000): Fate {
  switch (name) {
    case 'undisturbed':
      return { name, acting: 'at once', seeing: { kind: 'the answer' } };
    case 'unconnected':
      return { name, acting: 'never', seeing: { kind: 'unconnected' } };
    case 'lost request':
      return { name, acting: 'never', seeing: { kind: 'reset' } };
    case 'lost response':
      return { name, acting: 'at once', seeing: { kind: 'reset' } };
    case 'lost, and acted on late':
      return { name, acting: 'late', seeing: { kind: 'reset' } };
    case overdue:
      return { name, acting: 'minutes later', seeing: { kind: 'reset' } };
    case 'timeout, never acted on':
      return { name, acting: 'never', seeing: { kind: 'timeout' } };
    case 'timeout, acted on':
      return { name, acting: 'at once', seeing: { kind: 'timeout' } };
    case 'timeout, acted on late':
      return { name, acting: 'late', seeing: { kind: 'timeout' } };
    case 'cut body':
      return { name, acting: 'at once', seeing: { kind: 'cut' } };
    case '500 before the write':
      return { name, acting: 'never', seeing: { kind: 'error', status: 500 } };
    case '500 after the write':
      return { name, acting: 'at once', seeing: { kind: 'error', status: 500 } };
    case '502 HTML before the write':
      return { name, acting: 'never', seeing: page(502) };
    case '502 HTML after the write':
      return { name, acting: 'at once', seeing: page(502) };
    case '200 HTML before the write':
      return { name, acting: 'never', seeing: page(200) };
    case '200 HTML after the write':
      return { name, acting: 'at once', seeing: page(200) };
    case '503':
      return { name, acting: 'never', seeing: { kind: 'error', status: 503 } };
    case '429':
      return { name, acting: 'never', seeing: { kind: 'limited', millis: limitMillis } };
    case 'expired session':
      return { name, acting: 'never', seeing: { kind: 'expired' } };
  }
}

/** Any fate but the undisturbed one, each as likely as another. */
export function anyFault(random: Random): Fate {
  const [, first, ...rest] = fateNames;
  return fateOf(random.pick([first, ...rest]), random.between(1, 300) * 1000);
}
