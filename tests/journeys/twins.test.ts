import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { launch, newFolder, runCli, said } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import type { MastodonMode } from '../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../support/mastodon/server.ts';
import { newAccount, recordsOf, type TestAccount } from '../support/pds.ts';

type Env = Readonly<Record<string, string>>;

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const before = '2027-03-20T13:59Z';
const due = '2027-03-20T14:00Z';

const scopes = ['read', 'write'];
const museum = {
  username: 'museum',
  tokens: [
    { token: 'tokone', scopes },
    { token: 'toktwo', scopes },
  ],
};

const open: MastodonServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function mastodon(mode: MastodonMode = 'none', clock: () => number = Date.now): Promise<MastodonServer> {
  const server = await startMastodon({
    mode,
    users: [museum, { username: 'other', tokens: [{ token: 'tokthree', scopes }] }],
    now: clock,
  });
  open.push(server);
  return server;
}

const channel = (name: string, language: string, server: string, token: string): Env => ({
  [`EMLEKNAP_CHANNEL_${name}_NETWORK`]: 'mastodon',
  [`EMLEKNAP_CHANNEL_${name}_LANGUAGE`]: language,
  [`EMLEKNAP_CHANNEL_${name}_DESTINATION`]: 'account',
  [`EMLEKNAP_CHANNEL_${name}_SERVER`]: server,
  [`EMLEKNAP_CHANNEL_${name}_ACCESS_TOKEN`]: token,
});

const bluesky = (name: string, language: string, { service, appPassword }: TestAccount, identifier: string): Env => ({
  [`EMLEKNAP_CHANNEL_${name}_NETWORK`]: 'bluesky',
  [`EMLEKNAP_CHANNEL_${name}_LANGUAGE`]: language,
  [`EMLEKNAP_CHANNEL_${name}_DESTINATION`]: 'account',
  [`EMLEKNAP_CHANNEL_${name}_SERVICE`]: service,
  [`EMLEKNAP_CHANNEL_${name}_IDENTIFIER`]: identifier,
  [`EMLEKNAP_CHANNEL_${name}_APP_PASSWORD`]: appPassword,
});

/** The same server by another name of this machine. */
const alias = (url: string): string => url.replace('127.0.0.1', 'localhost');

const refused = 'the channels a and b are one account in one language';

describe('one account in one language behind two channels is refused before anything is sent', () => {
  it.each([
    [
      'two tokens of one account',
      (url: string) => ({ ...channel('A', 'hu', url, 'tokone'), ...channel('B', 'hu', url, 'toktwo') }),
    ],
    [
      'two spellings of one server',
      (url: string) => ({ ...channel('A', 'hu', url, 'tokone'), ...channel('B', 'hu', alias(url), 'tokone') }),
    ],
  ])('%s', async (_, envOf) => {
    const server = await mastodon();
    const [cwd, env] = [newFolder(), envOf(server.url)];
    for (const now of [before, due]) {
      const ended = await runHere(['tick', '--now', now, ...campaigns], { cwd, env });
      expect(ended).toMatchObject({ code: 75 });
      expect(ended.stderr).toContain(`not connected  a: ${refused}`);
      expect(ended.stderr).toContain(`not connected  b: ${refused}`);
      expect(ended.stdout + ended.stderr).not.toMatch(/tokone|toktwo/);
    }
    expect(server.statuses).toEqual([]);
  });

  it('the handle and the DID of one account on Bluesky', async () => {
    const account = await newAccount();
    const env = { ...bluesky('A', 'hu', account, account.handle), ...bluesky('B', 'hu', account, account.did) };
    const cwd = newFolder();
    for (const now of [before, due]) {
      const ended = await runCli(['tick', '--now', now, ...campaigns], { cwd, env });
      expect(ended).toMatchObject({ code: 75 });
      expect(ended.stderr).toContain(`not connected  a: ${refused}`);
      expect(ended.stderr).toContain(`not connected  b: ${refused}`);
    }
    expect(await recordsOf(account.service, account.did, 'app.bsky.feed.post')).toEqual([]);
  });

  it('by `run`, which raises an alarm, and by `publish` and `smoke` of one of the two', async () => {
    const server = await mastodon();
    const env = { ...channel('A', 'hu', server.url, 'tokone'), ...channel('B', 'hu', server.url, 'toktwo') };
    const cwd = newFolder();
    const daemon = launch(['run', '--now', '2027-03-20T13:59:58Z', ...campaigns], { cwd, env });
    await said(
      daemon,
      new RegExp(
        `not connected +a: ${refused}[\\s\\S]*not connected +b: ${refused}|not connected +b: ${refused}[\\s\\S]*not connected +a: ${refused}`,
      ),
    );
    await said(daemon, /alarm +not-connected/);
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    const slot = 'liberty-2000/first-steps@2027-03-20T15:00';
    for (const args of [
      ['publish', slot, '--channel', 'a', '--now', due, ...campaigns],
      ['smoke', 'b', '--yes'],
    ]) {
      const ended = await runHere(args, { cwd: newFolder(), env });
      expect(ended, ended.stderr).toMatchObject({ code: 75 });
      expect(ended.stderr).toContain(refused);
    }
    expect(server.statuses).toEqual([]);
  });
});

