/** A Mastodon server in memory: what its versions do with a status, its key and its pictures, moment by moment. */

import type { FrozenStatus } from '../../../bot/networks/mastodon/freeze/freeze.ts';
import type { Picture } from '../../../media/card.ts';
import { compareIds, createIds } from '../../support/mastodon/ids.ts';
import type { MastodonMode } from '../../support/mastodon/options.ts';
import type { Random } from '../season/random.ts';
import { honoursKeys } from '../season/season.ts';
import type { World } from '../season/world.ts';

/** Thrown by a call: what the server says instead. */
export class ServerError extends Error {
  readonly status: number;
  /** Whether it comes as a page, without a word in JSON. */
  readonly isPage: boolean;

  constructor(status: number, message: string, isPage = false) {
    super(message);
    this.status = status;
    this.isPage = isPage;
  }
}

type Attachment = {
  readonly id: string;
  readonly description: string;
  readonly picture: Picture;
  status: string | null;
};

export type StoredStatus = {
  readonly id: string;
  readonly post: FrozenStatus;
  readonly parent: string | null;
  readonly mediaIds: readonly string[];
  /** By the server's clock. */
  readonly createdAt: number;
};

export type MastodonModel = {
  readonly mode: MastodonMode;
  /** Its own clock. */
  readonly now: () => number;
  readonly upload: (picture: Picture, description: string) => Promise<Attachment>;
  /** Throws 404 for what is attached, has vanished or never was. */
  readonly media: (id: string) => Attachment;
  readonly create: (
    post: FrozenStatus,
    key: string,
    mediaIds: readonly string[],
    parent: string | null,
  ) => Promise<StoredStatus>;
  readonly status: (id: string) => StoredStatus;
  /** Newest first. */
  readonly page: (before: string | null, limit: number) => readonly StoredStatus[];
  readonly remove: (id: string) => void;
  readonly attachment: (id: string) => Attachment | undefined;
  /** Everything that stands there, oldest first. */
  readonly statuses: () => readonly StoredStatus[];
  /** The next status is stored, and the server dies before it remembers its key. */
  readonly dieBeforeNextKey: () => void;
  /** Forgets uploads that no status has or is about to get, as the server does after a day; snac keeps them. */
  readonly forgetUploads: () => void;
};

const keyLife = 3_600_000;
/** `Mastodon::RaceConditionError` after so long. */
const lockWait = 10_000;

/** `offset` is how far the server's clock is ahead of the true time. */
export function mastodonModel(mode: MastodonMode, world: World, random: Random, offset = 0): MastodonModel {
  const ids = createIds(mode);
  const statuses = new Map<string, StoredStatus>();
  const attachments = new Map<string, Attachment>();
  const keys = new Map<string, { readonly id: string; readonly until: number }>();
  const locks = new Map<string, Promise<void>>();
  let dying = false;

  const now = () => world.now() + offset;
  const find = (id: string): StoredStatus => {
    const found = statuses.get(id);
    if (found === undefined) throw new ServerError(404, 'Record not found');
    return found;
  };
  const free = (id: string): Attachment => {
    if (mode === 'snac') throw new ServerError(404, 'there is no such route', true);
    const found = attachments.get(id);
    if (found === undefined || found.status !== null) throw new ServerError(404, 'Record not found');
    return found;
  };
  const known = (key: string): StoredStatus | null => {
    const entry = keys.get(key);
    return entry === undefined || entry.until <= now() ? null : find(entry.id);
  };

  /** Checks, works, commits: what another request does in between is not seen. */
  const publish: MastodonModel['create'] = async (post, key, mediaIds, wanted) => {
    const parent = wanted !== null && !statuses.has(wanted) && mode === 'snac' ? null : wanted;
    if (parent !== null && !statuses.has(parent)) throw new ServerError(404, 'The post you are replying to is gone');
    const known = mode === 'snac' ? mediaIds.filter((id) => attachments.has(id)) : mediaIds;
    const chosen = known.map((id) => {
      const attachment = attachments.get(id);
      const isFree = attachment !== undefined && (attachment.status === null || mode === 'snac');
      if (!isFree) throw new ServerError(422, 'Media not found');
      return attachment;
    });
    await world.sleep(random.between(1, 300));
    const status = { id: ids.next(now()), post, parent, mediaIds: known, createdAt: now() };
    statuses.set(status.id, status);
    for (const attachment of chosen) {
      attachment.status = status.id;
      attachments.set(attachment.id, attachment);
    }
    if (dying) {
      dying = false;
      throw new ServerError(500, 'Internal Server Error');
    }
    await world.sleep(random.between(1, 20));
    if (honoursKeys(mode)) keys.set(key, { id: status.id, until: now() + keyLife });
    return status;
  };

  const locked: MastodonModel['create'] = async (post, key, mediaIds, parent) => {
    const unlock = await acquire(locks, key, world);
    try {
      const first = known(key);
      if (first === null) return await publish(post, key, mediaIds, parent);
      if (mode === '4.6.5') throw new ServerError(500, 'Internal Server Error');
      return first;
    } finally {
      unlock();
    }
  };

  return {
    mode,
    now,
    upload: async (picture, description) => {
      await world.sleep(random.between(1, 200));
      const attachment: Attachment = { id: ids.next(now()), description, picture, status: null };
      attachments.set(attachment.id, attachment);
      return attachment;
    },
    media: free,
    create: async (post, key, mediaIds, parent) => {
      if (!honoursKeys(mode)) return publish(post, key, mediaIds, parent);
      if (mode === '4.5') return known(key) ?? publish(post, key, mediaIds, parent);
      return locked(post, key, mediaIds, parent);
    },
    status: find,
    page: (before, limit) =>
      [...statuses.values()]
        .filter(({ id }) => before === null || compareIds(id, before) < 0)
        .sort((a, b) => compareIds(b.id, a.id))
        .slice(0, limit),
    remove: (id) => {
      find(id);
      statuses.delete(id);
    },
    attachment: (id) => attachments.get(id),
    statuses: () => [...statuses.values()],
    dieBeforeNextKey: () => {
      dying = true;
    },
    forgetUploads: () => {
      if (mode === 'snac') return;
      for (const [id, { status }] of [...attachments]) if (status === null) attachments.delete(id);
    },
  };
}

/** Throws 503 if the lock is not free in time. */
async function acquire(locks: Map<string, Promise<void>>, key: string, world: World): Promise<() => void> {
  const late = world.now() + lockWait;
  for (let holder = locks.get(key); holder !== undefined; holder = locks.get(key)) {
    await Promise.race([holder, world.sleep(late - world.now())]);
    if (world.now() >= late && locks.has(key)) throw new ServerError(503, 'Please try again');
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  locks.set(key, promise);
  return () => {
    locks.delete(key);
    resolve();
  };
}
