import { readFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { steps, type Tables } from '../../bot/ledger/tables.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { makeSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { blueskyKey, slotsInARow } from '../support/threads.ts';
import { claim, doubt, intentFor, now, receipts, takeLeases, takingBy, trail } from './samples.ts';

const probe = makeSmallDisk(64);
probe?.close();

/** Tests of a full disk need a disk of their own. */
const onSmallDisk = it.runIf(probe !== null);

describe('a ledger on a disk that fills up', () => {
  const disks: SmallDisk[] = [];
  afterEach(() => {
    for (const disk of disks.splice(0)) disk.close();
  });
  const smallDisk = (): SmallDisk => {
    const disk = makeSmallDisk(1024);
    if (disk === null) throw new Error('a disk could be made before');
    disks.push(disk);
    return disk;
  };
  const full = /the ledger .*ledger\.sqlite has no room to grow: the disk is full\. Free some space on its disk/;

  onSmallDisk('stores no intent and says why, keeps all it had, and goes on when there is room', async () => {
    const disk = smallDisk();
    const ledger = await openLedger(join(disk.folder, 'ledger.sqlite'), storedForms);
    await takeLeases(ledger);
    const slots = slotsInARow(40);
    const stored: string[] = [];
    let refusal: unknown = null;
    for (const [index, slot] of slots.entries()) {
      if (index === 3) disk.fill();
      try {
        await ledger.intend({ ...claim, slot: slot.id }, intentFor(slot));
        stored.push(slot.id);
      } catch (error) {
        refusal = error;
        break;
      }
    }
    expect(String(refusal)).toMatch(full);
    const kept = async () => (await ledger.publications(blueskyKey, 'hu')).map(({ slot }) => slot);
    expect(await kept()).toEqual(stored);
    disk.free();
    const next = slots[stored.length];
    if (next === undefined) throw new Error('the disk was filled before the last slot');
    expect(await ledger.intend({ ...claim, slot: next.id }, intentFor(next))).toBe(true);
    expect(await kept()).toEqual([...stored, next.id]);
    await ledger.close();
  });

  onSmallDisk('is not begun on a full disk, and is whole when there is room again', async () => {
    const disk = smallDisk();
    const file = join(disk.folder, 'ledger.sqlite');
    disk.fill();
    await expect(openLedger(file, storedForms)).rejects.toThrow(file);
    disk.free();
    const ledger = await openLedger(file, storedForms);
    await takeLeases(ledger);
    await ledger.close();
  });

  onSmallDisk('gives nobody a lease that it cannot write down', async () => {
    const disk = smallDisk();
    const ledger = await openLedger(join(disk.folder, 'ledger.sqlite'), storedForms);
    disk.fill();
    const results: unknown[] = [];
    for (let minute = 0; minute < 100; minute += 1) {
      const taking = { ...takingBy(`host-${minute}`), over: minute === 0 ? null : minute };
      const result = await ledger.takeLease(claim, taking).catch((error: unknown) => error);
      results.push(result);
      if (result instanceof Error) break;
    }
    expect(String(results.at(-1))).toMatch(full);
    expect((await ledger.leaseOf(claim))?.token ?? 0).toBe(results.length - 1);
    await ledger.close();
  });
});

describe('a ledger in a folder that may only be read', () => {
  it('is refused with what to do, and stays as it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'read-only-'));
    const file = join(folder, 'ledger.sqlite');
    const ledger = await openLedger(file, storedForms);
    await takeLeases(ledger);
    await ledger.intend(claim, intentFor());
    await ledger.close();
    const before = readFileSync(file);
    await asOrdinaryUser([folder, file], async () => {
      await chmod(file, 0o444);
      await chmod(folder, 0o555);
      await expect(openLedger(file, storedForms)).rejects.toThrow(/cannot be (written|opened).*this user/);
      await chmod(folder, 0o755);
    });
    expect(readFileSync(file)).toEqual(before);
  });
});

describe('a ledger of the first schema', () => {
  /** What the first version wrote, in every state. */
  function writeFirstSchema(raw: Database.Database): void {
    const { frozen, fingerprint } = intentFor();
    const at = '2027-10-23T13:00:00.000Z';
    const due = '2027-10-23T13:00:00.000Z';
    raw.prepare('insert into channel_starts values (?, ?, ?)').run(blueskyKey, 'hu', at);
    const publication = raw.prepare('insert into publications values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const row = (slot: string, state: string, rest: readonly (string | null)[]) =>
      publication.run(blueskyKey, 'hu', `sample-1956/${slot}@2027-10-23T15:00`, due, state, ...rest);
    const intent = [fingerprint, JSON.stringify(frozen)];
    row('a-intended', 'intended', [...intent, JSON.stringify(trail), at, null, null, null]);
    row('b-published', 'published', [...intent, null, at, at, null, null]);
    row('c-missed', 'missed', [null, null, null, null, at, null, null]);
    row('d-failed', 'failed', [...intent, JSON.stringify(trail), at, at, 'uncertain', 'who knows']);
    const receipt = raw.prepare('insert into receipts values (?, ?, ?, ?, ?, ?, ?)');
    for (const { position, id, cid, url } of receipts)
      receipt.run(blueskyKey, 'hu', 'sample-1956/b-published@2027-10-23T15:00', position, id, cid, url);
    raw
      .prepare('insert into attempts values (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(blueskyKey, 'hu', 'sample-1956/a-intended@2027-10-23T15:00', 1, at, doubt.kind, doubt.message, null);
  }

  it('is brought up to date when it is opened, with everything it knew, and can be written on', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'schema-')), 'ledger.sqlite');
    const raw = new Database(file);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
    const [first] = steps;
    await first?.(db);
    raw.pragma(`application_id = ${0x456d6b31}`);
    raw.pragma('user_version = 1');
    writeFirstSchema(raw);
    raw.close();

    const ledger = await openLedger(file, storedForms);
    const { frozen } = intentFor();
    expect(await ledger.startOf(blueskyKey, 'hu')).not.toBeNull();
    expect(await ledger.publications(blueskyKey, 'hu')).toMatchObject([
      { state: 'intended', frozen, trail, attempts: 1, lastFailure: { failure: doubt } },
      { state: 'published', receipts },
      { state: 'missed' },
      { state: 'failed', failure: { kind: 'uncertain' }, intent: { frozen, trail } },
    ]);
    await takeLeases(ledger);
    const [intended] = await ledger.publications(blueskyKey, 'hu');
    if (intended === undefined) throw new Error('there are four publications');
    await ledger.published({ ...claim, slot: intended.slot }, receipts, now);
    await ledger.close();

    const again = await openLedger(file, storedForms);
    expect((await again.publications(blueskyKey, 'hu')).map(({ state }) => state)).toEqual([
      'published',
      'published',
      'missed',
      'failed',
    ]);
    await again.close();
  });
});
