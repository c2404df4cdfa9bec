/** What the ledger in an SQLite file promises beyond the contract: durability, company, and clear words about a wrong file. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataLedger } from '../../bot/ledger/ledger.ts';
import { makeDurable, openLedger, readLedger } from '../../bot/ledger/sqlite.ts';
import { steps, type Tables } from '../../bot/ledger/tables.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { blueskyKey, slotsInARow } from '../support/threads.ts';
import { ledgerContract } from './contract.ts';
import { dataLedgerContract } from './data-contract.ts';
import { claim, intentFor, now, takeLeases, takingBy } from './samples.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledger-'));
  await chmod(root, 0o755);
});
afterAll(() => rm(root, { recursive: true }));
const freshFile = async () => join(await mkdtemp(join(root, 'case-')), 'ledger.sqlite');

ledgerContract('an SQLite file', async () => openLedger(await freshFile(), storedForms));
dataLedgerContract('an SQLite file', async () => openLedger(await freshFile(), storedForms));

/** Starts another process that intends and publishes `count` slots; `lines` are what it says it has written. */
function startWriter(file: string, count: number) {
  const script = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const child = spawn(process.execPath, [script, file, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout }), ended: once(child, 'exit') };
}

describe('the ledger in an SQLite file', () => {
  it.each([1, 2, 5, 8])('has everything a process wrote that was killed after its write number %i', async (writes) => {
    const file = await freshFile();
    const { child, lines, ended } = startWriter(file, 50);
    const said: string[] = [];
    for await (const line of lines) {
      if (line !== 'open') said.push(line);
      if (said.length >= writes) child.kill('SIGKILL');
    }
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    const ledger = await openLedger(file, storedForms);
    const kept = new Map((await ledger.publications(blueskyKey, 'hu')).map((one) => [one.slot as string, one.state]));
    await ledger.close();
    for (const line of said) {
      const [verb, slot = ''] = line.split(' ');
      expect(verb === 'published' ? ['published'] : ['intended', 'published']).toContain(kept.get(slot));
    }
  });

  it('can be read and written while another process writes', async () => {
    const file = await freshFile();
    const ledger = await openLedger(file, storedForms);
    const { lines, ended } = startWriter(file, 20);
    let seen = 0;
    for await (const line of lines) {
      if (!line.startsWith('published')) continue;
      const published = (await ledger.publications(blueskyKey, 'hu')).filter(({ state }) => state === 'published');
      expect(published.length).toBeGreaterThan(seen);
      seen += 1;
      await ledger.start(blueskyKey, 'hu', now);
    }
    expect(await ended).toEqual([0, null]);
    expect(await ledger.publications(blueskyKey, 'hu')).toHaveLength(20);
    await ledger.close();
  });

  it('lets processes that open the same new file at once share it', async () => {
    const file = await freshFile();
    const writers = Array.from({ length: 4 }, () => startWriter(file, 0));
    const ends = await Promise.all(writers.map(({ ended }) => ended));
    expect(ends).toEqual(ends.map(() => [0, null]));
    const ledger = await openLedger(file, storedForms);
    const [slot] = slotsInARow(1);
    const { token } = (await ledger.takeLease(claim, takingBy('alfa'))).lease;
    expect(await ledger.intend({ ...claim, token, slot: slot?.id ?? claim.slot }, intentFor(slot))).toBe(true);
    await ledger.close();
  });

  it('keeps instants as text a person can read, and the state checks in the file itself', async () => {
    const file = await freshFile();
    const ledger = await openLedger(file, storedForms);
    await takeLeases(ledger);
    await ledger.intend(claim, intentFor());
    await ledger.close();
    const raw = new Database(file);
    expect(raw.prepare('select due, intended_at from publications').get()).toEqual({
      due: '2027-10-23T13:00:00.000Z',
      intended_at: '2027-10-23T12:59:30.000Z',
    });
    expect(() => raw.exec("update publications set state = 'published'")).toThrow('CHECK');
    raw.close();
  });

  it('waits for the disk at every commit', async () => {
    const raw = new Database(await freshFile());
    makeDurable(raw);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) => raw.pragma(name, { simple: true }));
    raw.close();
    const full = 2;
    expect(settings).toEqual(['wal', full, 1]);
  });
});

