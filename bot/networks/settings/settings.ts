/** What a network says of its settings: which there are, how they are read, and what of them may be shown. */

import type { ShapeOf } from './shapes.ts';

/** How an account is reached, as the settings say it: secrets, and whatever else its network needs. */
export type AccountAccess<N extends string = string> = {
  readonly destination: 'account';
  /** Its name. */
  readonly network: N;
  readonly [setting: string]: unknown;
};

/** Gives the values of a channel's settings. Null for one that is missing or wrong, which is told to the person. */
type Asking = {
  /** `otherwise` stands in for a value that is not there. */
  readonly value: (setting: string, shape: ShapeOf, otherwise?: string) => string | null;
  /** The origin of a server, `https://example.social`. */
  readonly address: (setting: string, otherwise?: string) => string | null;
};

export type NetworkSettings<A> = {
  /** The ends of the names of a channel's variables: `SERVER` of `EMLEKNAP_CHANNEL_<NAME>_SERVER`. */
  readonly names: readonly string[];
  /** The one of them that names the server. */
  readonly server: string;
  /** Null if anything is missing or wrong. */
  read(asking: Asking): A | null;
  /** The origin of the server; null for a network without one. */
  originOf(access: A): string | null;
  /** What its health, or anything that no one keeps on the way, is asked at: a path that answers at once. Not asked where there is no server. */
  readonly healthPath: string;
  /** The same for two channels only if they are set up for the same account. It may hold a secret. */
  accountNameOf(access: A): string;
  /** Values that messages have to name by their settings. */
  hidden(access: A): readonly { readonly value: string; readonly setting: string }[];
};
