/** How the ledger knows a slot on an outlet. */

import type { Instant } from '../../../schedule/time/instant.ts';
import type { Slot } from '../../../schedule/time/slots.ts';
import { accountKeyOf } from '../../channel.ts';
import type { Claim } from '../../ledger/ledger.ts';
import type { LeasedOutlet } from '../ports.ts';

/** A slot, or what the ledger still knows of one. */
export type Dated = { readonly id: Slot['id']; readonly due: Instant };

/** Under the lease of the outlet. */
export function claimOf(slot: Dated, { channel, lease }: Pick<LeasedOutlet, 'channel' | 'lease'>): Claim {
  return { account: accountKeyOf(channel.account), language: channel.language, slot: slot.id, token: lease.token };
}
