/** Who may reply: a threadgate record beside the root post, under the same key (lexicon `app.bsky.feed.threadgate`). */

import type { ReplyRule } from '../../../../schedule/model/campaign.ts';
import { cidOfRecord, type StrongRef } from './record.ts';
import type { Tid } from './tid.ts';

export const gateCollection = 'app.bsky.feed.threadgate';

export type GateRecord = {
  readonly $type: typeof gateCollection;
  readonly post: string;
  /** Nobody, if empty. */
  readonly allow: readonly { readonly $type: `${typeof gateCollection}#${'follower' | 'mention'}Rule` }[];
  readonly createdAt: string;
};

export type FrozenGate = StrongRef & { readonly rkey: Tid; readonly record: GateRecord };

/** The gate of a thread; null where everyone may reply, which is what a thread without one means. */
export function gateFor(
  did: string,
  root: { readonly uri: string; readonly rkey: Tid },
  createdAt: string,
  replies: ReplyRule,
): FrozenGate | null {
  if (replies === 'everyone') return null;
  const record: GateRecord = { $type: gateCollection, post: root.uri, allow: allowed(replies), createdAt };
  return { uri: `at://${did}/${gateCollection}/${root.rkey}`, cid: cidOfRecord(record), rkey: root.rkey, record };
}

function allowed(replies: Exclude<ReplyRule, 'everyone'>): GateRecord['allow'] {
  switch (replies) {
    case 'followers':
      return [{ $type: `${gateCollection}#followerRule` }];
    case 'mentioned':
      return [{ $type: `${gateCollection}#mentionRule` }];
    case 'nobody':
      return [];
  }
}
