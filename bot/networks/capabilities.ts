/** What each server was last seen to allow, per account, with defaults that every server of its network accepts. */

import { z } from 'zod';
import type { AccountKey } from '../channel.ts';
import type { Capabilities } from '../render/rules.ts';
import { networkNamed } from './all.ts';
import { inFormOf } from './in-form-of.ts';

/** Each network's in its own form. */
const capabilities: z.ZodType<Capabilities> = inFormOf((definition) => definition.capabilities);

/** As it is stored. */
export const capabilityFile = z
  .strictObject({
    accounts: z
      .record(z.string(), capabilities)
      .superRefine((accounts, ctx) => {
        for (const [account, { network }] of Object.entries(accounts)) {
          if (networkNamed(network).hasKey(account as AccountKey)) continue;
          ctx.addIssue({ code: 'custom', path: [account], message: 'has the limits of another network' });
        }
      })
      .readonly(),
  })
  .readonly();

export type CapabilityFile = z.infer<typeof capabilityFile>;

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
