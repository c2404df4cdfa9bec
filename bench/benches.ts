/** Which benches there are, and what each is given and gives. */

import type { Progress } from './measure/progress.ts';
import type { Result } from './measure/result.ts';

export type Found = Pick<Result, 'about' | 'settings' | 'columns' | 'rows'>;

export type Terms = {
  /** About how long to measure. */
  readonly seconds: number;
  readonly progress: Progress;
  /** A folder for one picture of each way to draw; null for none. */
  readonly out: string | null;
};

export type Run = (terms: Terms) => Promise<Found>;

export type Bench = {
  readonly name: string;
  readonly description: string;
  /** By default. */
  readonly seconds: number;
  /** Whether it needs the packages of this folder. */
  readonly needsPackages: boolean;
  readonly load: () => Promise<Run>;
};

export const benches: readonly Bench[] = [
  {
    name: 'cold',
    description: 'Each command as a whole process beside a bare node: wall time, CPU, peak memory.',
    seconds: 120,
    needsPackages: false,
    load: async () => (await import('./cold/cold.ts')).cold,
  },
  {
    name: 'daemon',
    description: 'Memory and CPU of the idle daemon, beside a node that only beats.',
    seconds: 180,
    needsPackages: false,
    load: async () => (await import('./daemon/daemon.ts')).daemon,
  },
  {
    name: 'cards',
    description: 'Cards of each kind a second and CPU a card, beside the bare floor and other ways to draw the same.',
    seconds: 240,
    needsPackages: true,
    load: async () => (await import('./cards/cards.ts')).cards,
  },
  {
    name: 'publish',
    description: 'Posts and threads on a real PDS and a slow Mastodon server, beside raw requests and other clients.',
    seconds: 120,
    needsPackages: true,
    load: async () => (await import('./publish/publish.ts')).publish,
  },
  {
    name: 'campaign',
    description:
      'The whole season rehearsed into the outbox, with nothing kept and with the pictures of the time before.',
    seconds: 120,
    needsPackages: false,
    load: async () => (await import('./campaign/campaign.ts')).campaign,
  },
  {
    name: 'punctual',
    description:
      'From the due instant until a publication stands in the ledger, with slow and failing channels beside.',
    seconds: 900,
    needsPackages: false,
    load: async () => (await import('./punctual/punctual.ts')).punctual,
  },
];
