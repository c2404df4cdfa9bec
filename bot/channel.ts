/** A channel: one account on one network in one language, for the campaigns it names. */

import type { Campaign } from '../schedule/model/campaign.ts';
import type { Language } from '../schedule/model/language.ts';

/** Who publishes: an account that has one DID, wherever it is kept, or one that is known by its server and the id there. */
export type Account<N extends string = string> = { readonly network: N } & (
  | { readonly did: string }
  | { readonly server: string; readonly id: string }
);

declare const accountKey: unique symbol;
/** The account's identity as the ledger and all derived keys know it; never a channel's name. */
export type AccountKey = string & { readonly [accountKey]: true };

export function accountKeyOf(account: Account): AccountKey {
  return ('did' in account ? account.did : `${account.server}#${account.id}`) as AccountKey;
}

/** Where a channel publishes: into the outbox folder, or to the account itself. */
type Destination = 'outbox' | 'account';

export type Channel = {
  readonly id: string;
  /** The name of its network. */
  readonly network: string;
  readonly language: Language;
  /** Ids of the campaigns it publishes; null for all that are loaded. */
  readonly campaigns: readonly string[] | null;
  readonly account: Account;
  readonly destination: Destination;
};

/** Whether a channel publishes a campaign: it names it, or names none, and speaks one of its languages. */
export function publishes(
  channel: Pick<Channel, 'campaigns' | 'language'>,
  campaign: Pick<Campaign, 'id' | 'languages'>,
): boolean {
  const named = channel.campaigns === null || channel.campaigns.includes(campaign.id);
  return named && campaign.languages.includes(channel.language);
}
