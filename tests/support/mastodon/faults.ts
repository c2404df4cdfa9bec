/** What can go wrong on the way to the server and back: a queue of faults, each met by one request. */

import type { Visibility } from './options.ts';

/** Where a held request waits: before anything is done, between the check and the commit of a status, or with its answer ready. */
type Station = 'arrival' | 'commit' | 'answer';

export type Fault =
  /** The connection breaks; the server had acted, or never will. */
  | { readonly kind: 'lost'; readonly acted: boolean }
  /** A proxy's HTML page, with any status, 200 too. */
  | { readonly kind: 'page'; readonly status: number; readonly acted: boolean }
  /** An error of the server itself, as JSON; `retryAfter` in seconds. */
  | { readonly kind: 'error'; readonly status: number; readonly acted: boolean; readonly retryAfter?: number }
  /** The server acts; its answer breaks off in the middle. */
  | { readonly kind: 'cut' }
  /** The request waits for `release()`. A client that gave up changes nothing: once released, the server still acts. */
  | { readonly kind: 'held'; readonly at: Station }
  /** 429; `reset` in milliseconds since 1970. */
  | { readonly kind: 'rate-limited'; readonly reset: number }
  /** 200 with a plausible status that is never stored (`Antispam::SilentlyDrop`). */
  | { readonly kind: 'dropped' }
  /** The status lands under another parent, or none, and the answer says so. */
  | { readonly kind: 'misplaced'; readonly parent: string | null }
  /** The status is published otherwise than it was asked for, and the answer says so. */
  | { readonly kind: 'altered'; readonly changes: Alteration };

type Alteration = {
  readonly visibility?: Visibility;
  readonly spoilerText?: string;
  readonly mediaOrder?: readonly string[];
};

export type FaultTarget = { readonly method: string; readonly path: string | RegExp };

export type QueuedFault = {
  /** Settles when a request has met the fault; for `held` when it stands still. */
  readonly reached: Promise<void>;
  /** Lets a held request go on. */
  readonly release: () => void;
};

/** A fault as the request that meets it sees it. */
export type MetFault = {
  readonly fault: Fault;
  /** Returns at once, unless the request is held here. Rejects if the server is reset or closed first. */
  readonly pass: (station: Station) => Promise<void>;
};

export type Faults = {
  readonly queue: (target: FaultTarget, fault: Fault) => QueuedFault;
  readonly take: (method: string, path: string) => MetFault | null;
  readonly unused: () => readonly (FaultTarget & { readonly fault: Fault })[];
  /** Ends the waiting of every held request, without letting it act. */
  readonly abandon: () => void;
};

/** Ends a held request: the server was reset or closed. */
export class Abandoned extends Error {}

type Entry = {
  readonly target: FaultTarget;
  readonly fault: Fault;
  readonly reached: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
};

export function createFaults(): Faults {
  const waiting: Entry[] = [];
  const held = new Set<Entry>();
  return {
    queue: (target, fault) => {
      const entry = { target, fault, reached: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
      entry.released.promise.catch(() => undefined);
      waiting.push(entry);
      return { reached: entry.reached.promise, release: () => entry.released.resolve() };
    },
    take: (method, path) => {
      const index = waiting.findIndex(({ target }) => aims(target, method, path));
      const [entry] = index < 0 ? [] : waiting.splice(index, 1);
      if (entry === undefined) return null;
      if (entry.fault.kind === 'held') held.add(entry);
      else entry.reached.resolve();
      return { fault: entry.fault, pass: (station) => passOf(entry, station) };
    },
    unused: () => waiting.map(({ target, fault }) => ({ ...target, fault })),
    abandon: () => {
      for (const entry of held) entry.released.reject(new Abandoned());
    },
  };
}

async function passOf({ fault, reached, released }: Entry, station: Station): Promise<void> {
  if (fault.kind !== 'held' || fault.at !== station) return;
  reached.resolve();
  await released.promise;
}

function aims(target: FaultTarget, method: string, path: string): boolean {
  if (target.method !== method) return false;
  return typeof target.path === 'string' ? target.path === path : target.path.test(path);
}
