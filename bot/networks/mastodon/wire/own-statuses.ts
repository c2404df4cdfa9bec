/** Reads an account's own statuses page by page, newest first, as far back as is asked. */

import type { Failed } from '../../network.ts';
import type { MastodonStatus } from './api.ts';
import { failureOf } from './failures.ts';
import type { Session } from './session.ts';

/** Mastodon gives no more on one page. */
const pageSize = 40;

/** Four thousand statuses; within the 300 requests that Mastodon allows in five minutes. */
const mostPages = 100;

export type Statuses = { readonly kind: 'statuses'; readonly statuses: readonly MastodonStatus[] } | Failed;

/**
 * The account's statuses, replies included and boosts not, newest first, up to the first that `reached` tells (which is
 * left out). They come page by page with `max_id`, so ids stay opaque. All of them or a Failure: never a part.
 */
export async function ownStatuses(session: Session, reached: (status: MastodonStatus) => boolean): Promise<Statuses> {
  const { api, account, now } = session;
  const statuses: MastodonStatus[] = [];
  const seen = new Set<string>();
  const failed = (message: string): Statuses => {
    return {
      kind: 'failure',
      failure: { kind: 'unavailable', message: `${account.server}: ${message}`, retryAt: null },
    };
  };
  for (let pages = 0; pages < mostPages; pages += 1) {
    const answer = await api.statusesOf(account.id, statuses.at(-1)?.id ?? null, pageSize);
    if (answer.kind !== 'ok') return { kind: 'failure', failure: failureOf(answer, account.server, now()) };
    const end = answer.value.findIndex(reached);
    statuses.push(...(end < 0 ? answer.value : answer.value.slice(0, end)));
    if (end >= 0 || answer.value.length === 0) return { kind: 'statuses', statuses };
    if (answer.value.every(({ id }) => seen.has(id)))
      return failed('asked for older posts, it gives the same page again');
    for (const { id } of answer.value) seen.add(id);
  }
  return failed(`the account has more than ${pageSize * mostPages} posts to be looked through`);
}

/** The newest of the account's statuses, null if it has none. */
export async function newestStatus(
  session: Session,
): Promise<{ readonly kind: 'status'; readonly status: MastodonStatus | null } | Failed> {
  const { api, account, now } = session;
  const answer = await api.statusesOf(account.id, null, pageSize);
  if (answer.kind !== 'ok') return { kind: 'failure', failure: failureOf(answer, account.server, now()) };
  return { kind: 'status', status: answer.value[0] ?? null };
}
