/** What a simulated run is asked: the season, its troubles, and which defence is taken away. */

import type { Ledger } from '../../../bot/ledger/ledger.ts';
import type { Leases } from '../../../bot/publish/carry-out/leases.ts';
import type { Outlet } from '../../../bot/publish/ports.ts';
import type { Campaign } from '../../../schedule/model/campaign.ts';
import type { Server } from '../network/servers.ts';
import type { Tampering } from '../network/wire.ts';
import type { Span } from './diary.ts';
import type { Fate } from './fates.ts';
import type { Process } from './process.ts';
import type { Seat } from './season.ts';
import type { World } from './world.ts';

/** Who disturbs the run. */
export type Troubles = {
  /** What becomes of a request; `request` is the name of the call. */
  readonly fateFor: (request: string, seat: Seat) => Fate;
  /** When a server is known to be away. */
  readonly outages?: (seat: Seat) => readonly Span[];
  /** Whether a process is killed at a boundary. */
  readonly watch: (boundary: string, process: string) => boolean;
  /** How long a killed process stays away, in milliseconds. */
  readonly downtime: () => number;
  /** Does anything else to processes and servers, and may go on as long as the run. */
  readonly meddle?: (lab: Lab) => Promise<void>;
};

export type Lab = {
  readonly world: World;
  readonly servers: readonly Server[];
  readonly processes: () => readonly Process[];
};

/** Takes a defence away by putting another port in the place of a port. */
export type Sabotage = {
  readonly ledger?: (ledger: Ledger, process: Process) => Ledger;
  readonly outlet?: (outlet: Outlet, seat: Seat) => Outlet;
  readonly leases?: (leases: Leases, ledger: Ledger, process: Process) => Leases;
  readonly tampering?: Tampering;
};

export type Experiment = {
  readonly seed: number;
  readonly campaign: Campaign;
  readonly season?: number;
  readonly seats: readonly Seat[];
  readonly troubles: Troubles;
  /** How many processes run at the same time on the same ledger. */
  readonly processes?: number;
  /** Whether a process makes ready ahead of time, as `run` does, or does not, as `tick`; left out, some do. */
  readonly prepares?: boolean;
  readonly sabotage?: Sabotage;
  /** After this long without a settled end the run is over, in milliseconds after the last slot. */
  readonly patience?: number;
  /** Told of everything that happens, for a person who wants to follow a run. */
  readonly trace?: (line: string) => void;
};
