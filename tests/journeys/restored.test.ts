/** A ledger restored from a backup knows nothing of what was published since: the bot notices, and publishes nothing twice. */

import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import { defaultToken } from '../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../support/mastodon/server.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const slot = 'liberty-2000/first-steps@2027-03-20T15:00';

let server: MastodonServer;
let clock: number;
let cwd: string;
beforeEach(async () => {
  cwd = newFolder();
  clock = Date.parse('2027-03-20T13:00:00Z');
  server = await startMastodon({ mode: 'none', now: () => clock });
});
afterEach(() => server.close());

const env = () => ({
  EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
  EMLEKNAP_CHANNEL_M_LANGUAGE: 'hu',
  EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
  EMLEKNAP_CHANNEL_M_SERVER: server.url,
  EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: defaultToken,
});

const run = (now: string, ...args: readonly string[]) => {
  clock = Date.parse(now);
  return runHere([...args, '--now', now, ...sound], { cwd, env: env() });
};

const ledgerFiles = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('ledger.sqlite'));

function restore(backup: string): void {
  const data = join(cwd, 'data');
  for (const name of ledgerFiles(data)) rmSync(join(data, name));
  for (const name of ledgerFiles(backup)) cpSync(join(backup, name), join(data, name));
}

describe('a ledger restored from a backup', () => {
  it('publishes nothing on the channel until `ledger rebuild`, and nothing twice after it', async () => {
    expect(await run('2027-03-20T13:00:00Z', 'tick')).toMatchObject({ code: 0 });
    const backup = newFolder();
    cpSync(join(cwd, 'data'), backup, { recursive: true });
    expect(await run('2027-03-20T14:00:00Z', 'tick')).toMatchObject({ code: 0 });
    const published = server.statuses.length;
    expect(published).toBeGreaterThan(0);

    restore(backup);
    const stopped = await run('2027-03-20T14:05:00Z', 'tick');
    expect(stopped).toMatchObject({ code: 75 });
    expect(stopped.stderr).toMatch(
      /the last \d+ changes that this bot recorded are unknown to the ledger: it is an old copy/,
    );
    expect(stopped.stderr).toContain('run `npm run -s bot -- ledger rebuild --channel m` first');
    expect(await run('2027-03-20T14:05:10Z', 'publish', slot)).toMatchObject({ code: 75 });
    const { stdout } = await runHere(['status', ...sound], { cwd, env: env() });
    const advice = stdout.split('\n').filter((line) => /unknown|rebuild/.test(line));
    expect(advice.map((line) => line.replace(/\d+/, 'n'))).toMatchInlineSnapshot(`
      [
        "  ledger  the last n changes that this bot recorded are unknown to it: it is an old copy or a new one",
        "          Nothing is published until it knows what stands on the account: npm run -s bot -- ledger rebuild --channel m",
      ]
    `);
    expect(server.statuses).toHaveLength(published);

    const rebuilt = await run('2027-03-20T14:06:00Z', 'ledger', 'rebuild', '--json');
    expect(rebuilt, rebuilt.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(rebuilt.stdout).channels[0].slots).toMatchObject([{ slot, outcome: 'adopted' }]);
    expect(await run('2027-03-20T14:07:00Z', 'tick')).toMatchObject({ code: 0 });
    expect(server.statuses).toHaveLength(published);
  });

  it('is noticed although it lacks only an open attempt; one that is gone whole leaves alone what was due before', async () => {
    await run('2027-03-20T13:00:00Z', 'tick');
    const refused = { kind: 'error', status: 503, acted: false } as const;
    const publishing = { method: 'POST', path: '/api/v1/statuses' } as const;
    server.fail(publishing, refused);
    await run('2027-03-20T14:00:00Z', 'tick');
    const backup = newFolder();
    cpSync(join(cwd, 'data'), backup, { recursive: true });
    server.fail(publishing, refused);
    await run('2027-03-20T14:04:00Z', 'tick');
    expect(server.statuses).toHaveLength(0);
    restore(backup);
    const stopped = await run('2027-03-20T14:08:00Z', 'tick');
    expect(stopped, stopped.stderr).toMatchObject({ code: 75 });
    expect(stopped.stderr).toContain('unknown to the ledger: it is an old copy');
    for (const name of ledgerFiles(join(cwd, 'data'))) rmSync(join(cwd, 'data', name));
    const { stdout } = await runHere(['status', ...sound], { cwd, env: env() });
    expect(stdout).toContain('unknown to it: it is an old copy or a new one');
    expect(await run('2027-03-20T14:08:10Z', 'tick')).toMatchObject({ code: 75 });
    await run('2027-03-20T14:08:30Z', 'ledger', 'rebuild');
    expect(await run('2027-03-20T14:09:00Z', 'tick')).toMatchObject({ code: 0 });
    expect(server.statuses).toHaveLength(0);
  });

  it('is brought up to date when its copy was made while a publication was under way', async () => {
    await run('2027-03-20T13:00:00Z', 'tick');
    server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'error', status: 401, acted: false });
    await run('2027-03-20T14:00:00Z', 'tick');
    const backup = newFolder();
    cpSync(join(cwd, 'data'), backup, { recursive: true });
    expect(await run('2027-03-20T14:04:00Z', 'tick')).toMatchObject({ code: 0 });
    const published = server.statuses.length;
    expect(published).toBeGreaterThan(0);
    restore(backup);
    expect(await run('2027-03-20T14:08:00Z', 'tick')).toMatchObject({ code: 75 });
    expect(await run('2027-03-20T14:08:30Z', 'ledger', 'rebuild')).toMatchObject({ code: 0 });
    expect(await run('2027-03-20T14:09:00Z', 'tick')).toMatchObject({ code: 0 });
    expect(server.statuses).toHaveLength(published);
  });

  it('sends no part of a thread twice that was begun after its copy was made', async () => {
    const publishing = { method: 'POST', path: '/api/v1/statuses' } as const;
    const refused = { kind: 'error', status: 401, acted: false } as const;
    await run('2027-03-20T13:00:00Z', 'tick');
    server.fail(publishing, refused);
    await run('2027-03-20T14:00:00Z', 'tick');
    const backup = newFolder();
    cpSync(join(cwd, 'data'), backup, { recursive: true });
    server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
    server.fail(publishing, refused);
    await run('2027-03-20T14:04:00Z', 'tick');
    restore(backup);
    const stopped = await run('2027-03-20T14:08:00Z', 'tick');
    expect(stopped).toMatchObject({ code: 75 });
    expect(stopped.stderr).toContain('run `npm run -s bot -- ledger rebuild --channel m` first');
    await run('2027-03-20T14:08:30Z', 'ledger', 'rebuild');
    expect(await run('2027-03-20T14:09:00Z', 'tick')).toMatchObject({ code: 0 });
    expect(server.statuses.filter(({ parent }) => parent === null)).toHaveLength(1);
    expect(server.statuses.length).toBeGreaterThan(1);
  });

  it('sends no part of a thread twice that was missed when its copy was made, and sent by hand since', async () => {
    const publishing = { method: 'POST', path: '/api/v1/statuses' } as const;
    const refused = { kind: 'error', status: 401, acted: false } as const;
    await run('2027-03-20T13:00:00Z', 'tick');
    server.fail(publishing, refused);
    await run('2027-03-20T14:00:00Z', 'tick');
    expect(await run('2027-03-21T06:00:00Z', 'tick')).toMatchObject({ code: 75 });
    const backup = newFolder();
    cpSync(join(cwd, 'data'), backup, { recursive: true });
    server.fail(publishing, { kind: 'held', at: 'arrival' }).release();
    server.fail(publishing, refused);
    await run('2027-03-21T07:00:00Z', 'publish', slot);
    expect(server.statuses).toHaveLength(1);
    restore(backup);
    const stopped = await run('2027-03-21T07:05:00Z', 'tick');
    expect(stopped).toMatchObject({ code: 75 });
    expect(stopped.stderr).toContain('run `npm run -s bot -- ledger rebuild --channel m` first');
    const rebuilt = await run('2027-03-21T07:05:30Z', 'ledger', 'rebuild');
    expect(rebuilt.stdout).toContain('its thread broke off after its first post');
    expect(await run('2027-03-21T07:10:00Z', 'publish', slot)).toMatchObject({ code: 0 });
    expect(server.statuses.filter(({ parent }) => parent === null)).toHaveLength(1);
    expect(server.statuses.length).toBeGreaterThan(1);
  });
});
