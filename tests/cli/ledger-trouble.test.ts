import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

it.each(['status', 'tick'])('%s says in words what is wrong with the ledger, and exits with 73', async (command) => {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'data/ledger.sqlite'), 'Dear diary,\n'.repeat(100));
  const { code, stdout, stderr } = await runHere([command, ...sound], { cwd });
  expect({ code, stdout }).toEqual({ code: 73, stdout: '' });
  expect(stderr).toMatch(
    /^(No channel is configured: .*\n)?emleknap: .*ledger\.sqlite is no SQLite database\. If it was your ledger: .*ledger rebuild.* If it was not: Give .*\n$/,
  );
});

it.each([['status'], ['tick'], ['tick', '--explain'], ['preview', '--no-images']])(
  '%s %s refuses a ledger of a newer version, and says what to do',
  async (...command) => {
    const cwd = newFolder();
    await runHere(['tick', '--now', '2027-03-20T13:00:00Z', ...sound], { cwd });
    const newer = new Database(join(cwd, 'data/ledger.sqlite'));
    newer.pragma('user_version = 99');
    newer.close();
    const { code, stdout, stderr } = await runHere([...command, ...sound], { cwd });
    expect({ code, stdout }).toEqual({ code: 73, stdout: '' });
    expect(stderr).toMatch(
      /ledger\.sqlite was written by a newer version of Emléknap .*Use that version, or a newer one\./,
    );
  },
);

describe('a ledger without a byte', () => {
  it.each(['status', 'tick'])('is refused by %s where the bot has published before', async (command) => {
    const cwd = newFolder();
    await runHere(['tick', '--now', '2027-03-20T13:00:00Z', ...sound], { cwd });
    await runHere(['tick', '--now', '2027-03-20T14:00:00Z', ...sound], { cwd });
    for (const suffix of ['-wal', '-shm']) rmSync(join(cwd, `data/ledger.sqlite${suffix}`), { force: true });
    writeFileSync(join(cwd, 'data/ledger.sqlite'), '');
    const { code, stderr } = await runHere([command, ...sound], { cwd });
    expect(code).toBe(73);
    expect(stderr).toContain('ledger.sqlite is empty, though this bot has published from its folder');
  });

  it('is a new one where nothing was published yet', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data/ledger.sqlite'), '');
    expect(await runHere(['tick', '--now', '2027-03-20T13:00:00Z', ...sound], { cwd })).toMatchObject({ code: 0 });
  });
});
