/** All that a host tells while it works: one union, and whoever listens decides what becomes a line. */

import type { Failure } from '../networks/network.ts';
import type { Matter } from '../publish/alarms/matter.ts';
import type { LeaseNews } from '../publish/carry-out/leases.ts';
import type { PublishEvent } from '../publish/ports.ts';
import type { ClockNews } from './clock/clock-check.ts';
import type { ConfiguredChannel } from './settings/channel-settings.ts';

/** A channel that cannot publish now, and why. */
export type Unconnected = { readonly channel: ConfiguredChannel; readonly failure: Failure };

export type News =
  /** Of a publication. */
  | { readonly kind: 'publication'; readonly event: PublishEvent }
  | { readonly kind: 'lease'; readonly lease: LeaseNews }
  /** A verdict on this machine's clock that is new to this process. */
  | { readonly kind: 'clock'; readonly clock: ClockNews }
  /** A channel could not be connected just now. */
  | { readonly kind: 'unconnected'; readonly unconnected: Unconnected }
  /** The passes on a channel stop with an error, told when it is new. */
  | { readonly kind: 'stopped'; readonly channel: string; readonly error: unknown }
  /** The passes of a channel that stopped with errors go through again. */
  | { readonly kind: 'mended'; readonly channel: string }
  /** What a person has to know, once a matter. */
  | { readonly kind: 'alarm'; readonly matter: Matter }
  /** What is wrong with the data folder or the alarm command, and stops nothing. */
  | { readonly kind: 'complaint'; readonly message: string };

export type Tell = (news: News) => void;
