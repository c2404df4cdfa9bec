/** The shapes of what a person copies into the settings, looked at before any server is asked. A value is never told. */

import { forbidden, oddCharacter } from './odd-characters.ts';

/** What is wrong with a value, as the end of a sentence that begins with the name of its variable; null if nothing is. */
export type ShapeOf = (value: string) => string | null;

const handleAdvice = 'Write the handle of the account, like museum.bsky.social, or its DID, like did:plc:…';

/** Handle and DID: https://atproto.com/specs/handle, https://atproto.com/specs/did. */
export const identifierShape: ShapeOf = (value) => {
  if (value.toLowerCase() === 'your-handle.bsky.social') return `is still the example of .env.example. ${handleAdvice}`;
  const odd = oddCharacter(value, forbidden.notPlain);
  if (odd !== null) return `cannot be a handle: ${odd}. ${handleAdvice}`;
  if (value.startsWith('did:')) {
    const isDid = /^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.-]+(%3A\d+)?)$/.test(value);
    return isDid ? null : 'is no whole DID: did:plc: is followed by 24 letters and digits, did:web: by a host.';
  }
  if (value.includes('/')) return `is the address of a page. ${handleAdvice}`;
  if (value.includes('@')) return `holds an @. ${handleAdvice}`;
  if (!value.includes('.')) return `has no dot. ${handleAdvice}`;
  const label = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
  const isHandle = value.length <= 253 && new RegExp(`^(${label}\\.)+(?=[a-zA-Z])${label}$`).test(value);
  return isHandle ? null : `is no handle: letters, digits and hyphens between dots. ${handleAdvice}`;
};

const passwordAdvice =
  'Make one (Bluesky: Settings, Privacy and security, App passwords, Add) and copy it as it is shown: xxxx-xxxx-xxxx-xxxx.';

/** Only Bluesky's own service is known to give app passwords of one shape; others may give what they like. */
export function appPasswordShape(service: string): ShapeOf {
  return (value) => {
    if (/^x{4}(-x{4}){3}$/i.test(value)) return `is still the example of .env.example. ${passwordAdvice}`;
    const odd = oddCharacter(value, forbidden.notPlain);
    if (odd !== null) return `cannot be an app password: ${odd}. ${passwordAdvice}`;
    if (isInQuotes(value)) return inQuotes;
    const isOurs = service !== 'https://bsky.social' || /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/.test(value);
    return isOurs ? null : `is no app password. ${passwordAdvice}`;
  };
}

const tokenAdvice =
  'Copy “Your access token” as the server shows it (Mastodon: Preferences, Development, your application).';

export const tokenShape: ShapeOf = (value) => {
  if (value === 'your-access-token') return `is still the example of .env.example. ${tokenAdvice}`;
  const odd = oddCharacter(value, forbidden.notPlain);
  if (odd !== null) return `cannot be a token: ${odd}. ${tokenAdvice}`;
  return isInQuotes(value) ? inQuotes : null;
};

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

const inQuotes = 'stands in quotes, which are a part of it where it is set. Leave them out.';

function isInQuotes(value: string): boolean {
  return /^(["'`]).*\1$/.test(value);
}

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
