/** Who has an account here, and what a token allows. */

import { Refusal } from './answer.ts';
import type { MastodonUser, Settings } from './options.ts';

export type ServerAccount = {
  readonly id: string;
  readonly user: MastodonUser;
  readonly createdAt: number;
};

type Grant = { readonly account: ServerAccount; readonly scopes: readonly string[] };

export type Accounts = {
  readonly byId: (id: string) => ServerAccount | null;
  readonly byUsername: (username: string) => ServerAccount | null;
  /** Throws 401 without a good token and 403 without one of the scopes. */
  readonly authorize: (token: string | null, scopes: readonly string[]) => ServerAccount;
  /** Nobody for no token or an unknown one; a revoked token or a missing scope is refused (`authorize_if_got_token!`). */
  readonly recognize: (token: string | null, scopes: readonly string[]) => ServerAccount | null;
  /** Whether it is anybody's and not revoked. */
  readonly knows: (token: string | null) => boolean;
  readonly revoke: (token: string) => void;
  /** Every revoked token is good again. */
  readonly restore: () => void;
};

export function createAccounts(settings: Settings, nextId: (now: number) => string): Accounts {
  const createdAt = settings.now();
  const accounts = settings.users.map((user): ServerAccount => ({ id: nextId(createdAt), user, createdAt }));
  const grants = new Map<string, Grant>();
  for (const account of accounts)
    for (const { token, scopes } of account.user.tokens) grants.set(token, { account, scopes });
  const revoked = new Set<string>();

  const authorize = (token: string | null, scopes: readonly string[]): ServerAccount => {
    if (token !== null && revoked.has(token)) throw unauthorized('The access token was revoked');
    const grant = token === null ? undefined : grants.get(token);
    if (grant === undefined) throw unauthorized('The access token is invalid');
    if (!scopes.some((scope) => allows(grant.scopes, scope)))
      throw new Refusal(403, 'This action is outside the authorized scopes');
    return grant.account;
  };
  return {
    byId: (id) => accounts.find((account) => account.id === id) ?? null,
    byUsername: (username) =>
      accounts.find(({ user }) => user.username.toLowerCase() === username.toLowerCase()) ?? null,
    authorize,
    knows: (token) => token !== null && grants.has(token) && !revoked.has(token),
    recognize: (token, scopes) =>
      token === null || !(grants.has(token) || revoked.has(token)) ? null : authorize(token, scopes),
    revoke: (token) => void revoked.add(token),
    restore: () => revoked.clear(),
  };
}

function unauthorized(error: string): Refusal {
  return new Refusal(401, error, {
    'WWW-Authenticate': `Bearer realm="Doorkeeper", error="invalid_token", error_description="${error}"`,
  });
}

/** `write` includes `write:media`. */
function allows(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.split(':')[0] ?? scope);
}
