/** Remembers Idempotency-Keys for an hour, each version in its own way. */

import { internalError, Refusal } from './answer.ts';
import type { MastodonMode } from './options.ts';

/** Seconds in `PostStatusService`: 3,600. */
const lifetime = 3_600_000;

export type Idempotency<T> = {
  /**
   * Publishes, unless the account has used the key within its hour: then `find` gives what it led to (and throws if that
   * is gone). What `publish` did not store is not remembered. Without a key it just publishes.
   */
  readonly once: (account: string, key: string | null, steps: Steps<T>) => Promise<T>;
  readonly forget: () => void;
};

type Steps<T> = {
  readonly find: (id: string) => T;
  readonly publish: () => Promise<{ readonly value: T; readonly storedAs: string | null }>;
};

type Timing = { readonly now: () => number; readonly lockWait: number };

export function createIdempotency<T>(mode: MastodonMode, { now, lockWait }: Timing): Idempotency<T> {
  const keys = new Map<string, { readonly id: string; readonly until: number }>();
  const locks = new Map<string, Promise<void>>();

  const known = (key: string): string | null => {
    const entry = keys.get(key);
    return entry === undefined || entry.until <= now() ? null : entry.id;
  };
  const publishAndRemember = async (key: string, { publish }: Steps<T>): Promise<T> => {
    const { value, storedAs } = await publish();
    if (storedAs !== null) keys.set(key, { id: storedAs, until: now() + lifetime });
    return value;
  };
  const withoutLock = async (key: string, steps: Steps<T>): Promise<T> => {
    const id = known(key);
    return id === null ? await publishAndRemember(key, steps) : steps.find(id);
  };
  const withLock = async (key: string, steps: Steps<T>): Promise<T> => {
    const unlock = await acquire(locks, key, lockWait);
    try {
      const id = known(key);
      if (id === null) return await publishAndRemember(key, steps);
      const found = steps.find(id);
      if (mode === '4.6.5') throw new UnhandledError();
      return found;
    } finally {
      unlock();
    }
  };
  return {
    once: async (account, header, steps) => {
      if (mode === 'none' || mode === 'snac' || header === null || header.trim() === '')
        return (await steps.publish()).value;
      const key = `${account}:${header}`;
      return mode === '4.5' ? await withoutLock(key, steps) : await withLock(key, steps);
    },
    forget: () => keys.clear(),
  };
}

/** An exception that the application does not rescue: 500. */
class UnhandledError extends Refusal {
  override readonly answer = internalError;

  constructor() {
    super(500, 'Internal Server Error');
  }
}

/** Throws 503 if the lock is not free in time (`Mastodon::RaceConditionError`). */
async function acquire(locks: Map<string, Promise<void>>, key: string, wait: number): Promise<() => void> {
  const late = AbortSignal.timeout(wait);
  const lateness = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve(), { once: true }));
  for (let holder = locks.get(key); holder !== undefined; holder = locks.get(key)) {
    await Promise.race([holder, lateness]);
    if (late.aborted && locks.has(key))
      throw new Refusal(503, 'There was a temporary problem serving your request, please try again');
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  locks.set(key, promise);
  return () => {
    locks.delete(key);
    resolve();
  };
}
