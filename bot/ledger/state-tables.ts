/** The tables of what is kept beside publications, and the steps that build them. */

import { type Kysely, sql } from 'kysely';
import type { Language } from '../../schedule/model/language.ts';
import type { AccountKey } from '../channel.ts';
import type { FoundClock } from './state.ts';

export type AccountRow = {
  /** Id of the channel. */
  channel: string;
  network: string;
  did: string | null;
  server: string | null;
  id: string | null;
  domain: string | null;
};

export type ClockRow = {
  channel: string;
  verdict: FoundClock['verdict'];
  ahead_millis: number | null;
  seen_at: string;
};

export type StateTables = {
  accounts: AccountRow;
  /** `limits` is JSON. */
  capabilities: { account: AccountKey; limits: string };
  clocks: ClockRow;
  raised_matters: { matter: string; raised_at: string };
  channels_away: { channel: string; since: string };
  /** From 1; only grows. */
  revisions: { account: AccountKey; language: Language; revision: number };
};

export async function stateTables({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('accounts')
    .addColumn('channel', 'text', (column) => column.primaryKey().notNull())
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('did', 'text')
    .addColumn('server', 'text')
    .addColumn('id', 'text')
    .addColumn('domain', 'text')
    .addCheckConstraint(
      'account_is_whole',
      sql`(did is not null and server is null and id is null and domain is null)
          or (did is null and server is not null and id is not null)`,
    )
    .execute();
  await schema
    .createTable('capabilities')
    .addColumn('account', 'text', (column) => column.primaryKey().notNull())
    .addColumn('limits', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('clocks')
    .addColumn('channel', 'text', (column) => column.primaryKey().notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('ahead_millis', 'real')
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('raised_matters')
    .addColumn('matter', 'text', (column) => column.primaryKey().notNull())
    .addColumn('raised_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('channels_away')
    .addColumn('channel', 'text', (column) => column.primaryKey().notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .execute();
}

export async function revisions({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('revisions')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('revisions_key', ['account', 'language'])
    .execute();
}
