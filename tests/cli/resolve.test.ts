import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import { freezeMastodon, type MastodonAccount } from '../../bot/networks/mastodon/freeze/freeze.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { plusMillis } from '../../schedule/time/instant.ts';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import { defaultToken } from '../support/mastodon/options.ts';
import { startMastodon } from '../support/mastodon/server.ts';
import { slotWith, threadWith } from '../support/threads.ts';

const account = { network: 'mastodon', server: 'https://outbox.invalid', id: '1956' } as const;
const slot = slotWith();
const channel = { account: accountKeyOf(account), language: 'hu' } as const;
const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

const words = 'Elindul a tüntetés.\n\n#1956';

let cwd: string;
beforeEach(() => failedAs('uncertain', 'no clear answer'));

async function failedAs(kind: 'uncertain' | 'conflict', message: string, to: MastodonAccount = account): Promise<void> {
  cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
  const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'), storedForms);
  const channel = { account: accountKeyOf(to), language: 'hu' } as const;
  await ledger.start(channel.account, channel.language, slot.due);
  const holder = { host: 'alfa', pid: 1, nonce: '00000000-0000-4000-8000-000000000001' };
  const expiresAt = plusMillis(slot.due, 60_000);
  const { lease } = await ledger.takeLease(channel, { holder, now: slot.due, expiresAt, over: null });
  const thread = threadWith({ slot, network: 'mastodon', posts: [{ text: words }, { text: 'A végén' }] });
  const claim = { ...channel, slot: slot.id, token: lease.token };
  const frozen = freezeMastodon(to, thread, [[], []]);
  await ledger.intend(claim, { due: slot.due, frozen, fingerprint: thread.fingerprint, now: slot.due });
  const attempts = { firstAt: '2027-10-23T13:00:00.000Z', lastAt: '2027-10-23T13:07:01.000Z' };
  const posts = [{ mediaIds: [], attempts, refusals: 0, receipt: null }];
  const trail: MastodonTrail = { network: 'mastodon', username: 'emleknap', anchor: null, posts };
  await ledger.trailed(claim, trail);
  await ledger.failed(claim, slot.due, { kind, message }, slot.due);
  await ledger.releaseLease(lease);
  await ledger.close();
}

const cli = (...args: readonly string[]) => runHere(args, { cwd });
const resolve = (...args: readonly string[]) => cli('resolve', slot.id, '--channel', 'mastodon-hu', ...args);

describe('resolve', () => {
  it('is what status asks for, with what to look at', async () => {
    const { stdout } = await cli('status', ...sound);
    expect(
      stdout.split('\n').filter((line) => line.includes('mastodon-hu') || line.includes('Look')),
    ).toMatchInlineSnapshot(`
      [
        "mastodon-hu  mastodon, hu, to the outbox",
        "          Look on @emleknap on https://outbox.invalid for post 1 of 2 of about 2027-10-23 13:07 UTC that begins: “Elindul a tüntetés. #1956”",
        "          It is there:      npm run -s bot -- resolve sample-1956/march-begins@2027-10-23T15:00 --channel mastodon-hu --published 'its address'",
        "          It is not there:  npm run -s bot -- resolve sample-1956/march-begins@2027-10-23T15:00 --channel mastodon-hu --not-published",
      ]
    `);
    expect(stdout).toContain('0 published, 0 missed, 0 failed, 1 uncertain, 0 in conflict, 0 under way');
    const { channels } = JSON.parse((await cli('status', '--json', ...sound)).stdout);
    expect(channels.find(({ channel: id }: { channel: string }) => id === 'mastodon-hu').failed).toMatchObject([
      {
        look: {
          account: '@emleknap on https://outbox.invalid',
          post: 1,
          posts: 2,
          lastAttempt: '2027-10-23T13:07:01.000Z',
        },
      },
    ]);
  });

  it('is asked for by status where another post stands in its place, and not `publish`', async () => {
    await failedAs('conflict', 'another post under its key');
    const { stdout } = await cli('status', ...sound);
    expect(stdout).toContain(`conflict  ${slot.id}: another post under its key`);
    expect(stdout).toContain(`resolve ${slot.id} --channel mastodon-hu --published 'its address'`);
    expect(stdout).not.toContain('publish it with');
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
    [
      ['--published', 'at://did:plc:abc/app.bsky.feed.post/3k'],
      'https://bsky.app/profile/did:plc:abc/post/3k is not taken',
    ],
    [['--published', 'https://elsewhere.example/@emleknap/116'], 'where nothing has an address. Nothing was recorded'],
  ])('with %j does nothing, and says why', async (args, why) => {
    const { code, stderr } = await resolve(...args);
    expect(code).toBe(64);
    expect(stderr).toContain(why);
    const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'), storedForms);
    const [publication] = await ledger.publications(channel.account, channel.language);
    await ledger.close();
    expect(publication).toMatchObject({ state: 'failed', failure: { kind: 'uncertain' } });
  });
});

it('resolve takes the address of what stands on the account, as the account has it, and nothing else', async () => {
  const server = await startMastodon({ mode: 'snac', now: () => slot.due });
  try {
    const here = { network: 'mastodon', server: server.url, id: server.accountId('emleknap') } as const;
    await failedAs('uncertain', 'no clear answer', here);
    writeFileSync(join(cwd, 'data/accounts.json'), JSON.stringify({ m: here }));
    const sent = await fetch(`${server.url}/api/v1/statuses`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${defaultToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ status: words, language: 'hu' }),
    });
    const { url } = (await sent.json()) as { url: string };
    const env = {
      EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
      EMLEKNAP_CHANNEL_M_LANGUAGE: 'hu',
      EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
      EMLEKNAP_CHANNEL_M_SERVER: server.url,
      EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: defaultToken,
    };
    const telling = (address: string) =>
      runHere(['resolve', slot.id, '--channel', 'm', '--published', address], { cwd, env });
    const mistyped = await telling(`${url}1`);
    expect(mistyped).toMatchObject({ code: 64, stderr: expect.stringContaining(`what was meant stands at ${url}`) });
    const { code, stdout } = await telling(url);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Post 1 of 2 counts as published. To send the rest: npm run -s bot -- publish ${slot.id} --channel m\n`,
    });
    const again = await telling(url);
    expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining('it is failed') });
  } finally {
    await server.close();
  }
});
