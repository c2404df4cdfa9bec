/** What is kept beside publications, in an SQL database. */

import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { parsedJson } from '../../../schedule/read/read-text.ts';
import { toIso } from '../../../schedule/time/instant.ts';
import type { AccountKey } from '../../channel.ts';
import type { Capabilities } from '../../render/rules.ts';
import { cell, instant, type Row, type RowKey, type StoredForms, text } from '../cells.ts';
import type { BellMemory, FoundClock, KnownAccount, KnownCapabilities, StateBook, StateReader } from '../state.ts';
import type { AccountRow, ClockRow } from '../state-tables.ts';
import type { Tables } from '../tables.ts';
import type { Reader } from './sql-reading.ts';

export function sqlState(db: Kysely<Tables>, forms: StoredForms): StateBook {
  return {
    ...readingOf(db, forms),

    rememberAccount: (channel, choose) =>
      exclusively(db, async (tx) => {
        const known = await accountsIn(tx);
        const account = choose(Object.values(known));
        const row = rowOf(channel, account);
        await tx
          .insertInto('accounts')
          .values(row)
          .onConflict((conflict) => conflict.column('channel').doUpdateSet(row))
          .execute();
        return account;
      }),

    async storeCapabilities(account, capabilities) {
      const limits = JSON.stringify(capabilities);
      await db
        .insertInto('capabilities')
        .values({ account, limits })
        .onConflict((conflict) => conflict.column('account').doUpdateSet({ limits }))
        .execute();
    },

    keepClocks: (found) =>
      db.transaction().execute(async (tx) => {
        for (const [channel, clock] of Object.entries(found)) {
          const row = clockRowOf(channel, clock);
          await tx
            .insertInto('clocks')
            .values(row)
            .onConflict((conflict) => conflict.column('channel').doUpdateSet(row))
            .execute();
        }
      }),

    changeAlarms: (change) =>
      exclusively(db, async (tx) => {
        const memory = change(await alarmsIn(tx));
        await tx.deleteFrom('raised_matters').execute();
        await tx.deleteFrom('channels_away').execute();
        await addAlarms(tx, memory);
        return memory;
      }),

    takeOver: ({ accounts, capabilities, clocks, alarms }) =>
      exclusively(db, async (tx) => {
        const known = { accounts: await accountsIn(tx), clocks: await clocksIn(tx) };
        for (const [channel, account] of missing(accounts, known.accounts)) {
          await tx.insertInto('accounts').values(rowOf(channel, account)).execute();
        }
        for (const [account, limits] of missing(capabilities.accounts, (await capabilitiesIn(tx, forms)).accounts)) {
          const row = { account: account as AccountKey, limits: JSON.stringify(limits) };
          await tx.insertInto('capabilities').values(row).execute();
        }
        for (const [channel, clock] of missing(clocks, known.clocks)) {
          await tx.insertInto('clocks').values(clockRowOf(channel, clock)).execute();
        }
        await addAlarms(tx, alarms);
      }),
  };
}

/**
 * One transaction, in which nobody else comes between what is read and what is written: it begins with a write, which
 * changes nothing.
 */
function exclusively<T>(db: Kysely<Tables>, task: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await tx.deleteFrom('accounts').where('channel', '=', '').execute();
    return task(tx);
  });
}

function missing<T>(from: Readonly<Record<string, T>>, known: Readonly<Record<string, unknown>>): [string, T][] {
  return Object.entries(from).filter(([key]) => !Object.hasOwn(known, key));
}

/** What is known of already stays as it is. */
async function addAlarms(tx: Transaction<Tables>, { raised, away }: BellMemory): Promise<void> {
  const matters = Object.entries(raised).map(([matter, at]) => ({ matter, raised_at: toIso(at) }));
  const absences = Object.entries(away).map(([channel, at]) => ({ channel, since: toIso(at) }));
  for (const row of matters)
    await tx
      .insertInto('raised_matters')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  for (const row of absences)
    await tx
      .insertInto('channels_away')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

function readingOf(db: Kysely<Tables>, forms: StoredForms): StateReader {
  return {
    accounts: () => accountsIn(db),
    capabilities: () => capabilitiesIn(db, forms),
    clocks: () => clocksIn(db),
    alarms: () => db.transaction().execute(alarmsIn),
  };
}

async function capabilitiesIn(db: Reader, forms: StoredForms): Promise<KnownCapabilities> {
  const rows = await db.selectFrom('capabilities').selectAll().execute();
  const accounts = byName('capabilities', 'account', rows, (of, name) => cell(of, 'limits', limitsOf(name, forms)));
  return { accounts };
}

async function clocksIn(db: Reader): Promise<Readonly<Record<string, FoundClock>>> {
  return byName('clocks', 'channel', await db.selectFrom('clocks').selectAll().execute(), clockOf);
}

async function accountsIn(db: Reader): Promise<Readonly<Record<string, KnownAccount>>> {
  const rows = await db.selectFrom('accounts').selectAll().orderBy('channel').execute();
  return byName('accounts', 'channel', rows, accountOf);
}

async function alarmsIn(db: Reader): Promise<BellMemory> {
  const raised = await db.selectFrom('raised_matters').selectAll().execute();
  const away = await db.selectFrom('channels_away').selectAll().execute();
  return {
    raised: byName('raised_matters', 'matter', raised, (of) => cell(of, 'raised_at', instant)),
    away: byName('channels_away', 'channel', away, (of) => cell(of, 'since', instant)),
  };
}

/** What is read of each row, by the column that names it. */
function byName<K extends keyof RowKey, C extends { readonly [name in K]: string }, T>(
  table: keyof Tables,
  column: K,
  rows: readonly C[],
  read: (row: Row<C>, name: string) => T,
): Readonly<Record<string, T>> {
  const named = rows.map((cells): [string, T] => {
    const name = cell({ table, key: {}, cells }, column, text);
    return [name, read({ table, key: { [column]: name }, cells }, name)];
  });
  return Object.fromEntries(named);
}

function accountOf(of: Row<AccountRow>): KnownAccount {
  const [network, did] = [cell(of, 'network', text), cell(of, 'did', text.nullable())];
  if (did !== null) return { network, did };
  const [server, id, domain] = [cell(of, 'server', text), cell(of, 'id', text), cell(of, 'domain', text.nullable())];
  return { network, server, id, domain };
}

function rowOf(channel: string, account: KnownAccount): AccountRow {
  const unset = { channel, did: null, server: null, id: null, domain: null };
  return { ...unset, ...account };
}

const verdict = z.enum(['right', 'warning', 'unsure', 'limit'], 'is no verdict on a clock');

function clockOf(of: Row<ClockRow>): FoundClock {
  const aheadMillis = cell(of, 'ahead_millis', z.number('is no number').nullable());
  return { verdict: cell(of, 'verdict', verdict), aheadMillis, seenAt: cell(of, 'seen_at', instant) };
}

function clockRowOf(channel: string, { verdict, aheadMillis, seenAt }: FoundClock): ClockRow {
  return { channel, verdict, ahead_millis: aheadMillis, seen_at: toIso(seenAt) };
}

/** The limits of an account, which are those of its network. */
function limitsOf(account: string, forms: StoredForms): z.ZodType<Capabilities> {
  return text.transform((stored, ctx) => {
    const limits = forms.capabilities.safeParse({ accounts: { [account]: parsedJson(stored) } }).data?.accounts[
      account
    ];
    if (limits !== undefined) return limits;
    ctx.addIssue({ code: 'custom', message: 'is not what was stored' });
    return z.NEVER;
  });
}
