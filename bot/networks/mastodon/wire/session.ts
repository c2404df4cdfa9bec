/** What every step of publishing on one Mastodon account works with. */

import type { Instant } from '../../../../schedule/time/instant.ts';
import type { ServerClock } from '../../wire/server-clock.ts';
import type { MastodonAccount } from '../freeze/freeze.ts';
import type { MastodonApi } from './api.ts';
import type { DuplicatePolicy } from './software.ts';

/** Whose posts a message is about: the account beside its server. */
export function nameOf({ account, username }: Pick<Session, 'account' | 'username'>): string {
  return username === null ? account.server : `@${username} on ${account.server}`;
}

export type Session = {
  readonly api: MastodonApi;
  readonly account: MastodonAccount;
  /** Null where the server does not say. */
  readonly username: string | null;
  readonly policy: DuplicatePolicy;
  /** Names under which the server knows its own people; it may leave them out of mentions. */
  readonly domains: readonly string[];
  /** Of the server: how long ago something was sent is counted by the clock that its keys go by. */
  readonly clock: Pick<ServerClock, 'now'>;
  readonly now: () => Instant;
  /** Waits so many milliseconds. */
  readonly pause: (millis: number) => Promise<void>;
};