describe('a ledger whose file is taken away', () => {
  it('does nothing more until it is back', async () => {
    const file = await freshFile();
    const ledger = await openLedger(file, storedForms);
    await rename(file, `${file}.away`);
    const gone = 'was deleted or replaced while this process used it';
    await expect(ledger.start(blueskyKey, 'hu', now)).rejects.toThrow(gone);
    await writeFile(file, '');
    await expect(ledger.startOf(blueskyKey, 'hu')).rejects.toThrow(gone);
    await rename(`${file}.away`, file);
    expect(await ledger.start(blueskyKey, 'hu', now)).toBe(now);
    await rm(file);
    await ledger.close();
  });
});

describe('a ledger whose file nobody can look at for now', () => {
  it('says so, with what to do, and goes on once it can be', async () => {
    const folder = join(dirname(await freshFile()), 'mounted');
    await mkdir(folder);
    const file = join(folder, 'ledger.sqlite');
    const ledger = await openLedger(file, storedForms);
    await rename(folder, `${folder}.away`);
    await symlink(folder, folder);
    await expect(ledger.startOf(blueskyKey, 'hu')).rejects.toMatchObject({
      name: 'LedgerFileError',
      message: expect.stringMatching(/^the ledger .* cannot be looked at \(ELOOP.*\)\. Check its disk/),
    });
    await rm(folder);
    await rename(`${folder}.away`, folder);
    expect(await ledger.start(blueskyKey, 'hu', now)).toBe(now);
    await ledger.close();
  });
});

describe('a ledger that is only looked at', () => {
  const filled = async () => {
    const file = await freshFile();
    const ledger = await openLedger(file, storedForms);
    await takeLeases(ledger);
    await ledger.intend(claim, intentFor());
    return { file, ledger };
  };

  it('is read where nothing may be written, with nothing left beside it', async () => {
    const { file, ledger } = await filled();
    await ledger.close();
    const folder = join(file, '..');
    await asOrdinaryUser([folder, file], async () => {
      await chmod(file, 0o444);
      await chmod(folder, 0o555);
      const reader = await readLedger(file, storedForms);
      expect(await reader.publications(blueskyKey, 'hu')).toMatchObject([{ state: 'intended' }]);
      await reader.close();
      await chmod(folder, 0o755);
    });
    expect(await readdir(folder)).toEqual(['ledger.sqlite']);
  });

  it('is read while another process writes, and changes nothing', async () => {
    const { file, ledger } = await filled();
    const reader = await readLedger(file, storedForms);
    expect(await reader.leaseOf(claim)).toMatchObject({ holder: { host: 'alfa' } });
    await expect((reader as DataLedger).start(blueskyKey, 'en', now)).rejects.toThrow('cannot be written');
    await reader.close();
    await ledger.close();
  });

  it('is refused in words where it was not closed in order and nothing may be written', async () => {
    const { file, ledger } = await filled();
    const copy = await freshFile();
    for (const suffix of ['', '-wal']) await cp(`${file}${suffix}`, `${copy}${suffix}`);
    await ledger.close();
    const folder = join(copy, '..');
    await asOrdinaryUser([folder, copy, `${copy}-wal`], async () => {
      await chmod(folder, 0o555);
      await expect(readLedger(copy, storedForms)).rejects.toThrow('was not closed in order');
      await chmod(folder, 0o755);
    });
  });
});

