/** A person's word in an SQL database: it changes what is uncertain or in conflict and nothing else. */

import type { Kysely } from 'kysely';
import { toIso } from '../../../schedule/time/instant.ts';
import type { StoredForms } from '../cells.ts';
import type { Ledger } from '../ledger.ts';
import { checkReceipts } from '../rows.ts';
import type { Tables } from '../tables.ts';
import { idOf } from './sql-reading.ts';
import { type Committed, raise } from './sql-revisions.ts';

export function sqlResolve(db: Kysely<Tables>, forms: StoredForms, committed: Committed): Ledger['resolve'] {
  return async (key, word) => {
    const isResolved = await db.transaction().execute(async (tx) => {
      const settled_at = toIso(word.now);
      const change =
        'receipts' in word
          ? ({ state: 'published', settled_at, failure_kind: null, failure_message: null } as const)
          : {
              settled_at,
              failure_kind: word.failure.kind,
              failure_message: word.failure.message,
              trail: word.trail === null ? null : JSON.stringify(word.trail),
            };
      const row = await tx
        .updateTable('publications')
        .set(change)
        .where((eb) =>
          eb.and([eb.and({ ...idOf(key), state: 'failed' }), eb('failure_kind', 'in', ['uncertain', 'conflict'])]),
        )
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return false;
      if ('receipts' in word) {
        checkReceipts(row, word.receipts, forms);
        const receipts = word.receipts.map(({ position, id, cid, url }) => ({ ...idOf(key), position, id, cid, url }));
        await tx.insertInto('receipts').values(receipts).execute();
      }
      await raise(tx, key);
      return true;
    });
    if (isResolved) await committed(key);
    return isResolved;
  };
}