describe('what is no twin publishes', () => {
  it('one account in two languages, and two accounts in one', async () => {
    const server = await mastodon();
    const env = {
      ...channel('A', 'hu', server.url, 'tokone'),
      ...channel('B', 'en', server.url, 'toktwo'),
      ...channel('C', 'hu', server.url, 'tokthree'),
    };
    const cwd = newFolder();
    for (const now of [before, due]) {
      const ended = await runHere(['tick', '--now', now, ...campaigns], { cwd, env });
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
    }
    expect(server.statuses.map(({ parent }) => parent).filter((parent) => parent === null)).toHaveLength(3);
  });

  it('a channel beside one whose server hangs, once that one was another account before', async () => {
    const server = await mastodon();
    const hanging = createServer(() => {});
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const { port } = hanging.address() as AddressInfo;
    const cwd = newFolder();
    const env = channel('A', 'hu', server.url, 'tokone');
    await runHere(['tick', '--now', before, ...campaigns], { cwd, env });
    const elsewhere = { network: 'mastodon', server: `http://127.0.0.1:${port}`, id: '1', domain: null } as const;
    const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'), storedForms);
    await ledger.rememberAccount('slow', () => elsewhere);
    await ledger.close();
    const tick = launch(['tick', '--now', due, ...campaigns], {
      cwd,
      env: { ...env, ...channel('SLOW', 'hu', elsewhere.server, 'token') },
    });
    await said(tick, /published.*first-steps.* {2}a/);
    tick.child.kill('SIGKILL');
    await tick.ended;
    hanging.close();
  });
});

describe('two processes with settings of their own share a ledger', () => {
  it('the second is kept from the account that the first publishes on under another name, and sends nothing twice', async () => {
    const server = await mastodon();
    const cwd = newFolder();
    const [one, two] = [channel('A', 'hu', server.url, 'tokone'), channel('B', 'hu', alias(server.url), 'toktwo')];
    const daemon = launch(['run', '--now', '2027-03-20T13:59:57Z', ...campaigns], { cwd, env: one });
    await said(daemon, /published.*first-steps/);
    const beside = await runCli(['tick', '--now', due, ...campaigns], { cwd, env: two });
    expect(beside, beside.stderr).toMatchObject({ code: 75, stdout: expect.not.stringContaining('published') });
    expect(beside.stderr).toContain(`process ${daemon.child.pid} on `);
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    const after = await runCli(['tick', '--now', '2027-03-20T14:01Z', ...campaigns], { cwd, env: two });
    expect(after, after.stderr).toMatchObject({ code: 0, stdout: expect.not.stringContaining('published') });
    expect(server.statuses.map(({ parent }) => parent).filter((parent) => parent === null)).toHaveLength(1);
  });
});
