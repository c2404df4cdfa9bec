import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const tickAt = (cwd: string, now: string, ...more: string[]) =>
  runHere(['tick', '--now', now, ...more, ...sound], { cwd });

async function startedFolder(): Promise<string> {
  const cwd = newFolder();
  expect(await tickAt(cwd, '2027-03-20T13:00Z')).toMatchObject({ code: 0, stdout: 'Nothing is due.\n' });
  return cwd;
}

describe('tick', () => {
  it('says what stopped its channels, once, and exits with the code of it', async () => {
    const cwd = await startedFolder();
    writeFileSync(join(cwd, 'data/capabilities.json'), '{');
    const { code, stdout, stderr } = await tickAt(cwd, '2027-03-20T14:00Z');
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr.match(/emleknap: .*capabilities\.json is broken; delete it/g)).toHaveLength(1);
    expect(stderr).not.toContain('an error of the program');
  });

  it('tells of a stop anew once a tick has gone through in between, though it published nothing', async () => {
    const cwd = await startedFolder();
    const limit = (sql: string) => {
      const ledger = new Database(join(cwd, 'data/ledger.sqlite'));
      ledger.exec(sql);
      ledger.close();
    };
    const spoil = () => limit("insert into capabilities (account, limits) values ('did:plc:another', '{')");
    const alarms = async (second: number): Promise<string[]> => {
      const { stdout } = await tickAt(cwd, `2027-03-20T13:00:0${second}Z`, '--json');
      return JSON.parse(stdout).alarms.map(({ kind }: { readonly kind: string }) => kind);
    };
    const stops = Array.from({ length: 4 }, () => 'stopped');
    spoil();
    expect([await alarms(1), await alarms(2)]).toEqual([stops, []]);
    limit('delete from capabilities');
    expect(await alarms(3)).toEqual([]);
    spoil();
    expect(await alarms(4)).toEqual(stops);
  });

  it('exits with 75 when something was missed', async () => {
    const cwd = await startedFolder();
    const { code, stdout } = await tickAt(cwd, '2027-03-20T15:41Z');
    expect(stdout).toContain('missed');
    expect(code).toBe(75);
    expect(await tickAt(cwd, '2027-03-20T15:42Z')).toMatchObject({ code: 0, stdout: 'Nothing is due.\n' });
  });

  it('reports what it did although the page of the outbox cannot be written, and exits with 73', async () => {
    const cwd = await startedFolder();
    rmSync(join(cwd, 'data/outbox/index.html'), { force: true });
    mkdirSync(join(cwd, 'data/outbox/index.html/in-the-way'), { recursive: true });
    const { code, stdout, stderr } = await tickAt(cwd, '2027-03-20T14:00Z', '--json');
    expect(code).toBe(73);
    expect(stderr).toMatch(/emleknap: .*outbox cannot be used/);
    const { events, errors } = JSON.parse(stdout);
    expect(events).toHaveLength(4);
    expect(errors).toMatchObject([expect.stringContaining('outbox cannot be used')]);
  });

  it('names what waits to be tried again, and does not say that nothing is due', async () => {
    const known = await startedFolder();
    await tickAt(known, '2027-03-20T14:00Z');
    const names = readdirSync(join(known, 'data/outbox')).filter((name) => /^(bluesky|mastodon)-/.test(name));
    expect(names).toHaveLength(4);
    const cwd = await startedFolder();
    for (const name of names) writeFileSync(join(cwd, 'data/outbox', name), 'in the way');
    expect(await tickAt(cwd, '2027-03-20T14:00Z')).toMatchObject({
      code: 75,
      stdout: expect.stringMatching(/^(postponed .*\n){4}$/),
    });
    const { code, stdout } = await tickAt(cwd, '2027-03-20T14:00:00.500Z');
    expect(code).toBe(75);
    expect(stdout).toMatch(
      /^(waiting .*first-steps.* was tried 1 time, .* not again before 2027-03-20T14:00:0.*\n){4}$/,
    );
    const { waiting } = JSON.parse((await tickAt(cwd, '2027-03-20T14:00:00.600Z', '--json')).stdout);
    expect(waiting).toHaveLength(4);
  });
});
