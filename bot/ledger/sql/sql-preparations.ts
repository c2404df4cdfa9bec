/** What was made ready ahead of time, in an SQL database. */

import type { Kysely } from 'kysely';
import { plusMillis, toIso } from '../../../schedule/time/instant.ts';
import type { StoredForms } from '../cells.ts';
import type { Ledger } from '../ledger.ts';
import { preparationOf } from '../rows.ts';
import type { Tables } from '../tables.ts';
import { underLease } from './sql-leases.ts';
import { idOf, ofSlot } from './sql-reading.ts';

/** What was made ready this long ago, and never intended, is swept away with the next. */
const kept = 24 * 60 * 60_000;

export function sqlPreparations(db: Kysely<Tables>, forms: StoredForms): Pick<Ledger, 'prepared' | 'preparation'> {
  return {
    prepared: (claim, { frozen, fingerprint, trail, preparedAt, isComplete }) =>
      underLease(db, claim, async (tx) => {
        const what = {
          fingerprint,
          frozen: JSON.stringify(frozen),
          trail: trail === null ? null : JSON.stringify(trail),
          prepared_at: toIso(preparedAt),
          is_complete: isComplete ? 1 : 0,
        };
        await tx
          .insertInto('preparations')
          .values({ ...idOf(claim), ...what })
          .onConflict((conflict) => conflict.columns(['account', 'language', 'slot']).doUpdateSet(what))
          .execute();
        await tx
          .deleteFrom('preparations')
          .where('prepared_at', '<', toIso(plusMillis(preparedAt, -kept)))
          .execute();
      }),

    async preparation(key) {
      const row = await db.selectFrom('preparations').selectAll().where(ofSlot(key)).executeTakeFirst();
      return row === undefined ? null : preparationOf(row, forms);
    },
  };
}
