/** What the processes of one data folder keep for each other beside publications: who channels are, what servers allow, clocks, alarms. */

import type { Instant } from '../../schedule/time/instant.ts';
import type { AccountKey } from '../channel.ts';
import type { Capabilities } from '../render/rules.ts';

/** The account that a channel turned out to be; with how its server names itself, null where nobody noted it. */
export type KnownAccount = { readonly network: string } & (
  | { readonly did: string }
  | { readonly server: string; readonly id: string; readonly domain: string | null }
);

/** What each server was last seen to allow, by account. */
export type KnownCapabilities = { readonly accounts: Readonly<Record<string, Capabilities>> };

/** What was found of this machine's clock on a channel last. */
export type FoundClock = {
  readonly verdict: 'right' | 'warning' | 'unsure' | 'limit';
  readonly aheadMillis: number | null;
  /** By this machine's clock. */
  readonly seenAt: Instant;
};

/** What alarms were raised, for the next process. */
export type BellMemory = {
  /** When each matter was raised that is not settled. */
  readonly raised: Readonly<Record<string, Instant>>;
  /** Since when each channel that is not connected has been away. */
  readonly away: Readonly<Record<string, Instant>>;
};

/** By the ids of channels. */
type OfChannels<T> = Readonly<Record<string, T>>;

export interface StateReader {
  /** Which account each channel was when it was connected last. */
  accounts(): Promise<OfChannels<KnownAccount>>;
  capabilities(): Promise<KnownCapabilities>;
  clocks(): Promise<OfChannels<FoundClock>>;
  alarms(): Promise<BellMemory>;
}

/** What an earlier version kept in files. */
type KeptEarlier = {
  readonly accounts: OfChannels<KnownAccount>;
  readonly capabilities: KnownCapabilities;
  readonly clocks: OfChannels<FoundClock>;
  readonly alarms: BellMemory;
};

/** Each change is one transaction: of two that change the same at once, none is lost. */
export interface StateBook extends StateReader {
  /** Keeps for a channel the account that `choose` makes of all that are known, those of other channels included. */
  rememberAccount(channel: string, choose: (known: readonly KnownAccount[]) => KnownAccount): Promise<KnownAccount>;
  storeCapabilities(account: AccountKey, capabilities: Capabilities): Promise<void>;
  /** Keeps what was found for these channels; what is known of others stays. */
  keepClocks(found: OfChannels<FoundClock>): Promise<void>;
  /** Replaces what is known of alarms by what `change` makes of it, and returns that. */
  changeAlarms(change: (memory: BellMemory) => BellMemory): Promise<BellMemory>;
  /** Takes over what is not known here already; the same once more changes nothing. */
  takeOver(kept: KeptEarlier): Promise<void>;
}
