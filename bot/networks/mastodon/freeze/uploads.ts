/** Uploads the pictures of a post, and waits until the server has processed them. */

import { type Failure, pictureBy, type Sending } from '../../network.ts';
import type { Progress } from '../deliver/progress.ts';
import type { MastodonTrail } from '../deliver/trail.ts';
import type { Answer } from '../wire/answer.ts';
import type { MastodonMedia } from '../wire/api.ts';
import { failureOf } from '../wire/failures.ts';
import type { Session } from '../wire/session.ts';
import type { FrozenStatus } from './freeze.ts';

/** Milliseconds between looks at a picture in processing: half a minute in all. */
const looks = [250, 500, 1000, 2000, 4000, 8000, 15_000];

/**
 * Uploads what is not yet uploaded, and writes down every id before the next step. Null once all pictures can be
 * attached; uploads of an earlier attempt that have vanished (Mastodon keeps them a day) are made again, which is safe
 * only for a post that no request has named yet. So are those that cannot be asked for, where a post might go out without
 * them; elsewhere its server declines what it does not have, and they count as what the answer to their upload said.
 */
export async function uploadPictures(
  post: FrozenStatus,
  position: number,
  progress: Progress,
  { picturing, permit }: Pick<Sending<MastodonTrail>, 'picturing' | 'permit'>,
  session: Session,
): Promise<Failure | null> {
  if (progress.of(position).mediaIds.length > 0) {
    const state = await whenReady(progress.of(position).mediaIds, session);
    if (typeof state !== 'string') return state;
    const isMade = state === 'ready' || (state === 'unknown' && session.policy.mediaAttachOnce);
    if (!isMade) await progress.change(position, { mediaIds: [] });
  }
  for (const picture of post.pictures.slice(progress.of(position).mediaIds.length)) {
    const file = await pictureBy(picturing, picture.sha256);
    await permit();
    const answer = await session.api.upload(file, picture.alt);
    if (answer.kind !== 'ok') return failureOf(answer, session.account.server, session.now());
    const { mediaIds } = progress.of(position);
    await progress.change(position, { mediaIds: [...mediaIds, answer.value.id] });
    if ((answer.value.url ?? null) !== null) continue;
    const state = await whenReady([answer.value.id], session);
    if (state === 'ready') continue;
    if (state === 'gone') return vanished(session);
    if (state !== 'unknown') return state;
    await progress.change(position, { mediaIds });
    return unfinished(session);
  }
  return null;
}

/**
 * `gone`: one was attached, has vanished or never was. `unknown`: the server has no way to ask, as snac has none. A Failure
 * if the server takes too long.
 */
export async function whenReady(
  mediaIds: readonly string[],
  session: Session,
): Promise<'ready' | 'gone' | 'unknown' | Failure> {
  const { api, account, now, pause } = session;
  for (const id of mediaIds) {
    for (let look = 0; ; look += 1) {
      const answer = await api.media(id);
      if (answer.kind === 'no' && answer.status === 404) return 'gone';
      if (cannotBeAsked(answer)) return 'unknown';
      if (answer.kind !== 'ok') return failureOf(answer, account.server, now());
      if ((answer.value.url ?? null) !== null) break;
      const wait = looks[look];
      if (wait === undefined) {
        const message = `${account.server} is still processing a picture`;
        return { kind: 'unavailable', message, retryAt: null };
      }
      await pause(wait);
    }
  }
  return 'ready';
}

/** A page instead of "not found" in JSON, or a word for a route or method that is not there. */
function cannotBeAsked(answer: Answer<MastodonMedia>): boolean {
  if (answer.kind === 'doubtful') return answer.status !== null && [404, 405, 410, 501].includes(answer.status);
  return answer.kind === 'no' && [405, 410].includes(answer.status);
}

function unfinished({ account }: Session): Failure {
  const message = `${account.server} has not finished a picture, and there is no way to ask it again`;
  return { kind: 'unavailable', message, retryAt: null };
}

function vanished({ account }: Session): Failure {
  return { kind: 'unavailable', message: `${account.server} lost a picture while processing it`, retryAt: null };
}
