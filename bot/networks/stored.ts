/** The forms of what all networks store alike, in the ledger. */

import { z } from 'zod';
import { instantFromIso } from '../../schedule/time/instant.ts';

const count = z.int().nonnegative();

/** ISO 8601. */
export const storedInstant = z.string().refine((iso) => {
  try {
    instantFromIso(iso);
    return true;
  } catch {
    return false;
  }
});

/** `FrozenHead`. */
export const storedHead = {
  slot: z.string(),
  entry: z.string(),
  language: z.string(),
  local: z.string(),
  due: storedInstant,
  fingerprint: z.string(),
};

/** `FrozenPicture`. */
export const storedPicture = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.literal('image/jpeg'),
  size: count,
  width: count,
  height: count,
  alt: z.string(),
  credit: z.string(),
});

/** `PostReceipt`. */
export const storedReceipt = z.object({
  position: count,
  id: z.string(),
  cid: z.string().nullable(),
  url: z.string().nullable(),
});
