/** The forms of what is stored for networks: each network's own, by the name that stands in it. */

import { z } from 'zod';
import type { AccountKey } from '../channel.ts';
import type { Capabilities } from '../render/rules.ts';
import { networkNamed, networkNames } from './all.ts';
import type { NetworkDefinition } from './definition.ts';

/** A value in the form that the network it names gives it. */
function inFormOf<T>(form: (definition: NetworkDefinition) => z.ZodType<T>): z.ZodType<T> {
  return z.looseObject({ network: z.enum(networkNames) }).transform((given, ctx) => {
    const read = form(networkNamed(given.network)).safeParse(given);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) ctx.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
}

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

/** What a ledger may hold of frozen requests and trails, and of what servers allow. */
export const storedForms = {
  frozen: inFormOf(({ stored }) => stored.frozen),
  trail: inFormOf(({ stored }) => stored.trail ?? z.never()),
  capabilities: capabilityFile,
};
