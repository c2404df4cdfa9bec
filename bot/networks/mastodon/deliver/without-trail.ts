/** Looks for a publication nothing was kept of, among the statuses of the hours after it was due. */

import { instantFromIso } from '../../../../schedule/time/instant.ts';
import type { Failed } from '../../network.ts';
import type { PostReceipt } from '../../receipt.ts';
import type { FrozenMastodon } from '../freeze/freeze.ts';
import { ownStatuses } from '../wire/own-statuses.ts';
import type { Session } from '../wire/session.ts';
import { recognise } from './recognise.ts';

const minute = 60_000;

/** A server's clock may be a little behind. */
const before = 5 * minute;

/** No entry is sent later by itself. */
const after = 24 * 60 * minute;

export type Prefix = { readonly kind: 'receipts'; readonly receipts: readonly PostReceipt<'mastodon'>[] } | Failed;

/** Receipts of the publication's first posts that stand there: none, some or all. */
export async function findWithoutTrail(frozen: FrozenMastodon, session: Session): Promise<Prefix> {
  const due = instantFromIso(frozen.due);
  const read = await ownStatuses(session, ({ createdAt }) => Date.parse(createdAt) < due - before);
  if (read.kind === 'failure') return read;
  const candidates = read.statuses.filter(
    ({ createdAt, language }) =>
      Date.parse(createdAt) <= due + after && (!session.policy.keepsLanguage || language === frozen.language),
  );
  const receipts: PostReceipt<'mastodon'>[] = [];
  for (const [position, post] of frozen.posts.entries()) {
    const parent = receipts.at(-1)?.id ?? null;
    const result = await recognise({ post, position, parent, id: null, mediaIds: null }, candidates, session);
    if (result.kind === 'failure') return result;
    if (result.kind === 'absent') break;
    receipts.push(result.receipt);
  }
  return { kind: 'receipts', receipts };
}
