/** Raises what a person has to know of through alarms, once a matter and not at every beat. */

import { type Instant, instantFromMillis, toIso } from '../../../schedule/time/instant.ts';
import type { Publication } from '../../ledger/ledger.ts';
import type { BellMemory } from '../../ledger/state.ts';
import { type Failure, namedRetry } from '../../networks/network.ts';
import type { Unready } from '../carry-out/ahead.ts';
import type { Alarm, PublishEvent } from '../ports.ts';
import { blankMemory, isHeard } from './bell-memory.ts';
import { courierOf } from './courier.ts';
import { failedMatter, keyOf, type Matter, type MatterKind, matterOf, missedMatter } from './matter.ts';

/** A matter, and since when the ledger has held it. */
type Unheard = NonNullable<ReturnType<typeof matterOf>>;

export type Bell = {
  readonly event: (event: PublishEvent) => void;
  /** To be told as often as one likes. */
  readonly connected: (channel: string) => void;
  /** To be told at every beat of a channel that is not connected, whether it was tried or pauses. */
  readonly unconnected: (channel: string, failure: Failure) => void;
  readonly unready: (channel: string, unready: Unready) => void;
  /** A pass on a channel threw. */
  readonly stopped: (channel: string, error: unknown) => void;
  /** What stopped the passes on a channel is over; to be told as often as one likes. */
  readonly mended: (channel: string) => void;
  readonly clock: (channels: readonly string[], verdict: { readonly right: boolean; readonly message: string }) => void;
  /**
   * What the ledger holds of a channel as given up within the last day and no event has told of, here or in another
   * process: a process that was killed between the two could not raise it.
   */
  readonly unheard: (channel: string, publications: readonly Publication[]) => readonly Unheard[];
  readonly recall: (unheard: readonly Unheard[]) => void;
  /** What was raised and passed on, so that what is on its way when the process is killed is raised again. */
  readonly memory: () => BellMemory;
  /** Replaces the memory by what is made of it. */
  readonly remember: (memory: BellMemory) => void;
  /** Raises again what an alarm could not pass on and whose pause is over; to be called at every beat. */
  readonly again: () => void;
  /** Resolves when all alarms that were raised have passed on their matter or failed. Never rejects. */
  readonly quiet: () => Promise<void>;
};

const minute = 60_000;

/** So long a server may be away, or a publication unsettled, before a person is told. */
const patience = 30 * minute;

/** What was given up longer ago is an old matter, whoever was told of it: nobody wants last season's on a new machine. */
const recentMillis = 24 * 60 * minute;

/** A matter that is raised for so long is raised once more, and those of past seasons are forgotten. */
const memoryLasts = 60 * 24 * 60 * minute;

/**
 * A bell over any number of alarms. An alarm that fails or takes its time holds up nothing but itself, and is tried again. A matter that was
 * raised is raised again only after it was settled: when the channel has published, connected, gone through or kept the right time again.
 */
export function hangBell(
  alarms: readonly Alarm[],
  now: () => Instant,
  { raised: before, away }: BellMemory = blankMemory,
): Bell {
  const begun = now();
  const raised = new Map(Object.entries(before).filter(([, at]) => begun - at < memoryLasts));
  const awaySince = new Map(Object.entries(away));
  const courier = courierOf(alarms, now);

  const raise = (matter: Matter, at: Instant = now()): void => {
    const key = keyOf(matter);
    if (raised.has(key)) return;
    raised.set(key, at);
    courier.send(matter);
  };
  const forget = (key: string): void => {
    raised.delete(key);
    courier.forget(key);
  };
  /** For what happens anew each time, as it does to a publication that a person has sent again. */
  const raiseAnew = (matter: Matter, at?: Instant): void => {
    raised.delete(keyOf(matter));
    raise(matter, at);
  };
  const settle = (kind: MatterKind, channel: string): void => {
    forget(keyOf({ kind, channels: [channel], slot: null }));
  };
  const onChannel = (kind: MatterKind, channel: string, message: string): void =>
    raise({ kind, channels: [channel], slot: null, due: null, message });

  return {
    event(event) {
      const { slot, due } = event;
      const { id } = event.channel;
      const about = { channels: [id], slot, due };
      switch (event.kind) {
        case 'published':
          settle('unauthorised', id);
          settle('stopped', id);
          return;
        case 'missed':
          raiseAnew(missedMatter(about));
          return;
        case 'failed':
          raiseAnew(failedMatter(about, event.failure));
          return;
        case 'postponed':
          if (event.failure.kind === 'unauthorised') onChannel('unauthorised', id, event.failure.message);
          if (now() - due > patience) {
            const message = `it is long overdue, and what became of it is not known yet: ${event.failure.message}`;
            raise({ ...about, kind: 'stuck', message });
          }
          return;
        case 'held':
          return;
      }
    },

    connected(channel) {
      if (!awaySince.delete(channel)) return;
      for (const kind of ['unauthorised', 'not-connected', 'stuck'] as const) settle(kind, channel);
    },

    unconnected(channel, failure) {
      const { kind, message } = failure;
      if (kind === 'unauthorised') onChannel('unauthorised', channel, message);
      else if (kind !== 'unavailable' && kind !== 'doubtful') onChannel('not-connected', channel, message);
      const since = awaySince.get(channel) ?? now();
      awaySince.set(channel, since);
      const named = namedRetry(failure);
      if (named !== null && named - now() > patience)
        onChannel('stuck', channel, `nothing is tried before ${toIso(named)}: ${message}`);
      else if (now() - since > patience) onChannel('stuck', channel, message);
    },

    unready: (channel, { slot, due, failure: { message } }) =>
      raise({ kind: 'unready', channels: [channel], slot, due, message }),

    stopped: (channel, error) => onChannel('stopped', channel, error instanceof Error ? error.message : String(error)),
    mended: (channel) => settle('stopped', channel),

    clock(channels, { right, message }) {
      for (const channel of channels) {
        if (right) settle('clock', channel);
        else onChannel('clock', channel, message);
      }
    },

    unheard(channel, publications) {
      const at = now();
      return publications.flatMap((publication) => {
        const held = matterOf(channel, publication);
        if (held === null || Math.abs(at - held.since) > recentMillis) return [];
        const { slot } = publication;
        return isHeard(raised, { channel, slot }, held.since) ? [] : [held];
      });
    },

    recall(unheard) {
      for (const { matter, since } of unheard) raiseAnew(matter, instantFromMillis(Math.max(now(), since)));
    },

    memory() {
      const unheard = courier.underWay();
      const passedOn = [...raised].filter(([key]) => !unheard.has(key));
      return { raised: Object.fromEntries(passedOn), away: Object.fromEntries(awaySince) };
    },

    remember(memory) {
      const unheard = [...courier.underWay()].flatMap((key) => {
        const at = raised.get(key);
        return at === undefined ? [] : [[key, at] as const];
      });
      replace(raised, [...Object.entries(memory.raised), ...unheard]);
      replace(awaySince, Object.entries(memory.away));
    },

    again: courier.again,
    quiet: courier.quiet,
  };
}

function replace<V>(map: Map<string, V>, entries: readonly (readonly [string, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
