/** What a real account has besides publishing: its recent posts, and taking its own posts down. */

import { type Instant, instantFromMillis } from '../../../../schedule/time/instant.ts';
import type { Failure, RecentResult } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import { failureOf } from './failures.ts';
import { ownStatuses } from './own-statuses.ts';
import type { Session } from './session.ts';

export async function recentPosts(since: Instant, session: Session): Promise<RecentResult> {
  const read = await ownStatuses(session, ({ createdAt }) => Date.parse(createdAt) < since);
  if (read.kind === 'failure') return read;
  const posts = read.statuses.map(({ id, url, createdAt }) => {
    return { id, url: url ?? null, createdAt: instantFromMillis(Date.parse(createdAt)) };
  });
  return { kind: 'posts', posts };
}

/** What is gone already counts as deleted, so a call that failed half way can be repeated. */
export async function removePosts(
  receipts: readonly PostReceipt<'mastodon'>[],
  session: Session,
): Promise<Failure | null> {
  const { api, account, now } = session;
  for (const { id } of [...receipts].sort((a, b) => b.position - a.position)) {
    const answer = await api.remove(id);
    const isGone = answer.kind === 'no' && [404, 410].includes(answer.status);
    if (answer.kind !== 'ok' && !isGone) return failureOf(answer, account.server, now());
  }
  return null;
}
