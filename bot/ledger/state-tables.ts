/** The tables of what is kept beside publications, and the steps that build them. */

import { type QueryExecutorProvider, sql } from 'kysely';
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

export async function stateTables(db: QueryExecutorProvider): Promise<void> {
  await sql`create table accounts (
    channel text not null primary key, network text not null, did text, server text, id text, domain text,
    constraint account_is_whole check ((did is not null and server is null and id is null and domain is null)
      or (did is null and server is not null and id is not null))
  )`.execute(db);
  await sql`create table capabilities (account text not null primary key, limits text not null)`.execute(db);
  await sql`create table clocks (
    channel text not null primary key, verdict text not null, ahead_millis real, seen_at text not null
  )`.execute(db);
  await sql`create table raised_matters (matter text not null primary key, raised_at text not null)`.execute(db);
  await sql`create table channels_away (channel text not null primary key, since text not null)`.execute(db);
}

export async function revisions(db: QueryExecutorProvider): Promise<void> {
  await sql`create table revisions (
    account text not null, language text not null, revision integer not null,
    constraint revisions_key primary key (account, language)
  )`.execute(db);
}
