/**
 * Ports for publishing tests: a real ledger in a file, the real outbox in a folder, a clock one can set. A second bench in
 * the same folder is another process; one on the host `gone` is known to be dead.
 */

import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../bot/channel.ts';
import type { Ledger } from '../../bot/ledger/ledger.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { type NetworkName, networks } from '../../bot/networks/all.ts';
import type { Network } from '../../bot/networks/network.ts';
import { createOutbox } from '../../bot/networks/outbox/outbox.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { holdLeases, type LeaseNews, type Leases } from '../../bot/publish/carry-out/leases.ts';
import { newMemory } from '../../bot/publish/carry-out/memory.ts';
import type { Outlet, Ports, PublishEvent } from '../../bot/publish/ports.ts';
import { createPictureCache } from '../../media/encoding/cache.ts';
import type { Campaign } from '../../schedule/model/campaign.ts';
import { calendarOf } from '../../schedule/time/calendar.ts';
import { type Instant, instantFromIso } from '../../schedule/time/instant.ts';
import { accountOn } from './threads.ts';

export type Bench = {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly events: PublishEvent[];
  readonly news: LeaseNews[];
  readonly leases: Leases;
  readonly ports: (outlets: readonly Outlet[]) => Ports;
  /** Sets the clock, to an ISO instant. */
  readonly at: (iso: string) => void;
  readonly now: () => Instant;
  readonly close: () => Promise<void>;
};

export async function openBench(
  campaigns: readonly Campaign[],
  folder = mkdtempSync(join(tmpdir(), 'bench-')),
  host = 'bench',
): Promise<Bench> {
  const ledger = await openLedger(join(folder, 'ledger.sqlite'), storedForms);
  const events: PublishEvent[] = [];
  let clock = instantFromIso('2027-10-23T00:00Z');
  const pictures = createPictureCache(join(folder, 'pictures'));
  const calendar = calendarOf(campaigns);
  const now = () => clock;
  const news: LeaseNews[] = [];
  const memory = newMemory();
  const leases = holdLeases({
    book: ledger,
    holder: { host, pid: process.pid, nonce: randomUUID() },
    isGone: (other) => other.host === 'gone',
    now,
    report: (each) => news.push(each),
  });
  return {
    folder,
    ledger,
    events,
    news,
    leases,
    ports: (outlets) => {
      return { outlets, ledger, leases, memory, pictures, calendar, now, report: (event) => events.push(event) };
    },
    at: (iso) => {
      clock = instantFromIso(iso);
    },
    now,
    close: () => ledger.close(),
  };
}

/** A channel on a network of one's own, or on the outbox of the bench. */
export function outletOn(bench: Pick<Bench, 'folder'>, name: NetworkName, network?: Partial<Network>): Outlet {
  const account = accountOn(name);
  const channel: Channel = { id: name, network: name, language: 'hu', campaigns: null, account, destination: 'outbox' };
  const outbox = createOutbox({ folder: join(bench.folder, 'outbox'), account });
  return {
    channel,
    network: { ...outbox, ...network },
    rules: networks[name].rules,
    capabilities: networks[name].rules.defaults,
  };
}
