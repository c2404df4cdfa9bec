/** What publishing needs from outside: everything is handed in, nothing is constructed here. */

import type { Drawing, Picture } from '../../media/card.ts';
import type { Calendar } from '../../schedule/time/calendar.ts';
import type { Instant } from '../../schedule/time/instant.ts';
import type { Slot } from '../../schedule/time/slots.ts';
import type { Channel } from '../channel.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Hold, Ledger, Publication } from '../ledger/ledger.ts';
import type { Failure, Network } from '../networks/network.ts';
import type { PostReceipt } from '../networks/receipt.ts';
import type { Capabilities, NetworkRules } from '../render/rules.ts';
import type { Matter } from './alarms/matter.ts';
import type { Leases } from './carry-out/leases.ts';
import type { Memory } from './carry-out/memory.ts';

/** A channel with the means to publish on it. */
export type Outlet = {
  readonly channel: Channel;
  readonly network: Network;
  readonly rules: NetworkRules;
  readonly capabilities: Capabilities;
};

/** An outlet whose channel this process may publish on. */
export type LeasedOutlet = Outlet & { readonly lease: Lease };

/** Draws pictures, and finds them again by the hash of their bytes. */
type Pictures = {
  readonly picture: (drawing: Drawing, limits: { readonly maxBytes: number }) => Promise<Picture>;
  readonly bySha256: (sha256: string) => Promise<Picture>;
};

export type Ports = {
  readonly outlets: readonly Outlet[];
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly memory: Memory;
  readonly pictures: Pictures;
  readonly calendar: Calendar;
  readonly now: () => Instant;
  /** Whether `now` may be believed on a channel; asked again and again, because a clock can be set meanwhile. By default it may. */
  readonly believesNow?: (channel: Channel) => boolean;
  /** Told of everything that happens, as it happens. */
  readonly report: (event: PublishEvent) => void;
  /** Told once in a pass on a channel of all that the ledger holds of it, before anything is done. */
  readonly recorded?: (publications: readonly Publication[]) => void;
};

/** Passes on to a person what has to be known; see `Bell` for when it is asked to. */
export type Alarm = { readonly raise: (matter: Matter) => Promise<void> };

type About = { readonly channel: Channel; readonly slot: Slot['id']; readonly due: Instant };

export type PublishEvent = About &
  (
    | {
        readonly kind: 'published';
        readonly receipts: readonly PostReceipt[];
        readonly images: number;
        readonly found: boolean;
      }
    | { readonly kind: 'missed' }
    | { readonly kind: 'failed'; readonly failure: Failure }
    /** It was looked for and is not there; it goes out once the hold is over. */
    | { readonly kind: 'held'; readonly hold: Hold }
    /** Not settled: a later pass goes on with it. */
    | { readonly kind: 'postponed'; readonly failure: Failure }
  );