describe('a ledger of an earlier version', () => {
  const earlier = async () => {
    const file = await freshFile();
    const raw = new Database(file);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
    for (const step of steps.slice(0, 3)) await step(db);
    raw.pragma('application_id = 1164798769');
    raw.pragma('user_version = 3');
    raw.pragma('journal_mode = WAL');
    raw.prepare("insert into channel_starts values (?, 'hu', '2027-10-23T12:59:30.000Z')").run(blueskyKey);
    await db.destroy();
    return file;
  };

  it('is looked at without a change of it', async () => {
    const file = await earlier();
    const before = await readFile(file);
    const reader = await readLedger(file, storedForms);
    expect(await reader.startOf(blueskyKey, 'hu')).toBe(now);
    expect([await reader.accounts(), await reader.revisionOf(claim)]).toEqual([{}, 0]);
    await reader.close();
    expect(await readFile(file)).toEqual(before);
  });

  it('is brought up to date when it is opened to publish', async () => {
    const file = await earlier();
    const ledger = await openLedger(file, storedForms);
    expect(await ledger.startOf(blueskyKey, 'hu')).toBe(now);
    await takeLeases(ledger);
    await ledger.intend(claim, intentFor());
    expect(await ledger.revisionOf(claim)).toBe(1);
    await ledger.close();
  });
});

describe('opening a ledger file', () => {
  const refusal = async (file: string) => {
    const error: unknown = await openLedger(file, storedForms).then(
      (ledger) => ledger.close(),
      (cause: unknown) => cause,
    );
    if (!(error instanceof Error)) throw new Error(`${file} was opened`);
    expect(error.message).toContain(file);
    return error.message;
  };

  it('refuses a database of another program and does not touch it', async () => {
    const file = await freshFile();
    const raw = new Database(file);
    raw.exec('create table other (id integer)');
    raw.close();
    const before = await readFile(file);
    expect(await refusal(file)).toMatch('belongs to another program. Give the ledger a file of its own.');
    expect(await readFile(file)).toEqual(before);
  });

  it('refuses a database that another program has marked but not filled', async () => {
    const file = await freshFile();
    const raw = new Database(file);
    raw.pragma('application_id = 252006673');
    raw.close();
    expect(await refusal(file)).toMatch('belongs to another program');
  });

  it('refuses a ledger of a newer version', async () => {
    const file = await freshFile();
    await (await openLedger(file, storedForms)).close();
    const raw = new Database(file);
    raw.pragma('user_version = 99');
    raw.close();
    const before = await readFile(file);
    const advice = /was written by a newer version of Emléknap \(schema 99, .*Use that version, or a newer one\.$/;
    expect(await refusal(file)).toMatch(advice);
    await expect(readLedger(file, storedForms)).rejects.toThrow(advice);
    expect(await readFile(file)).toEqual(before);
  });

  it('refuses a file that is no database', async () => {
    const file = await freshFile();
    await writeFile(file, 'Dear diary,\n'.repeat(100));
    expect(await refusal(file)).toMatch('is no SQLite database');
  });

  it('refuses a damaged ledger and says not to start with an empty one', async () => {
    const file = await freshFile();
    const ledger = await openLedger(file, storedForms);
    await takeLeases(ledger);
    for (const slot of slotsInARow(40)) await ledger.intend({ ...claim, slot: slot.id }, intentFor(slot));
    await ledger.close();
    const bytes = await readFile(file);
    bytes.fill(0xa5, 8_192);
    await writeFile(file, bytes);
    expect(await refusal(file)).toMatch(/is damaged.*do not start with an empty one/);
  });

  it('refuses a file it cannot write', async () => {
    const file = await freshFile();
    await (await openLedger(file, storedForms)).close();
    await chmod(file, 0o444);
    await asOrdinaryUser([join(file, '..')], async () => {
      expect(await refusal(file)).toMatch('cannot be written. Give this user write access');
    });
  });

  it('refuses a folder that is not there, instead of beginning a ledger nobody will look for', async () => {
    const file = join(root, 'absent', 'ledger.sqlite');
    expect(await refusal(file)).toMatch('Check that its folder exists');
  });
});
