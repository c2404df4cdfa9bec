/** A ledger that holds what was never written there is said to be damaged, and where; nothing of it is believed. */

import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, readLedger } from '../../bot/ledger/sqlite.ts';
import { networks } from '../../bot/networks/all.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { runHere } from '../support/in-process.ts';
import { blueskyKey, mastodonKey, slotsInARow } from '../support/threads.ts';
import { claim, doubt, intentFor, key, now, receipts, takeLeases, takingBy, trail } from './samples.ts';

const root = mkdtempSync(join(tmpdir(), 'damage-'));
const sample = join(root, 'sample.sqlite');
const file = join(root, 'ledger.sqlite');
afterAll(() => rmSync(root, { recursive: true }));
const [first, second, third, fourth, fifth] = slotsInARow(5);
if (!first || !second || !third || !fourth || !fifth) throw new Error('there are five slots');

/** A publication in each state, and a row in each table. */
beforeAll(async () => {
  const ledger = await openLedger(sample, storedForms);
  await takeLeases(ledger);
  await ledger.start(blueskyKey, 'hu', now);
  const of = (slot: typeof first) => ({ ...claim, slot: slot.id });
  await ledger.intend(of(first), { ...intentFor(first), trail });
  await ledger.attempted(of(first), { kind: 'unavailable', message: 'no', retryAt: now }, now);
  await ledger.attempted(of(first), doubt, plusMillis(now, 1));
  await ledger.intend(of(second), intentFor(second));
  await ledger.published(of(second), receipts, now);
  await ledger.missed(of(third), third.due, now);
  await ledger.intend(of(fourth), { ...intentFor(fourth), trail });
  await ledger.failed(of(fourth), fourth.due, { kind: 'conflict', message: 'no' }, now);
  const { frozen, fingerprint } = intentFor(fifth);
  await ledger.rememberAccount('m', () => ({ network: 'mastodon', server: 'https://a.example', id: '7', domain: 'a' }));
  await ledger.storeCapabilities(blueskyKey, networks.bluesky.rules.defaults);
  await ledger.keepClocks({ m: { verdict: 'warning', aheadMillis: 40_000, seenAt: now } });
  await ledger.changeAlarms(() => ({ raised: { 'stuck m ': now }, away: { m: now } }));
  await ledger.prepared(of(fifth), { frozen, fingerprint, trail, preparedAt: now, isComplete: true });
  await ledger.close();
  const database = new Database(sample);
  database.pragma('wal_checkpoint(truncate)');
  database.pragma('journal_mode = delete');
  database.close();
});

/** Reads all there is, and writes what a publisher would; what is wrong with the file, or null. Any other Error is thrown. */
async function used(): Promise<string | null> {
  try {
    const reader = await readLedger(file, storedForms);
    try {
      await reader.startOf(blueskyKey, 'hu');
      await reader.publications(blueskyKey, 'hu');
      await reader.leaseOf(key);
      await reader.revisionOf(key);
      await reader.accounts();
      await reader.capabilities();
      await reader.clocks();
      await reader.alarms();
    } finally {
      await reader.close();
    }
    const ledger = await openLedger(file, storedForms);
    try {
      await ledger.start(blueskyKey, 'hu', now);
      await ledger.preparation({ ...key, slot: fifth?.id ?? key.slot });
      await ledger.takeLease(key, { ...takingBy('beta'), over: 1 });
      await ledger.takeLease({ account: mastodonKey, language: 'en' }, takingBy('beta'));
    } finally {
      await ledger.close();
    }
    return null;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LedgerFileError') throw error;
    return error.message;
  }
}

async function poisoned(change: (database: Database.Database) => void): Promise<void> {
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  await copyFile(sample, file);
  const database = new Database(file);
  database.pragma('ignore_check_constraints = on');
  database.pragma('foreign_keys = off');
  change(database);
  database.close();
}

const instants = [
  ['channel_starts', 'started_at'],
  ['publications', 'due'],
  ['publications', 'intended_at'],
  ['publications', 'settled_at'],
  ['attempts', 'at'],
  ['attempts', 'retry_at'],
  ['leases', 'expires_at'],
  ['preparations', 'prepared_at'],
  ['clocks', 'seen_at'],
  ['raised_matters', 'raised_at'],
  ['channels_away', 'since'],
] as const;
const json = [
  ['publications', 'frozen'],
  ['publications', 'trail'],
  ['preparations', 'frozen'],
  ['preparations', 'trail'],
  ['capabilities', 'limits'],
] as const;
const numbers = [
  ['receipts', 'position'],
  ['attempts', 'number'],
  ['leases', 'token'],
  ['leases', 'pid'],
  ['preparations', 'is_complete'],
  ['revisions', 'revision'],
] as const;
const texts = [
  ['receipts', 'id'],
  ['receipts', 'cid'],
  ['receipts', 'url'],
  ['attempts', 'failure_kind'],
  ['attempts', 'failure_message'],
  ['publications', 'fingerprint'],
  ['publications', 'failure_kind'],
  ['publications', 'failure_message'],
  ['leases', 'host'],
  ['leases', 'nonce'],
  ['preparations', 'fingerprint'],
  ['accounts', 'channel'],
  ['accounts', 'server'],
  ['accounts', 'id'],
  ['accounts', 'domain'],
  ['capabilities', 'account'],
  ['clocks', 'channel'],
  ['clocks', 'verdict'],
  ['clocks', 'ahead_millis'],
  ['raised_matters', 'matter'],
  ['channels_away', 'channel'],
] as const;

