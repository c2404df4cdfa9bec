/** Notes what happened in a simulated run, by the true time, for whoever judges afterwards whether it had to happen. */

import type { ChannelKey } from '../../../bot/ledger/lease.ts';
import type { Claim, Ledger, Setback } from '../../../bot/ledger/ledger.ts';
import type { Instant } from '../../../schedule/time/instant.ts';
import type { SlotId } from '../../../schedule/time/slots.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** From `from` on, up to but without `until`, in milliseconds of the true time. */
export type Span = { readonly from: number; readonly until: number };

/** What one process lived through. */
export type Life = {
  readonly name: string;
  readonly from: number;
  /** Infinity while it lives. */
  until: number;
  /** Others could know that it is dead. */
  isKnownDead: boolean;
  readonly pauses: Span[];
  /** How far its clock was ahead of the true time, and from when on. */
  readonly clock: { readonly at: number; readonly offset: number }[];
};

/** What the ledger was told of a slot: when, and what time it was for the process. */
export type Write = {
  readonly slot: SlotId;
  readonly kind: 'intended' | 'published' | 'missed' | 'attempted' | 'failed';
  readonly at: number;
  readonly told: Instant;
  /** Of an attempt, or of what is given up. */
  readonly failure: Setback | null;
};

/** The lease of a channel from `at` on; without a holder it was given back. */
export type LeaseNote = { readonly at: number; readonly holder: string | null; readonly expiresAt: number };

/** A request that met a fault, or that its server could not do as asked; over at the latest when its process dies. */
type Fault = {
  readonly from: number;
  until: number;
  /** When the server may be asked again, if it said so. */
  named: number | null;
};

/** A request that publishes: when it was made, and what time it was for its process. */
type Sent = { readonly process: string; readonly at: number; readonly told: Instant };

/** What concerns one channel. */
export type Page = {
  readonly writes: Write[];
  readonly leases: LeaseNote[];
  readonly faults: Fault[];
  readonly sent: Sent[];
};

export type Diary = {
  readonly lives: readonly Life[];
  readonly pageOf: (channel: ChannelKey) => Page;
  /** The same process, followed from now on. */
  readonly follow: (process: Process) => Process;
  /** From now on others can know that a process is dead. */
  readonly letKnow: (process: string) => void;
  readonly isKnownDead: (process: string) => boolean;
  /** A process makes a request that publishes; `told` is what time it is for it. */
  readonly sends: (channel: ChannelKey, process: string, told: Instant) => void;
  /** A request of a process is disturbed, from then on until what this gives is called. */
  readonly disturbed: (channel: ChannelKey, process: string, from: number) => (named: number | null) => void;
  /** The same ledger, with everything noted that it is told. */
  readonly beside: <L extends Ledger>(ledger: L) => L;
};

export function keepDiary(world: World): Diary {
  const lives: Life[] = [];
  const lifeOf = (process: string) => lives.find(({ name }) => name === process);
  /** Faults that last, and whose requests they befell. */
  const open = new Map<Fault, string>();
  const pages = new Map<string, Page>();
  const pageOf = ({ account, language }: ChannelKey): Page => {
    const name = `${account} ${language}`;
    const page = pages.get(name) ?? { writes: [], leases: [], faults: [], sent: [] };
    pages.set(name, page);
    return page;
  };
  const note = (claim: Claim, kind: Write['kind'], told: Instant, failure: Setback | null = null): void => {
    pageOf(claim).writes.push({ slot: claim.slot, kind, at: world.now(), told, failure });
  };

  return {
    lives,
    pageOf,

    follow(process) {
      const from = world.now();
      const { name } = process;
      const life: Life = {
        name,
        from,
        until: Infinity,
        isKnownDead: false,
        pauses: [],
        clock: [{ at: from, offset: 0 }],
      };
      lives.push(life);
      void process.killed.then(() => {
        life.until = world.now();
        for (const [fault, whose] of open) {
          if (whose !== name) continue;
          fault.until = world.now();
          open.delete(fault);
        }
      });
      return {
        ...process,
        pause: (millis) => {
          life.pauses.push({ from: world.now(), until: world.now() + millis });
          process.pause(millis);
        },
        setClock: (offset) => {
          life.clock.push({ at: world.now(), offset });
          process.setClock(offset);
        },
      };
    },

    letKnow(process) {
      const life = lifeOf(process);
      if (life !== undefined) life.isKnownDead = true;
    },

    isKnownDead: (process) => lifeOf(process)?.isKnownDead ?? false,

    sends: (channel, process, told) => {
      pageOf(channel).sent.push({ process, at: world.now(), told });
    },

    disturbed(channel, process, from) {
      const fault: Fault = { from, until: Number.POSITIVE_INFINITY, named: null };
      pageOf(channel).faults.push(fault);
      open.set(fault, process);
      return (named) => {
        fault.until = world.now();
        fault.named = named;
        open.delete(fault);
      };
    },

    beside: (ledger) => ({
      ...ledger,
      async takeLease(channel, taking) {
        const taken = await ledger.takeLease(channel, taking);
        const { holder, expiresAt } = taken.lease;
        if (taken.kind === 'taken') pageOf(channel).leases.push({ at: world.now(), holder: holder.nonce, expiresAt });
        return taken;
      },
      async renewLease(lease, expiresAt) {
        const renewed = await ledger.renewLease(lease, expiresAt);
        if (renewed) pageOf(lease).leases.push({ at: world.now(), holder: lease.holder.nonce, expiresAt });
        return renewed;
      },
      async releaseLease(lease) {
        await ledger.releaseLease(lease);
        pageOf(lease).leases.push({ at: world.now(), holder: null, expiresAt: 0 });
      },
      async intend(claim, intent) {
        const intended = await ledger.intend(claim, intent);
        if (intended) note(claim, 'intended', intent.now);
        return intended;
      },
      async attempted(claim, failure, told) {
        await ledger.attempted(claim, failure, told);
        note(claim, 'attempted', told, failure);
      },
      async published(claim, receipts, told) {
        await ledger.published(claim, receipts, told);
        note(claim, 'published', told);
      },
      async missed(claim, due, told) {
        await ledger.missed(claim, due, told);
        note(claim, 'missed', told);
      },
      async failed(claim, due, failure, told) {
        await ledger.failed(claim, due, failure, told);
        note(claim, 'failed', told, failure);
      },
    }),
  };
}
