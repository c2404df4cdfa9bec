/** Whether what a server said it had published stands there, in its place and as it was meant. */

import type { Failure } from '../network.ts';
import type { MastodonStatus } from './api.ts';
import { failureOf, stillDoubtful } from './failures.ts';
import type { FrozenMastodon } from './freeze.ts';
import { lookBack } from './look-back.ts';
import { notAsMeant, type Recognised, receiptOf } from './recognise.ts';
import type { Session } from './session.ts';
import type { MastodonTrail } from './trail.ts';

/** Milliseconds between looks at a status that is not shown yet. */
const waits = [1000, 3000, null];

/**
 * What keeps an answered status from being the one that was sent, whatever it shows. snac posts a reply to what it does
 * not know as a status of its own; a key answers with whatever was first sent under it.
 */
export function outOfPlace(
  status: MastodonStatus,
  { anchor }: MastodonTrail,
  parent: string | null,
  { account }: Session,
): Failure | null {
  const where = status.url ?? `status ${status.id}`;
  if (anchor !== null && (status.id === anchor.id || Date.parse(status.createdAt) < Date.parse(anchor.createdAt))) {
    return { kind: 'conflict', message: `${account.server} already has another post under its key: ${where}` };
  }
  if ((status.inReplyToId ?? null) !== parent) {
    return { kind: 'conflict', message: `${account.server} published ${where} outside its thread; delete it there` };
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
  const post = frozen.posts[position];
  if (post === undefined) throw new Error(`${frozen.slot} has no post ${position}`);
  let unread: Failure | null = null;
  for (const wait of waits) {
    const shown = await api.status(answered.id);
    if (shown.kind === 'ok') {
      const failure = notAsMeant(post, shown.value, account.server);
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
  const where = answered.url ?? `status ${answered.id}`;
  const message = `${account.server} said it had published ${where}, but it is not there; its protection against spam may have dropped it, so look on the account, and ask who runs the server`;
  return { kind: 'failure', failure: { kind: 'uncertain', message } };
}