describe('a ledger with a value that was never written', () => {
  it('is whole before', async () => {
    await poisoned(() => undefined);
    expect(await used()).toBeNull();
  });

  it.each([
    ...instants.map((at) => [...at, '2027-10-23T13:00:0x.000Z'] as const),
    ...instants.map((at) => [...at, Buffer.from('x')] as const),
    ...json.map((at) => [...at, '{"network":"bluesky"'] as const),
    ...json.map((at) => [...at, '{"network":"bluesky","posts":[]}'] as const),
    ...json.map((at) => [...at, 'null'] as const),
    ...numbers.map((at) => [...at, 'x'] as const),
    ...numbers.map((at) => [...at, -1] as const),
    ...texts.map((at) => [...at, Buffer.from('x')] as const),
    ['publications', 'failure_kind', 'refuzed'] as const,
    ['attempts', 'failure_kind', 'refuzed'] as const,
  ])('is damaged: %s.%s is %j', async (table, column, value) => {
    await poisoned((database) =>
      database
        .prepare(
          `update ${table} set ${column} = ? where rowid = (select rowid from ${table} where ${column} is not null limit 1)`,
        )
        .run(value),
    );
    const said = (await used()) ?? '';
    expect(said).toMatch(/ledger\.sqlite is damaged \(.*restore the file.*ledger rebuild`/s);
    expect(said).toContain(table);
    if (!said.includes('constraint'))
      expect(said).toMatch(new RegExp(`(a row|the row ".*"): ${column}|${table}\\.${column}`));
  });

  it('is named with what stands there, so that a terminal does not obey it', async () => {
    await poisoned((database) =>
      database.prepare("update publications set due = 'x' || char(27) || char(0x202e) where slot = ?").run(first.id),
    );
    expect(await used()).toContain(
      `in the table publications, the row ${JSON.stringify(first.id)} "${blueskyKey}" "hu": due holds "x\\u001b\\u202e", which is no instant`,
    );
  });

  it('is damaged where a receipt has lost its publication, or a table', async () => {
    await poisoned((database) => database.prepare('delete from publications where slot = ?').run(second.id));
    expect(await used()).toContain('the table receipts has a row without its publication');
    await poisoned((database) => database.exec('drop table leases'));
    expect(await used()).toContain('is damaged (no such table: leases)');
    await poisoned((database) => database.pragma('application_id = 1'));
    expect(await used()).toContain('is damaged (its first bytes do not have the mark of a ledger)');
  });

  it('never ends in anything but words, whatever stands in any column', async () => {
    const columns = new Database(sample, { readonly: true })
      .prepare(
        "select m.name as name, c.name as column from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'",
      )
      .all() as { name: string; column: string }[];
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double(),
      fc.constant(null),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...columns), value, async ({ name, column }, poison) => {
        await poisoned((database) => {
          try {
            database.prepare(`update ${name} set ${column} = ?`).run(poison);
          } catch (error) {
            if (!String(error).includes('constraint failed')) throw error;
          }
        });
        await used();
      }),
      { numRuns: 150 },
    );
  });

  it('never ends in anything but words, whichever of its bytes are others', async () => {
    const bytes = await readFile(sample);
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
        const flipped = Buffer.from(bytes);
        for (const [at, mask] of flips) flipped[at] = (flipped[at] ?? 0) ^ mask;
        for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
        await writeFile(file, flipped);
        await used();
      }),
      { numRuns: 300 },
    );
  });
});

describe('every command', () => {
  const sound = ['--campaigns', fileURLToPath(new URL('../fixtures/sound', import.meta.url))];
  const at = (minute: string) => ['--now', `2027-03-20T${minute}:00Z`];
  let data: string;
  let published: { slot: string };
  beforeAll(async () => {
    data = join(root, 'data');
    await mkdir(data);
    for (const minute of ['13:00', '14:00'])
      await runHere(['tick', ...at(minute), ...sound], { cwd: root, env: { EMLEKNAP_DATA: data } });
    await copyFile(join(data, 'ledger.sqlite'), join(root, 'published.sqlite'));
    published = new Database(join(root, 'published.sqlite'))
      .prepare("select slot from publications where state = 'published'")
      .get() as typeof published;
  });

  it.each([
    ['publications', 'due', '2027-03-20T14:00:00.00\u0010Z'],
    ['receipts', 'id', Buffer.from('x')],
    ['channel_starts', 'started_at', 'yesterday'],
  ])(
    'says where the ledger is damaged, and ends with 73, or 75 where other channels go on: %s.%s',
    async (table, column, value) => {
      await copyFile(join(root, 'published.sqlite'), join(data, 'ledger.sqlite'));
      const database = new Database(join(data, 'ledger.sqlite'));
      expect(
        database.prepare(`update ${table} set ${column} = ? where language = 'hu'`).run(value).changes,
      ).toBeGreaterThan(0);
      database.close();
      const publishing = ['publish', published.slot, '--channel', 'bluesky-hu', ...at('14:30'), ...sound];
      for (const line of [
        ['status', '--campaigns', sound[1] ?? ''],
        ['tick', ...at('14:30'), ...sound],
        ['tick', '--explain', ...at('14:30'), ...sound],
        ...(table === 'channel_starts' ? [] : [publishing]),
        ['ledger', 'rebuild', ...sound],
      ]) {
        const { code, stderr } = await runHere(line, { cwd: root, env: { EMLEKNAP_DATA: data } });
        expect(stderr).not.toMatch(/error of the program|\n +at /);
        expect({ line, code, stderr }).toEqual({
          line,
          code: line === publishing ? 75 : 73,
          stderr: expect.stringMatching(`is damaged \\(in the table ${table}, .*${column}`),
        });
      }
    },
  );
});
