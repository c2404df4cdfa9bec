/** Why a channel may not publish with the ledger it has: it was lost, or is older than what was published since. */

import { accountKeyOf } from '../channel.ts';
import type { Failure, RemoteNetwork } from '../networks/network.ts';
import { pasted } from '../pasted.ts';
import type { Outlet, Ports } from '../publish/ports.ts';
import type { HighWater } from './data/high-water.ts';

type Evidence = Pick<Ports, 'ledger' | 'calendar' | 'now'> & {
  readonly marks: Pick<HighWater, 'standingOf'>;
};

/** Null if the ledger can be trusted. Asks the network only if the channel has no first start, and no mark. */
export async function lostLedger(outlet: Outlet, remote: RemoteNetwork, evidence: Evidence): Promise<Failure | null> {
  const { ledger, marks } = evidence;
  const { account: connected, language, id } = outlet.channel;
  const account = accountKeyOf(connected);
  const standing = await marks.standingOf({ account, language });
  const first = `run \`${pasted(`ledger rebuild --channel ${id}`)}\` first`;
  switch (standing.kind) {
    case 'unknown': {
      const message = `${standing.reason}: whether the ledger is whole cannot be told, and an old copy would publish anew what stands already; ${first}`;
      return { kind: 'conflict', message };
    }
    case 'behind':
      return { kind: 'conflict', message: `${lackedBy('the ledger', standing.changes)}; ${first}` };
    case 'whole':
      break;
  }
  if ((await ledger.startOf(account, language)) !== null) return null;
  const { strangersOn } = await import('../publish/by-hand/rebuild.ts');
  const strangers = await strangersOn(outlet, remote, evidence);
  if (strangers.kind === 'failure') return strangers.failure;
  if (strangers.ids.length === 0) return null;
  const message = `the account has ${strangers.ids.length} posts where slots of this channel were due, and the ledger knows nothing of them; ${first}`;
  return { kind: 'conflict', message };
}

/** Says of `whom` that it lacks the last changes, as an old copy does. */
export function lackedBy(whom: string, changes: number): string {
  const what = changes === 1 ? 'change that this bot recorded is' : `${changes} changes that this bot recorded are`;
  return `the last ${what} unknown to ${whom}: it is an old copy or a new one`;
}
