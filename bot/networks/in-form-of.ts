/** Reads what is stored for a network in the form that it gives it, by the name that stands in it. */

import { z } from 'zod';
import { networkNamed, networkNames } from './all.ts';
import type { NetworkDefinition } from './definition.ts';

/** A value in the form that the network it names gives it. */
export function inFormOf<T>(form: (definition: NetworkDefinition) => z.ZodType<T>): z.ZodType<T> {
  return z.looseObject({ network: z.enum(networkNames) }).transform((given, ctx) => {
    const read = form(networkNamed(given.network)).safeParse(given);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) ctx.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
}
