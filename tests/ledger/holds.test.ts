/** A ledger of an earlier version knew a hold by its sentence alone. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Hold, Setback } from '../../bot/ledger/ledger.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { instantFromIso, toIso } from '../../schedule/time/instant.ts';
import { claim, intentFor, now, takeLeases } from './samples.ts';

const until = instantFromIso('2027-10-23T13:02:00Z');

const stored: readonly (readonly [kind: string, message: string, retryAt: string | null, Setback])[] = [
  held('silence', 'held back: nothing is published in this silence'),
  held('spacing', 'held back: it is late, and keeps a distance from the other posts'),
  held('hourly-cap', 'held back: it is late, and there are enough posts in this hour'),
  [
    'unavailable',
    'held back: by a proxy',
    toIso(until),
    { kind: 'unavailable', message: 'held back: by a proxy', retryAt: until },
  ],
  [
    'doubtful',
    'held back: nothing is published in this silence',
    null,
    { kind: 'doubtful', message: 'held back: nothing is published in this silence' },
  ],
];

function held(why: Hold['why'], sentence: string): (typeof stored)[number] {
  return ['unavailable', sentence, toIso(until), { kind: 'held', hold: { why, until } }];
}

/** What a ledger of that version had not yet. */
const laterTables = ['accounts', 'capabilities', 'clocks', 'raised_matters', 'channels_away', 'revisions'];

/** Of the one publication of a ledger whose only attempt ended as a row says. */
async function lastOf(row: { readonly version: number; readonly of: readonly [string, string, string | null] }) {
  const file = join(mkdtempSync(join(tmpdir(), 'holds-')), 'ledger.sqlite');
  const ledger = await openLedger(file, storedForms);
  await takeLeases(ledger);
  await ledger.intend(claim, intentFor());
  await ledger.attempted(claim, { kind: 'refused', message: '' }, now);
  await ledger.close();
  const raw = new Database(file);
  raw.prepare('update attempts set failure_kind = ?, failure_message = ?, retry_at = ?').run(...row.of);
  for (const table of laterTables) raw.exec(`drop table ${table}`);
  raw.pragma(`user_version = ${row.version}`);
  raw.close();
  const opened = await openLedger(file, storedForms);
  try {
    return await opened.publications(claim.account, claim.language);
  } finally {
    await opened.close();
  }
}

it.each(stored)('%s, "%s" is read as what it was', async (kind, message, retryAt, setback) => {
  expect(await lastOf({ version: 3, of: [kind, message, retryAt] })).toMatchObject([
    { lastFailure: { failure: setback, at: now } },
  ]);
});

it('is damaged by a hold without a reason or an end', async () => {
  await expect(lastOf({ version: 4, of: ['held', 'the weather', toIso(until)] })).rejects.toThrow(
    'failure_message holds "the weather", which is no reason to wait',
  );
  await expect(lastOf({ version: 4, of: ['held', 'silence', null] })).rejects.toThrow('retry_at');
});
