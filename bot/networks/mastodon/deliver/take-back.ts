/** Takes back a reply of ours that its server published outside its thread, because it does not know the post before it. */

import type { Failure, Sending } from '../../network.ts';
import type { MastodonStatus } from '../wire/api.ts';
import { nameOf, type Session } from '../wire/session.ts';
import type { Progress } from './progress.ts';
import type { MastodonTrail } from './trail.ts';

/** Whether an answer to a reply is a post of its own. */
export function isStray({ inReplyToId = null }: MastodonStatus, parent: string | null): boolean {
  return parent !== null && inReplyToId === null;
}

/**
 * Deletes the stray that is written down for the post at `position`, whose id the server gave in its answer to our request:
 * nothing is deleted by its looks. Once it is gone, its attempt has come to nothing, and another would need a new key. What
 * cannot be deleted is left to a person by its address.
 */
export async function takeBack(
  position: number,
  stray: { readonly id: string; readonly url: string | null },
  progress: Progress,
  permit: Sending<MastodonTrail>['permit'],
  session: Session,
): Promise<Failure> {
  const { api } = session;
  const where = `${nameOf(session)} published ${stray.url ?? `status ${stray.id}`} outside its thread`;
  await permit();
  const removed = await api.remove(stray.id);
  if (removed.kind !== 'ok' && !saysGone(removed) && !saysGone(await api.status(stray.id))) {
    return {
      kind: 'conflict',
      message: `${where}, and it could not be taken back (${removed.message}); delete it there`,
    };
  }
  const { refusals } = progress.of(position);
  await progress.change(position, { attempts: null, stray: null, refusals: refusals + 1 });
  const message = `${where}, as if the post before it were gone; it was taken back at once. Look at what is left of the thread`;
  return { kind: 'refused', message };
}

function saysGone(answer: { readonly kind: string; readonly status?: number | null }): boolean {
  return answer.kind === 'no' && (answer.status === 404 || answer.status === 410);
}
