/** The ledger's tables as the query builder sees them, and the steps that build them: forward only, never edited once released. */

import { type Kysely, sql } from 'kysely';
import type { Language } from '../../schedule/model/language.ts';
import type { SlotId } from '../../schedule/time/slots.ts';
import type { AccountKey } from '../channel.ts';
import type { Failure } from '../networks/network.ts';
import type { Hold, Publication, Setback } from './ledger.ts';
import { revisions, type StateTables, stateTables } from './state-tables.ts';

/** `2027-10-23T13:00:00.000Z`: sorts as text and can be read in any database shell. */
type IsoText = string;

export type KeyColumns = { account: AccountKey; language: Language; slot: SlotId };

export type PublicationRow = KeyColumns & {
  due: IsoText;
  state: Publication['state'];
  fingerprint: string | null;
  /** JSON of the frozen requests; kept after settling. */
  frozen: string | null;
  /** JSON of what the network's adapter recorded between its steps. */
  trail: string | null;
  intended_at: IsoText | null;
  settled_at: IsoText | null;
  failure_kind: Failure['kind'] | null;
  failure_message: string | null;
};

export type ReceiptRow = KeyColumns & { position: number; id: string; cid: string | null; url: string | null };

export type AttemptRow = KeyColumns & {
  /** From 1. */
  number: number;
  at: IsoText;
  failure_kind: Setback['kind'];
  /** Of what was held back: why. */
  failure_message: Failure['message'] | Hold['why'];
  /** Not to be tried again before: as the server named it, null where it did not; of what was held back, as the hold says. */
  retry_at: IsoText | null;
};

export type LeaseRow = {
  account: AccountKey;
  language: Language;
  /** Of the last lease. */
  token: number;
  /** The holder's; all three null once the lease was given back. */
  host: string | null;
  pid: number | null;
  nonce: string | null;
  expires_at: IsoText;
};

export type PreparationRow = KeyColumns & {
  fingerprint: string;
  /** JSON, as in publications. */
  frozen: string;
  trail: string | null;
  prepared_at: IsoText;
  /** 0 or 1. */
  is_complete: number;
};

export type Tables = StateTables & {
  channel_starts: { account: AccountKey; language: Language; started_at: IsoText };
  publications: PublicationRow;
  receipts: ReceiptRow;
  attempts: AttemptRow;
  leases: LeaseRow;
  preparations: PreparationRow;
};

type Step = (db: Kysely<Tables>) => Promise<void>;

/** Step `n` (from 0) brings a database of schema version `n` to version `n + 1`. */
export const steps: readonly Step[] = [firstTables, leases, preparations, holds, stateTables, revisions];

async function firstTables(db: Kysely<Tables>): Promise<void> {
  const key = ['account', 'language', 'slot'] as const;
  await db.schema
    .createTable('channel_starts')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('channel_starts_key', ['account', 'language'])
    .execute();
  await db.schema
    .createTable('publications')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('due', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('frozen', 'text')
    .addColumn('trail', 'text')
    .addColumn('intended_at', 'text')
    .addColumn('settled_at', 'text')
    .addColumn('failure_kind', 'text')
    .addColumn('failure_message', 'text')
    .addPrimaryKeyConstraint('publications_key', [...key])
    .addCheckConstraint('known_state', sql`state in ('intended', 'published', 'missed', 'failed')`)
    .addCheckConstraint(
      'intent_is_whole',
      sql`state not in ('intended', 'published')
          or (fingerprint is not null and frozen is not null and intended_at is not null)`,
    )
    .addCheckConstraint('settled_when_not_intended', sql`(state = 'intended') = (settled_at is null)`)
    .addCheckConstraint(
      'failed_for_a_reason',
      sql`(state = 'failed') = (failure_kind is not null and failure_message is not null)`,
    )
    .execute();
  await db.schema
    .createTable('receipts')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('cid', 'text')
    .addColumn('url', 'text')
    .addPrimaryKeyConstraint('receipts_key', [...key, 'position'])
    .addForeignKeyConstraint('receipts_publication', [...key], 'publications', [...key])
    .execute();
  await db.schema
    .createTable('attempts')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('failure_kind', 'text', (column) => column.notNull())
    .addColumn('failure_message', 'text', (column) => column.notNull())
    .addColumn('retry_at', 'text')
    .addPrimaryKeyConstraint('attempts_key', [...key, 'number'])
    .addForeignKeyConstraint('attempts_publication', [...key], 'publications', [...key])
    .execute();
}

async function leases(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('token', 'integer', (column) => column.notNull())
    .addColumn('host', 'text')
    .addColumn('pid', 'integer')
    .addColumn('nonce', 'text')
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('leases_key', ['account', 'language'])
    .addCheckConstraint('holder_is_whole', sql`(host is null) = (nonce is null) and (pid is null) = (nonce is null)`)
    .execute();
}

async function preparations(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('preparations')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('frozen', 'text', (column) => column.notNull())
    .addColumn('trail', 'text')
    .addColumn('prepared_at', 'text', (column) => column.notNull())
    .addColumn('is_complete', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('preparations_key', ['account', 'language', 'slot'])
    .execute();
}

/** Before this step a hold was a failure of the kind `unavailable` that was known by its sentence. */
async function holds(db: Kysely<Tables>): Promise<void> {
  const sentences: Readonly<Record<Hold['why'], string>> = {
    silence: 'held back: nothing is published in this silence',
    spacing: 'held back: it is late, and keeps a distance from the other posts',
    'hourly-cap': 'held back: it is late, and there are enough posts in this hour',
  };
  for (const why of ['silence', 'spacing', 'hourly-cap'] as const) {
    await db
      .updateTable('attempts')
      .set({ failure_kind: 'held', failure_message: why })
      .where('failure_kind', '=', 'unavailable')
      .where('failure_message', '=', sentences[why])
      .where('retry_at', 'is not', null)
      .execute();
  }
}
