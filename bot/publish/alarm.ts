/** Raises what a person has to know of through alarms, once a matter and not at every beat. */

import type { Instant } from '../../schedule/instant.ts';
import type { SlotId } from '../../schedule/slots.ts';
import type { Failure } from '../networks/network.ts';
import type { Unready } from './ahead.ts';
import type { Alarm, PublishEvent } from './ports.ts';

/** Something a person has to know of. */
export type Matter = {
  readonly kind: MatterKind;
  /** Ids of the channels it concerns. */
  readonly channels: readonly string[];
  readonly slot: SlotId | null;
  readonly due: Instant | null;
  /** What happened, in a sentence; names no setting's value. */
  readonly message: string;
};

type MatterKind =
  /** Given up: too late, and recorded as missed. */
  | 'missed'
  /** Given up: refused, or something else stands in its place. */
  | 'failed'
  /** It may be public or not, and is never sent again by itself. */
  | 'uncertain'
  /** It is due in some minutes, and cannot be rendered or drawn as it is. */
  | 'unready'
  /** The account's credentials are not accepted. */
  | 'unauthorised'
  /** Nothing is published on a channel, or nothing is known of a publication, and it has been so for a while. */
  | 'stuck'
  /** A channel is kept from publishing until a person has done something. */
  | 'not-connected'
  /** A pass ended with an error of the program. */
  | 'stopped'
  /** This machine's clock is so far off that nothing is published. */
  | 'clock';

/** What a bell knows of earlier: plain JSON, so that a process can hand it on to the next. */
export type BellMemory = {
  /** When each matter was raised that is not settled. */
  readonly raised: Readonly<Record<string, Instant>>;
  /** Since when each channel that is not connected has been away. */
  readonly away: Readonly<Record<string, Instant>>;
};

export const blankMemory: BellMemory = { raised: {}, away: {} };

export type Bell = {
  readonly event: (event: PublishEvent) => void;
  /** To be told as often as one likes. */
  readonly connected: (channel: string) => void;
  readonly unconnected: (channel: string, failure: Failure) => void;
  readonly unready: (channel: string, unready: Unready) => void;
  /** A pass on a channel threw. */
  readonly stopped: (channel: string, error: unknown) => void;
  readonly clock: (channels: readonly string[], verdict: { readonly right: boolean; readonly message: string }) => void;
  readonly memory: () => BellMemory;
  /** Resolves when all that was raised has been passed on. Never rejects. */
  readonly quiet: () => Promise<void>;
};

const minute = 60_000;

/** So long a server may be away, or a publication unsettled, before a person is told. */
const patience = 30 * minute;

/** A matter that is raised for so long is raised once more, and those of past seasons are forgotten. */
const memoryLasts = 60 * 24 * 60 * minute;

/**
 * A bell over any number of alarms. An alarm that fails or takes its time holds up nothing but itself. A matter that was
 * raised is raised again only after it was settled: when the channel has published, connected or kept the right time again.
 */
export function hangBell(
  alarms: readonly Alarm[],
  now: () => Instant,
  { raised: before, away }: BellMemory = blankMemory,
): Bell {
  const begun = now();
  const raised = new Map(Object.entries(before).filter(([, at]) => begun - at < memoryLasts));
  const awaySince = new Map(Object.entries(away));
  const ringing = new Set<Promise<unknown>>();

  const raise = (matter: Matter): void => {
    const key = keyOf(matter.kind, matter.channels.join(' '), matter.slot);
    if (raised.has(key)) return;
    raised.set(key, now());
    for (const alarm of alarms) {
      const rung = alarm.raise(matter).catch(() => undefined);
      ringing.add(rung);
      void rung.finally(() => ringing.delete(rung));
    }
  };
  const settle = (kind: MatterKind, channel: string): void => {
    raised.delete(keyOf(kind, channel, null));
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
          raise({ ...about, kind: 'missed', message: 'it was too late to be sent, and is recorded as missed' });
          return;
        case 'failed': {
          const { kind, message } = event.failure;
          raise({ ...about, kind: kind === 'uncertain' ? 'uncertain' : 'failed', message });
          return;
        }
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

    unconnected(channel, { kind, message }) {
      if (kind === 'unauthorised') onChannel('unauthorised', channel, message);
      else if (kind !== 'unavailable' && kind !== 'doubtful') onChannel('not-connected', channel, message);
      const since = awaySince.get(channel) ?? now();
      awaySince.set(channel, since);
      if (now() - since > patience) onChannel('stuck', channel, message);
    },

    unready: (channel, { slot, due, failure: { message } }) =>
      raise({ kind: 'unready', channels: [channel], slot, due, message }),

    stopped: (channel, error) => onChannel('stopped', channel, error instanceof Error ? error.message : String(error)),

    clock(channels, { right, message }) {
      if (right) raised.delete(keyOf('clock', channels.join(' '), null));
      else raise({ kind: 'clock', channels, slot: null, due: null, message });
    },

    memory: () => ({ raised: Object.fromEntries(raised), away: Object.fromEntries(awaySince) }),

    async quiet() {
      while (ringing.size > 0) await Promise.all(ringing);
    },
  };
}

function keyOf(kind: MatterKind, channels: string, slot: SlotId | null): string {
  return `${kind} ${channels} ${slot ?? ''}`;
}
