/** Whether a thread stands at the address that a person gives, and is what was meant. */

import type { PublishedWord, Trail } from '../../network.ts';
import type { FrozenBluesky } from '../freeze/freeze.ts';
import type { Repository } from '../wire/repository.ts';
import { addressOf, receiptsOf, standingOf } from './standing.ts';

/**
 * `address` has to be the page of the first post at bsky.app, under the account's DID or handle. A thread is written whole, so
 * all of it has to be there as it was frozen. Publishes nothing.
 */
export async function standsAt(
  repository: Repository,
  frozen: FrozenBluesky,
  address: URL,
): Promise<PublishedWord<Trail<'bluesky'>>> {
  const { did } = frozen.account;
  const [{ rkey }] = frozen.posts;
  if (!isPageOf(address, did, rkey))
    return { kind: 'wrong address', message: `the post would stand at ${addressOf(did, rkey)}` };
  const standing = await standingOf(repository, frozen);
  switch (standing.kind) {
    case 'whole':
      return { kind: 'whole', receipts: receiptsOf(frozen) };
    case 'absent':
      return { kind: 'wrong address', message: `nothing stands there in the repository of ${did}` };
    case 'conflict':
      return { kind: 'wrong address', message: `it is not what was meant: ${standing.failure.message}` };
    case 'unread':
      return { kind: 'failure', failure: standing.failure };
  }
}

/** A handle may have changed since; the repository that is asked is the account's own in any case. */
function isPageOf({ host, pathname }: URL, did: string, rkey: string): boolean {
  const [, of = '', at] = /^\/profile\/([^/]+)\/post\/([^/]+)\/?$/.exec(pathname) ?? [];
  return host === 'bsky.app' && at === rkey && (!of.startsWith('did:') || of === did);
}
