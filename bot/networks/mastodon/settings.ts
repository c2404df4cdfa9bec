/** How an account on a Mastodon server is set up. */

import { forbidden, oddCharacter } from '../settings/odd-characters.ts';
import { Secret } from '../settings/secret.ts';
import type { AccountAccess, NetworkSettings } from '../settings/settings.ts';
import { quoted, type ShapeOf } from '../settings/shapes.ts';

export type MastodonAccess = AccountAccess<'mastodon'> & {
  /** The origin of the server. */
  readonly server: string;
  readonly accessToken: Secret;
};

export const mastodonSettings: NetworkSettings<MastodonAccess> = {
  names: ['SERVER', 'ACCESS_TOKEN'],
  server: 'SERVER',
  read({ value, address }) {
    const [server, accessToken] = [address('SERVER'), value('ACCESS_TOKEN', tokenShape)];
    if (server === null || accessToken === null) return null;
    return { destination: 'account', network: 'mastodon', server, accessToken: new Secret(accessToken) };
  },
  originOf: ({ server }) => server,
  healthPath: '/api/v1/accounts/verify_credentials',
  accountNameOf: ({ server, accessToken }) => `${server} ${accessToken.reveal()}`,
  hidden: ({ server }) => [{ value: server, setting: 'SERVER' }],
};

const tokenAdvice =
  'Copy “Your access token” as the server shows it (Mastodon: Preferences, Development, your application).';

const tokenShape: ShapeOf = (value) => {
  if (value === 'your-access-token') return `is still the example of .env.example. ${tokenAdvice}`;
  const odd = oddCharacter(value, forbidden.notPlain);
  if (odd !== null) return `cannot be a token: ${odd}. ${tokenAdvice}`;
  return quoted(value);
};
