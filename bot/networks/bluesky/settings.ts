/** How an account on Bluesky is set up. */

import { forbidden, oddCharacter } from '../settings/odd-characters.ts';
import { Secret } from '../settings/secret.ts';
import type { AccountAccess, NetworkSettings } from '../settings/settings.ts';
import { quoted, type ShapeOf } from '../settings/shapes.ts';

export type BlueskyAccess = AccountAccess<'bluesky'> & {
  /** The origin of the account's server. */
  readonly service: string;
  /** Its handle or DID. */
  readonly identifier: string;
  readonly password: Secret;
};

export const blueskySettings: NetworkSettings<BlueskyAccess> = {
  names: ['SERVICE', 'IDENTIFIER', 'APP_PASSWORD'],
  server: 'SERVICE',
  read({ value, address }) {
    const service = address('SERVICE', 'https://bsky.social');
    const identifier = value('IDENTIFIER', identifierShape);
    const password = value('APP_PASSWORD', appPasswordShape(service ?? ''));
    if (service === null || identifier === null || password === null) return null;
    return { destination: 'account', network: 'bluesky', service, identifier, password: new Secret(password) };
  },
  originOf: ({ service }) => service,
  healthPath: '/xrpc/_health',
  accountNameOf: ({ service, identifier }) => `${service} ${identifier.toLowerCase()}`,
  hidden: ({ service, identifier }) => [
    { value: service, setting: 'SERVICE' },
    { value: identifier, setting: 'IDENTIFIER' },
  ],
};

const handleAdvice = 'Write the handle of the account, like museum.bsky.social, or its DID, like did:plc:…';

/** Handle and DID: https://atproto.com/specs/handle, https://atproto.com/specs/did. */
const identifierShape: ShapeOf = (value) => {
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
function appPasswordShape(service: string): ShapeOf {
  return (value) => {
    if (/^x{4}(-x{4}){3}$/i.test(value)) return `is still the example of .env.example. ${passwordAdvice}`;
    const odd = oddCharacter(value, forbidden.notPlain);
    if (odd !== null) return `cannot be an app password: ${odd}. ${passwordAdvice}`;
    const inQuotes = quoted(value);
    if (inQuotes !== null) return inQuotes;
    const isOurs = service !== 'https://bsky.social' || /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/.test(value);
    return isOurs ? null : `is no app password. ${passwordAdvice}`;
  };
}
