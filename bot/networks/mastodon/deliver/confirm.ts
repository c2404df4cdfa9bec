/** Whether what a server said it had published stands there, in its place and as it was meant. */

import type { Failure } from '../../network.ts';
import { type FrozenMastodon, postAt } from '../freeze/freeze.ts';
import type { MastodonStatus } from '../wire/api.ts';
import { failureOf, stillDoubtful } from '../wire/failures.ts';
import { nameOf, type Session } from '../wire/session.ts';
import { lookBack, saidButUnseen } from './look-back.ts';
import { notAsMeant, type Recognised, receiptOf } from './recognise.ts';
import type { MastodonTrail } from './trail.ts';

/** Milliseconds between looks at a status that is not shown yet. */
const waits = [1000, 3000, null];

/**
 * What keeps an answered status from being the one that was sent, whatever it shows: a key answers with whatever was first
 * sent under it.
 */
export function underAnothersKey(
  status: MastodonStatus,
  { anchor, posts }: MastodonTrail,
  session: Session,
): Failure | null {
  const where = status.url ?? `status ${status.id}`;
  const isKnown = posts.some(({ receipt }) => receipt?.id === status.id);
  if (
    isKnown ||
    (anchor !== null && (status.id === anchor.id || Date.parse(status.createdAt) < Date.parse(anchor.createdAt)))
  ) {
    return { kind: 'conflict', message: `${nameOf(session)} already has another post under its key: ${where}` };
  }
  return null;
}

/** A post that landed where nobody asked for it. */
export function outOfPlace(status: MastodonStatus, parent: string | null, session: Session): Failure | null {
  const where = status.url ?? `status ${status.id}`;
  if ((status.inReplyToId ?? null) !== parent) {
    return { kind: 'conflict', message: `${nameOf(session)} published ${where} outside its thread; delete it there` };
  }
  return null;
}

/**
 * Looks for the status whose id the server gave for the post at `position`, which is never sent again after that but at
 * a person's word: what is nowhere to be seen is uncertain.
 * Mastodon answers spam as if it had been published (`Antispam`), so what is not shown is looked for in the account's
 * list: that is read from the primary database, while a replica may lag behind.
 */
export async function confirm(
  frozen: FrozenMastodon,
  trail: MastodonTrail,
  position: number,
  answered: { readonly id: string; readonly url: string | null },
  session: Session,
): Promise<Exclude<Recognised, { kind: 'absent' }>> {
  const { api, account, now, pause } = session;
  const post = postAt(frozen, position);
  let unread: Failure | null = null;
  for (const wait of waits) {
    const shown = await api.status(answered.id);
    if (shown.kind === 'ok') {
      const failure = notAsMeant(post, shown.value, session);
      if (failure !== null) return { kind: 'failure', failure };
      return { kind: 'found', receipt: receiptOf(shown.value, position) };
    }
    if (shown.kind !== 'no' || ![404, 410].includes(shown.status)) {
      unread = stillDoubtful(failureOf(shown, account.server, now()));
      break;
    }
    if (wait !== null) await pause(wait);
  }
  const looked = await lookBack(frozen, trail, position, session);
  if (looked.kind === 'failure') return looked;
  if (looked.kind === 'found' && looked.receipt.id === answered.id) return looked;
  if (unread !== null) return { kind: 'failure', failure: unread };
  return { kind: 'failure', failure: saidButUnseen(account.server, answered) };
}
