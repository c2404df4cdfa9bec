/** What each server was last seen to allow, per account, with defaults that every server of its network accepts. */

import type { AccountKey } from '../channel.ts';
import type { Capabilities } from '../render/rules.ts';
import { networkNamed } from './all.ts';
import type { CapabilityFile } from './stored-forms.ts';

export const noCapabilities: CapabilityFile = { accounts: {} };

/** What is stored for an account, or the defaults of its network. Throws if the file has the account on another network. */
export function capabilitiesOf(file: CapabilityFile, account: AccountKey, network: string): Capabilities {
  const stored = file.accounts[account];
  if (stored === undefined) return networkNamed(network).rules.defaults;
  if (stored.network !== network) {
    throw new Error(`the capability file has ${account} on ${stored.network}, not on ${network}`);
  }
  return stored;
}
