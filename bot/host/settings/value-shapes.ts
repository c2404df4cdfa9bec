/** The shapes of addresses and paths in the settings, looked at before any server is asked. A value is never told. */

import { forbidden, oddCharacter } from '../../networks/settings/odd-characters.ts';
import type { ShapeOf } from '../../networks/settings/shapes.ts';

const addressAdvice = 'Write an address like https://example.social, without a path.';

/** An origin, by https unless it is on this machine. */
export const addressShape: ShapeOf = (value) => {
  const odd = oddCharacter(value, forbidden.lookalike);
  if (odd !== null) return `cannot be an address: ${odd}. ${addressAdvice}`;
  return originOf(value) === null ? `has to be an address of a server. ${addressAdvice}` : null;
};

/** A path or a command. */
export const pathShape: ShapeOf = (value) => {
  const odd = oddCharacter(value, forbidden.invisible);
  return odd === null ? null : `holds what cannot be seen: ${odd}. Type the value anew.`;
};

/** The origin of a web address; null if it has a path, or is neither https nor on this machine. */
export function originOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)) ? url.origin : null;
}

/** Whether an address can only be this machine's. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
