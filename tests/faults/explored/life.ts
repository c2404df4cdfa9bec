/** A process of the bot as the explorer moves it: it stops before each step that others could tell, and can be brought back there. */

import { createHash } from 'node:crypto';
import { LeaseLost } from '../../../bot/ledger/lease.ts';
import type { Ledger } from '../../../bot/ledger/ledger.ts';
import { networks } from '../../../bot/networks/all.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { rebuild } from '../../../bot/publish/by-hand/rebuild.ts';
import { prepareAhead } from '../../../bot/publish/carry-out/ahead.ts';
import { holdLeases } from '../../../bot/publish/carry-out/leases.ts';
import type { Memory } from '../../../bot/publish/carry-out/memory.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet, Ports } from '../../../bot/publish/ports.ts';
import type { Instant } from '../../../schedule/time/instant.ts';
import { blueskyOver } from '../network/bluesky-line.ts';
import { mastodonOver } from '../network/mastodon-line.ts';
import type { MastodonModel } from '../network/mastodon-model.ts';
import type { PdsModel } from '../network/pds-model.ts';
import type { Carried, Carrier, Line } from '../network/wire.ts';
import { randomFrom } from '../season/random.ts';
import { tinyPictures } from '../season/season.ts';
import { type Cell, plainLedger } from './plain-ledger.ts';
import type { Scene } from './scene.ts';
import type { Server } from './server.ts';

/** What a process is at. */
export type Errand = 'pass' | 'ahead' | 'rebuild';

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** One step that a process has made, and what it got; `until` is its clock from then on. */
type Step = { readonly name: string; readonly outcome: Outcome; readonly until: Instant };

/** What a step is that a process stands before. */
export type Pending = {
  readonly name: string;
  /** Of a request: whether it publishes or changes anything. */
  readonly kind: 'ledger' | 'read' | 'write';
  /** What it does where nothing is in its way. */
  readonly act: () => Promise<unknown>;
};

type Waiting = Pending & { readonly end: (outcome: Outcome) => void };

/** Where a process stands, to be brought back there. */
export type RunState = {
  readonly errand: Errand;
  readonly startedAt: Instant;
  readonly memory: MemoryState;
  readonly steps: readonly Step[];
  /** Of all that it got: two processes with the same stand at the same place. */
  readonly digest: string;
};

/** Lists of what the maps of a memory hold. */
export type MemoryState = {
  readonly pauses: readonly (readonly [string, Memory['pauses'] extends Map<string, infer P> ? P : never])[];
  readonly recorded: readonly (readonly [string, number])[];
};

export type Ended = { readonly error: unknown; readonly value: unknown };

export type Run = {
  readonly state: () => RunState;
  /** The step that it stands before; null once it has ended. */
  readonly pending: () => Pending | null;
  readonly ended: () => Ended | null;
  /** Lets the pending step end so, and resolves when the process stands before its next, or has ended. */
  readonly go: (outcome: Outcome) => Promise<void>;
};

/** What is around a process, in the moment. */
export type Around = {
  readonly scene: Scene;
  readonly cell: Cell;
  readonly server: Server;
  readonly place: string;
  readonly nonce: string;
  /** Whether another process is known to be gone. */
  readonly isGone: (nonce: string) => boolean;
  readonly memory: Memory;
  readonly now: () => Instant;
};

const readsOf: ReadonlySet<string> = new Set([
  'publications',
  'preparation',
  'startOf',
  'start',
  'leaseOf',
  'takeLease',
]);
const writesOf: ReadonlySet<string> = new Set([
  'post',
  'upload',
  'remove',
  'putRecord',
  'createRecord',
  'applyWrites',
  'uploadBlob',
]);

