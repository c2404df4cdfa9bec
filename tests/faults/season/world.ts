/** Virtual time: everything that waits in a simulated run waits here, and what comes first goes on first. */

import { setImmediate } from 'node:timers/promises';
import { type Instant, instantFromMillis } from '../../../schedule/time/instant.ts';

export type World = {
  /** The true time, which clocks may miss. */
  readonly now: () => Instant;
  /** Resolves so many milliseconds of virtual time later. */
  readonly sleep: (millis: number) => Promise<void>;
  /** Does something by itself, whoever else waits or is killed; an error of it ends the run. */
  readonly apart: (work: () => Promise<void>) => void;
  /**
   * Lets time pass until nothing waits any more, or until `done` tells so. Throws the first error of what is done apart.
   * Whatever runs has to wait for nothing but this world: it is given one turn of the event loop after each awakening.
   */
  readonly run: (done: () => boolean) => Promise<void>;
};

type Waiting = { readonly at: number; readonly order: number; readonly wake: () => void };

export function worldAt(start: Instant): World {
  const queue: Waiting[] = [];
  const errors: unknown[] = [];
  let time: number = start;
  let order = 0;

  const sleep = (millis: number): Promise<void> =>
    new Promise((wake) => {
      order += 1;
      insert(queue, { at: time + Math.max(0, millis), order, wake });
    });

  return {
    now: () => instantFromMillis(Math.floor(time)),
    sleep,
    apart: (work) => {
      work().catch((error: unknown) => errors.push(error));
    },
    run: async (done) => {
      await setImmediate();
      while (errors.length === 0 && !done()) {
        const next = queue.shift();
        if (next === undefined) return;
        time = next.at;
        next.wake();
        await setImmediate();
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}

function insert(queue: Waiting[], waiting: Waiting): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queue[middle];
    if (other !== undefined && (other.at < waiting.at || (other.at === waiting.at && other.order < waiting.order)))
      low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, waiting);
}
