/** Why a channel may not publish with the ledger it has: it was lost, or is older than what was published since. */

import { accountKeyOf } from '../channel.ts';
import type { Failure, RemoteNetwork } from '../networks/network.ts';
import { pasted } from '../pasted.ts';
import { strangersOn } from '../publish/by-hand/rebuild.ts';
import type { Outlet, Ports } from '../publish/ports.ts';
import type { LedgerMarks } from './data/ledger-marks.ts';

type Evidence = Pick<Ports, 'ledger' | 'calendar' | 'now'> & { readonly marks: LedgerMarks };

/** Null if the ledger can be trusted. Asks the network only if the channel has no first start, and nothing was noted of it. */
export async function lostLedger(outlet: Outlet, remote: RemoteNetwork, evidence: Evidence): Promise<Failure | null> {
  const { ledger, marks } = evidence;
  const { account: connected, language, id } = outlet.channel;
  const account = accountKeyOf(connected);
  const damage = await marks.damageOf(account, language);
  if (damage !== null) {
    const message = `${damage}: whether the ledger is whole cannot be told, and an old copy would publish anew what stands already; run \`ledger rebuild --channel ${id}\` first`;
    return { kind: 'conflict', message };
  }
  const missing = await marks.missingFrom(ledger, account, language);
  const first = `run \`${pasted(`ledger rebuild --channel ${id}`)}\` first`;
  if (missing > 0) {
    const slots = missing === 1 ? '1 slot that this bot was at is' : `${missing} slots that this bot was at are`;
    const message = `${slots} unknown to the ledger, or not settled there: it is an old copy or a new one; ${first}`;
    return { kind: 'conflict', message };
  }
  if ((await ledger.startOf(account, language)) !== null) return null;
  const strangers = await strangersOn(outlet, remote, evidence);
  if (strangers.kind === 'failure') return strangers.failure;
  if (strangers.ids.length === 0) return null;
  const message = `the account has ${strangers.ids.length} posts where slots of this channel were due, and the ledger knows nothing of them; ${first}`;
  return { kind: 'conflict', message };
}
