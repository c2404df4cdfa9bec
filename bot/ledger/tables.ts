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
  await sql`create table channel_starts (
    account text not null, language text not null, started_at text not null,
    constraint channel_starts_key primary key (account, language)
  )`.execute(db);
  await sql`create table publications (
    account text not null, language text not null, slot text not null, due text not null, state text not null,
    fingerprint text, frozen text, trail text, intended_at text, settled_at text, failure_kind text, failure_message text,
    constraint publications_key primary key (account, language, slot),
    constraint known_state check (state in ('intended', 'published', 'missed', 'failed')),
    constraint intent_is_whole check (state not in ('intended', 'published')
      or (fingerprint is not null and frozen is not null and intended_at is not null)),
    constraint settled_when_not_intended check ((state = 'intended') = (settled_at is null)),
    constraint failed_for_a_reason
      check ((state = 'failed') = (failure_kind is not null and failure_message is not null))
  )`.execute(db);
  await sql`create table receipts (
    account text not null, language text not null, slot text not null,
    position integer not null, id text not null, cid text, url text,
    constraint receipts_key primary key (account, language, slot, position),
    constraint receipts_publication foreign key (account, language, slot)
      references publications (account, language, slot)
  )`.execute(db);
  await sql`create table attempts (
    account text not null, language text not null, slot text not null, number integer not null, at text not null,
    failure_kind text not null, failure_message text not null, retry_at text,
    constraint attempts_key primary key (account, language, slot, number),
    constraint attempts_publication foreign key (account, language, slot)
      references publications (account, language, slot)
  )`.execute(db);
}

async function leases(db: Kysely<Tables>): Promise<void> {
  await sql`create table leases (
    account text not null, language text not null, token integer not null,
    host text, pid integer, nonce text, expires_at text not null,
    constraint leases_key primary key (account, language),
    constraint holder_is_whole check ((host is null) = (nonce is null) and (pid is null) = (nonce is null))
  )`.execute(db);
}

async function preparations(db: Kysely<Tables>): Promise<void> {
  await sql`create table preparations (
    account text not null, language text not null, slot text not null, fingerprint text not null,
    frozen text not null, trail text, prepared_at text not null, is_complete integer not null,
    constraint preparations_key primary key (account, language, slot)
  )`.execute(db);
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