/** Begins an errand, or brings a process back to where it stood in one. */
export async function begin(errand: Errand, around: Around, before: RunState | null): Promise<Run> {
  const { scene, memory } = around;
  const known = before?.steps ?? [];
  const startedAt = before?.startedAt ?? around.now();
  const memoryBefore = before?.memory ?? memoryState(memory);
  const steps: Step[] = [];
  let clock = startedAt;
  let digest = before === null ? digestOf(`${errand} ${JSON.stringify(memoryBefore)}`) : before.digest;
  const queue: Waiting[] = [];
  let ended: Ended | null = null;
  let turn = Promise.withResolvers<void>();
  /** What it did before it came to stand there it did by the clock of then. */
  let isBack = false;
  const now = (): Instant => (isBack ? around.now() : clock);

  const recall = (name: string): Outcome | null => {
    const step = known[steps.length];
    if (step === undefined) return null;
    if (step.name !== name) throw new Error(`a process that is brought back does ${name} in place of ${step.name}`);
    steps.push(step);
    clock = step.until;
    return step.outcome;
  };
  const note = (name: string, outcome: Outcome): void => {
    steps.push({ name, outcome, until: around.now() });
    digest = digestOf(`${digest} ${name} ${JSON.stringify(outcome, blind)} ${around.now()}`);
  };
  const given = <T>(outcome: Outcome): T => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value as T;
  };
  /** A step that others can tell, or that tells of others. */
  const step = <T>(pending: Pending): Promise<T> => {
    const recalled = recall(pending.name);
    if (recalled !== null) return Promise.resolve(recalled).then((outcome) => given<T>(outcome));
    return new Promise<Outcome>((end) => {
      queue.push({ ...pending, end });
      turn.resolve();
    }).then((outcome) => given<T>(outcome));
  };
  /** What happens in one with the step before. */
  const atOnce = async <T>(name: string, act: () => Promise<unknown>): Promise<T> => {
    const recalled = recall(name);
    if (recalled !== null) return given<T>(recalled);
    const outcome = await outcomeOf(act());
    note(name, outcome);
    return given<T>(outcome);
  };

  const bare = plainLedger(around.cell);
  const ledger = new Proxy(bare, {
    get: (target, key) => {
      const name = `ledger.${String(key)}`;
      const method = Reflect.get(target, key) as (...of: readonly unknown[]) => Promise<unknown>;
      return (...of: readonly unknown[]) => {
        const act = () => method(...of);
        return readsOf.has(String(key)) ? atOnce(name, act) : step({ name, kind: 'ledger', act });
      };
    },
  }) as Ledger;
  const carrier: Carrier = <T>(request: string, act: () => Promise<T>) =>
    step<Carried<T>>({ name: request, kind: writesOf.has(request) ? 'write' : 'read', act });
  const network = networkOn(around, carrier, now);
  const { seat } = scene;
  const outlet: Outlet = {
    channel: { ...seat, campaigns: null, destination: 'account' },
    network,
    rules: networks[seat.network].rules,
    capabilities: networks[seat.network].rules.defaults,
  };
  const leases = holdLeases({
    book: ledger,
    holder: { host: 'explored', pid: 1, nonce: around.nonce },
    isGone: ({ nonce }) => around.isGone(nonce),
    now,
    report: () => {},
  });
  const ports: Ports = {
    outlets: [outlet],
    ledger,
    leases,
    memory,
    pictures: tinyPictures,
    calendar: scene.calendar,
    now,
    report: () => {},
  };
  const errands: Readonly<Record<Errand, () => Promise<unknown>>> = {
    pass: () => pass(ports),
    ahead: () => prepareAhead(outlet, ports),
    rebuild: () => rebuild(outlet, ports),
  };
  const end = (error: unknown, value: unknown): void => {
    ended = { error, value };
    turn.resolve();
  };
  errands[errand]().then(
    (value) => end(null, value),
    (error: unknown) => end(error, null),
  );
  if (queue.length === 0 && ended === null) await turn.promise;
  if (steps.length < known.length)
    throw new Error(
      `a process that is brought back has not come to where it stood: ${steps.map(({ name }) => name)} of ${known.map(({ name }) => name)}, ${queue.map(({ name }) => name)} ${JSON.stringify(ended)}`,
    );

  return {
    state: () => ({ errand, startedAt, memory: memoryBefore, steps: [...steps], digest }),
    pending: () => queue[0] ?? null,
    ended: () => ended,
    go: async (outcome) => {
      const waiting = queue.shift();
      if (waiting === undefined) throw new Error('the process stands before no step');
      isBack = true;
      note(waiting.name, outcome);
      turn = Promise.withResolvers<void>();
      waiting.end(outcome);
      if (queue.length === 0) await turn.promise;
    },
  };
}

export async function outcomeOf(asked: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await asked };
  } catch (error) {
    return { error };
  }
}

export function memoryState({ pauses, recorded }: Memory): MemoryState {
  return { pauses: [...pauses], recorded: [...recorded] };
}

export function memoryOf({ pauses, recorded }: MemoryState): Memory {
  return { pauses: new Map(pauses), recorded: new Map(recorded) };
}

/** A lost lease is no error of the program. */
export function isTrouble(ended: Ended): boolean {
  return ended.error !== null && !(ended.error instanceof LeaseLost);
}

function networkOn({ scene, server, place }: Around, carrier: Carrier, now: () => Instant): RemoteNetwork {
  const { seat, listLag } = scene;
  const process = {
    name: place,
    alive: () => true,
    kill: () => {},
    killed: new Promise<void>(() => {}),
    now,
    offset: () => 0,
    setClock: () => {},
    pause: () => {},
    sleep: async () => {},
    still: <T>(awaited: Promise<T>) => awaited,
    reach: async () => {},
    seen: () => {},
  };
  const line: Line = {
    world: { now, sleep: async () => {}, apart: () => {}, run: async () => {} },
    process,
    random: randomFrom(1),
    fateFor: () => {
      throw new Error('nothing here meets a fate by chance');
    },
    carrier,
    tampering: {
      api: (api) => ({
        ...api,
        statusesOf: async (...of) => {
          const answer = await api.statusesOf(...of);
          if (listLag === 0 || answer.kind !== 'ok') return answer;
          return { ...answer, value: answer.value.filter(({ createdAt }) => Date.parse(createdAt) + listLag <= now()) };
        },
      }),
    },
  };
  return seat.network === 'bluesky'
    ? blueskyOver(server.model as PdsModel, seat.account.did, place, line)
    : mastodonOver({ ...(server.model as MastodonModel), now }, seat.account, line);
}

/** What no decision hangs on. */
function blind(key: string, value: unknown): unknown {
  if (key === 'message' || key === 'frozen' || key === 'bytes') return undefined;
  if (value instanceof Error) return value.name;
  return value;
}

export function digestOf(words: string): string {
  return createHash('md5').update(words).digest('base64');
}
