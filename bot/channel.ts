/** A channel: one account on one network in one language, for the campaigns it names. */

import type { Campaign } from '../schedule/model/campaign.ts';
import type { Language, NetworkName } from '../schedule/model/language.ts';

/** Who publishes. Bluesky knows an account by its DID, Mastodon by its server and the id there. */
export type Account =
  | { readonly network: 'bluesky'; readonly did: string }
  | { readonly network: 'mastodon'; readonly server: string; readonly id: string };

declare const accountKey: unique symbol;
/** The account's identity as the ledger and all derived keys know it; never a channel's name. */
export type AccountKey = string & { readonly [accountKey]: true };

export function accountKeyOf(account: Account): AccountKey {
  switch (account.network) {
    case 'bluesky':
      return account.did as AccountKey;
    case 'mastodon':
      return `${account.server}#${account.id}` as AccountKey;
  }
}

/** Where a channel publishes: into the outbox folder, or to the account itself. */
type Destination = 'outbox' | 'account';

export type Channel = {
  readonly id: string;
  readonly network: NetworkName;
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
