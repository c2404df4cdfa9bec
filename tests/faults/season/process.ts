/** A process of the bot that can be killed at any boundary: from then on nothing it waits for ever comes. */

import { type Instant, plusMillis } from '../../../schedule/time/instant.ts';
import type { World } from './world.ts';

export type Process = {
  readonly name: string;
  readonly alive: () => boolean;
  /** As SIGKILL does: no handler and no `finally` runs, and what was sent is on its way. */
  readonly kill: () => void;
  /** Resolves when it is killed. */
  readonly killed: Promise<void>;
  /** Its own clock. */
  readonly now: () => Instant;
  /** How far its clock is ahead of the true time. */
  readonly offset: () => number;
  /** Sets its clock ahead (or, below 0, back) of the true time. */
  readonly setClock: (offset: number) => void;
  /** As SIGSTOP does: it stands still for so long, from the next boundary on where a client can still help itself. */
  readonly pause: (millis: number) => void;
  readonly sleep: (millis: number) => Promise<void>;
  /** Goes on with what was awaited, unless the process is dead by then. */
  readonly still: <T>(awaited: Promise<T>) => Promise<T>;
  /** Passes a named boundary, where whoever watches may kill it; never resolves then. */
  readonly reach: (boundary: string) => Promise<void>;
  /** Something that is known from outside has happened, such as a request that has arrived. */
  readonly seen: (boundary: string) => void;
};

/** Told of every boundary; true kills the process there. */
type Watch = (boundary: string) => boolean;

/**
 * Between the last check of the lease and a request that publishes nothing can be checked any more: whoever is paused
 * just there sends without a lease, and no client can help it.
 */
const unclosable = /^(ledger\.renewLease is done|(post|upload|putRecord|applyWrites|uploadBlob) begins)$/;

export function processIn(world: World, name: string, watch: Watch): Process {
  let living = true;
  let offset = 0;
  let pausedUntil = 0;
  const forever = new Promise<never>(() => {});
  const death = Promise.withResolvers<void>();
  const kill = () => {
    living = false;
    death.resolve();
  };
  const still = async <T>(awaited: Promise<T>): Promise<T> => {
    try {
      const value = await awaited;
      return living ? value : await forever;
    } catch (error) {
      if (!living) await forever;
      throw error;
    }
  };
  const seen = (boundary: string) => {
    if (living && watch(boundary)) kill();
  };
  return {
    name,
    alive: () => living,
    kill,
    killed: death.promise,
    now: () => plusMillis(world.now(), offset),
    offset: () => offset,
    setClock: (millis) => {
      offset = millis;
    },
    pause: (millis) => {
      pausedUntil = world.now() + millis;
    },
    sleep: (millis) => still(world.sleep(millis)),
    still,
    seen,
    reach: async (boundary) => {
      seen(boundary);
      if (!living) await forever;
      if (pausedUntil > world.now() && !unclosable.test(boundary)) await still(world.sleep(pausedUntil - world.now()));
    },
  };
}

/**
 * The same port, with a boundary before and after each call of each of its methods: a new method is included by itself.
 * `pause` is how long a call takes.
 */
export function bounded<T extends object>(port: T, name: string, process: Process, pause: () => number): T {
  return new Proxy(port, {
    get: (target, key) => {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== 'function') return method;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        await process.reach(`${name}.${String(key)} begins`);
        await process.sleep(pause());
        const result: unknown = await process.still(Promise.resolve(Reflect.apply(method, target, args)));
        await process.reach(`${name}.${String(key)} is done`);
        return result;
      };
    },
  });
}
