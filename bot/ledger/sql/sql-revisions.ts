/** How often something was changed on each channel, in an SQL database: counted in the transaction of the change itself. */

import type { Kysely, Transaction } from 'kysely';
import { cell, count } from '../cells.ts';
import type { ChannelKey } from '../lease.ts';
import type { DataLedger } from '../ledger.ts';
import type { Tables } from '../tables.ts';
import { channelIn, ofChannel, type Reader } from './sql-reading.ts';

/** Told of a channel once a change on it would survive a power cut; what changes it waits for this. */
export type Committed = (channel: ChannelKey) => Promise<void>;

export function sqlRevisions(db: Kysely<Tables>): Pick<DataLedger, 'revisionOf' | 'revise'> {
  return {
    revisionOf: (channel) => revisionOf(db, channel),

    revise: (channel, beyond) =>
      db.transaction().execute(async (tx) => {
        await raise(tx, channel);
        if ((await revisionOf(tx, channel)) > beyond) return;
        await tx
          .updateTable('revisions')
          .set({ revision: beyond + 1 })
          .where(ofChannel(channel))
          .execute();
      }),
  };
}

/** Counts one more change on a channel. */
export async function raise(tx: Transaction<Tables>, channel: ChannelKey): Promise<void> {
  await tx
    .insertInto('revisions')
    .values({ ...channelIn(channel), revision: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account', 'language']).doUpdateSet((eb) => ({ revision: eb('revisions.revision', '+', 1) })),
    )
    .execute();
}

async function revisionOf(db: Reader, channel: ChannelKey): Promise<number> {
  const key = channelIn(channel);
  const row = await db.selectFrom('revisions').select('revision').where(ofChannel(key)).executeTakeFirst();
  return row === undefined ? 0 : cell({ table: 'revisions', key, cells: row }, 'revision', count);
}
