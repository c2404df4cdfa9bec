import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { freezeMastodon } from '../../bot/networks/mastodon/freeze.ts';
import { plusMillis } from '../../schedule/instant.ts';
import { newFolder, runCli } from '../support/cli.ts';
import { slotWith, threadWith } from '../support/threads.ts';

const account = { network: 'mastodon', server: 'https://outbox.invalid', id: '1956' } as const;
const slot = slotWith();
const channel = { account: accountKeyOf(account), language: 'hu' } as const;
const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

let cwd: string;
beforeEach(() => failedAs('uncertain', 'no clear answer'));

async function failedAs(kind: 'uncertain' | 'conflict', message: string): Promise<void> {
  cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
  const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'));
  await ledger.start(channel.account, channel.language, slot.due);
  const holder = { host: 'alfa', pid: 1, nonce: '00000000-0000-4000-8000-000000000001' };
  const expiresAt = plusMillis(slot.due, 60_000);
  const { lease } = await ledger.takeLease(channel, { holder, now: slot.due, expiresAt, over: null });
  const thread = threadWith({ slot, network: 'mastodon', posts: [{ text: 'Elindul a tüntetés.\n\n#1956' }] });
  const claim = { ...channel, slot: slot.id, token: lease.token };
  const frozen = freezeMastodon(account, thread, [[]]);
  await ledger.intend(claim, { due: slot.due, frozen, fingerprint: thread.fingerprint, now: slot.due });
  const attempts = { firstAt: '2027-10-23T13:00:00.000Z', lastAt: '2027-10-23T13:07:01.000Z' };
  const posts = [{ mediaIds: [], attempts, refusals: 0, receipt: null }];
  await ledger.trailed(claim, { network: 'mastodon', anchor: null, posts });
  await ledger.failed(claim, slot.due, { kind, message }, slot.due);
  await ledger.releaseLease(lease);
  await ledger.close();
}

const cli = (...args: readonly string[]) => runCli(args, { cwd });
const resolve = (...args: readonly string[]) => cli('resolve', slot.id, '--channel', 'mastodon-hu', ...args);

describe('resolve', () => {
  it('is what status asks for, with what to look at', async () => {
    const { stdout } = await cli('status', ...sound);
    expect(stdout).toContain(`uncertain  ${slot.id}: no clear answer`);
    expect(stdout).toContain(
      'Look on https://outbox.invalid for a post of about 2027-10-23 13:07 UTC that begins: “Elindul a tüntetés. #1956”',
    );
    expect(stdout).toContain(`resolve ${slot.id} --channel mastodon-hu --published <its address>`);
    expect(stdout).toContain(`resolve ${slot.id} --channel mastodon-hu --not-published`);
    const { channels } = JSON.parse((await cli('status', '--json', ...sound)).stdout);
    expect(channels.find(({ channel: id }: { channel: string }) => id === 'mastodon-hu').failed).toMatchObject([
      { look: { account: 'https://outbox.invalid', post: 1, posts: 1, lastAttempt: '2027-10-23T13:07:01.000Z' } },
    ]);
  });

  it('is asked for by status where another post stands in its place, and not `publish`', async () => {
    await failedAs('conflict', 'another post under its key');
    const { stdout } = await cli('status', ...sound);
    expect(stdout).toContain(`conflict  ${slot.id}: another post under its key`);
    expect(stdout).toContain(`resolve ${slot.id} --channel mastodon-hu --published <its address>`);
    expect(stdout).not.toContain('publish it with');
    expect(await resolve('--published', 'https://outbox.invalid/@emleknap/116')).toMatchObject({ code: 0 });
  });

  it('settles it as published', async () => {
    const { code, stdout } = await resolve('--published', 'https://outbox.invalid/@emleknap/116');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${slot.id} counts as published on mastodon-hu.\n` });
    expect((await cli('status', ...sound)).stdout).toContain('1 published, 0 missed, 0 failed');
    const again = await resolve('--not-published');
    expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining('it is published') });
  });

  it('settles it as not published, and says how to send it', async () => {
    const { code, stdout } = await resolve('--not-published');
    expect(code).toBe(0);
    expect(stdout).toContain(`publish ${slot.id} --channel mastodon-hu`);
    expect((await cli('status', ...sound)).stdout).toContain('a person looked, and it was not published');
  });

  it('settles the matter for the alarms, too', async () => {
    await resolve('--not-published');
    const { alarms } = JSON.parse((await cli('tick', '--json', ...sound)).stdout);
    expect(alarms).toEqual([]);
  });

  it.each([
    [[], 'Say what you saw'],
    [['--published', 'https://outbox.invalid/@emleknap/116', '--not-published'], 'Say what you saw'],
    [['--published', '116'], 'whole address of the post'],
    [['--published', 'https://elsewhere.example/@emleknap/116'], 'the account is on outbox.invalid'],
  ])('with %j does nothing, and says why', async (args, why) => {
    const { code, stderr } = await resolve(...args);
    expect(code).toBe(64);
    expect(stderr).toContain(why);
    const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'));
    const [publication] = await ledger.publications(channel.account, channel.language);
    await ledger.close();
    expect(publication).toMatchObject({ state: 'failed', failure: { kind: 'uncertain' } });
  });
});
