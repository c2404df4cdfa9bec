/** Looks for a post whose sending had no clear answer, and decides whether it may be sent once more. */

import { instantFromIso, plusMillis } from '../../../../schedule/time/instant.ts';
import { type Failure, namedRetry } from '../../network.ts';
import { type FrozenMastodon, type FrozenStatus, postAt } from '../freeze/freeze.ts';
import { stillDoubtful } from '../wire/failures.ts';
import { ownStatuses } from '../wire/own-statuses.ts';
import type { Session } from '../wire/session.ts';
import type { DuplicatePolicy } from '../wire/software.ts';
import { type Recognised, recognise } from './recognise.ts';
import type { MastodonAttempts, MastodonTrail } from './trail.ts';

const minute = 60_000;

/** Mastodon forgets a key after an hour; the rest is left to clocks that differ and requests under way. */
const keyLife = 55 * minute;

/** What is left of it for the last request, when a server wants to be left alone for longer. */
const lastCall = 2 * minute;

/** A server that has not finished a request by then never will: Mastodon's own limit, in `config/initializers/timeout.rb`. */
export const requestLife = 1.5 * minute;

/** A server tells its time in whole seconds, and late by the length of its answer. */
const blur = minute;

/** How long a post that may not be sent again is looked for. */
export const patience = 10 * minute;

/**
 * Searches the account's statuses newer than the anchor for the post at `position`, which was sent under the ids that
 * `posts` holds. The anchor may have been deleted since: then the search ends where older statuses begin.
 */
export async function lookBack(
  frozen: FrozenMastodon,
  { anchor, posts }: MastodonTrail,
  position: number,
  session: Session,
): Promise<Recognised> {
  const post = postAt(frozen, position);
  const read = await ownStatuses(
    session,
    ({ id, createdAt }) =>
      anchor !== null && (id === anchor.id || Date.parse(createdAt) < Date.parse(anchor.createdAt)),
  );
  if (read.kind === 'failure') return { kind: 'failure', failure: stillDoubtful(read.failure) };
  const parent = position === 0 ? null : (posts[position - 1]?.receipt?.id ?? null);
  const id = posts[position]?.answered?.id ?? null;
  const mediaIds = posts[position]?.mediaIds ?? [];
  const result = await recognise({ post, position, parent, id, mediaIds }, read.statuses, session);
  return result.kind === 'failure' ? { kind: 'failure', failure: stillDoubtful(result.failure) } : result;
}

/**
 * Whether a post that was not found may be sent again; null if it may. With the same key that is safe for 55 minutes on
 * a server that honours it, and with pictures for as long as a media id can be attached only once. The last request must
 * be over by then: Mastodon before 4.6 takes no lock, and a server that dies between a status and its key does not know
 * the key of the next request. Where the server's clock went back, nothing is known of the key. What may not be sent again
 * is looked for during `lookedFor` milliseconds.
 */
export function reasonToWait(
  { attempts }: { readonly attempts: MastodonAttempts },
  post: FrozenStatus,
  { account, policy, clock }: Session,
  lookedFor = patience,
): Failure | null {
  const at = clock.now();
  const since = (iso: string): number => {
    const millis = at - instantFromIso(iso);
    return millis < 0 && millis > -blur ? 0 : millis;
  };
  const sinceFirst = since(attempts.firstAt);
  const sinceLast = since(attempts.lastAt);
  const keyHolds = policy.keysHonoured && sinceFirst >= 0 && sinceFirst < keyLife;
  if (!keyHolds && !isFenced(post, policy)) {
    const sent = `it was sent to ${account.server} at ${attempts.lastAt} without a clear answer, and cannot be seen there`;
    if (sinceLast >= 0 && sinceLast < lookedFor) return { kind: 'doubtful', message: `${sent} yet` };
    return { kind: 'uncertain', message: `${sent}; sending it again could publish it twice, so a person has to look` };
  }
  if (sinceLast >= requestLife) return null;
  const message = `${account.server} may still be working on the request of ${attempts.lastAt}`;
  return { kind: 'doubtful', message };
}

/**
 * What is left open of a post that was not found, if nothing more is sent: it is never taken for one that was not published
 * unless it might be sent again. Its key may be forgotten by the time a person wants it sent: the attempt has lapsed then.
 */
export function leftOpen(
  trail: MastodonTrail,
  position: number,
  post: FrozenStatus,
  session: Session,
): { readonly doubt?: Failure; readonly lapsed?: MastodonTrail } {
  const { attempts = null, answered = null } = trail.posts[position] ?? {};
  if (answered !== null) return { doubt: saidButUnseen(session.account.server, answered) };
  if (attempts === null) return {};
  const doubt = reasonToWait({ attempts }, post, session, requestLife);
  if (doubt !== null) return { doubt };
  if (isFenced(post, session.policy)) return {};
  const posts = trail.posts.map((each, index) =>
    index === position ? { ...each, attempts: null, lapsed: true } : each,
  );
  return { lapsed: { ...trail, posts } };
}

/** Of a post that a server says it has published, and that is nowhere to be seen. */
export function saidButUnseen(server: string, answered: { readonly id: string; readonly url: string | null }): Failure {
  const where = answered.url ?? `status ${answered.id}`;
  const message = `${server} said it had published ${where}, but it is not there; its protection against spam may have dropped it, so look on the account, and ask who runs the server`;
  return { kind: 'uncertain', message };
}

/**
 * The same failure, but a doubt that only its key could settle by another request does not wait until the key is
 * forgotten: the server is asked two minutes before, whatever later instant it named.
 */
export function whileKeyHolds(
  failure: Failure,
  { posts }: MastodonTrail,
  position: number,
  post: FrozenStatus,
  { policy, clock, now }: Session,
): Failure {
  const { attempts = null, answered = null } = posts[position] ?? {};
  if (failure.kind !== 'doubtful' || attempts === null || answered !== null) return failure;
  if (!policy.keysHonoured || isFenced(post, policy)) return failure;
  const named = namedRetry(failure);
  const left = instantFromIso(attempts.firstAt) + keyLife - lastCall - clock.now();
  const latest = plusMillis(now(), left);
  return named === null || named <= latest ? failure : { ...failure, retryAt: latest };
}

function isFenced({ pictures }: FrozenStatus, { mediaAttachOnce }: DuplicatePolicy): boolean {
  return pictures.length > 0 && mediaAttachOnce;
}
