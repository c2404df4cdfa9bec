/** The forms of what is stored for networks: each network's own. */

import { z } from 'zod';
import { capabilityFile } from './capabilities.ts';
import { inFormOf } from './in-form-of.ts';

/** What a ledger may hold of frozen requests and trails, and of what servers allow. */
export const storedForms = {
  frozen: inFormOf(({ stored }) => stored.frozen),
  trail: inFormOf(({ stored }) => stored.trail ?? z.never()),
  capabilities: capabilityFile,
};
