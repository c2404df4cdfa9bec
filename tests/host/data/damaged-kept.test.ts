/** A kept file that is damaged is never taken for an empty one where that would lose a promise: it is said, with what follows. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerIn } from '../../../bot/host/data/ledger-file.ts';
import { placesIn } from '../../../bot/host/data/places.ts';
import { lostLedger } from '../../../bot/host/lost-ledger.ts';
import { loginFileAt } from '../../../bot/networks/bluesky/wire/login-file.ts';
import { claim, intentFor, now, takeLeases } from '../../ledger/samples.ts';
import { newFolder } from '../../support/cli.ts';
import { runHere } from '../../support/in-process.ts';
import { blueskyAccount, blueskyKey, slotWith } from '../../support/threads.ts';

const sound = ['--campaigns', fileURLToPath(new URL('../../fixtures/sound', import.meta.url))];
const account = {
  EMLEKNAP_CHANNEL_A_NETWORK: 'mastodon',
  EMLEKNAP_CHANNEL_A_LANGUAGE: 'hu',
  EMLEKNAP_CHANNEL_A_DESTINATION: 'account',
  EMLEKNAP_CHANNEL_A_SERVER: 'http://127.0.0.1:9',
  EMLEKNAP_CHANNEL_A_ACCESS_TOKEN: 'abcdefghijklmnop',
};
const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['cut off', (file) => writeFileSync(file, '{"half')],
  ['empty', (file) => writeFileSync(file, '')],
  ['a list', (file) => writeFileSync(file, '[]')],
  ['of other types', (file) => writeFileSync(file, '{"a":7,"raised":{"x":"yesterday"},"accounts":{"x":1}}')],
  [
    'of a later version',
    (file) => writeFileSync(file, '{"version":2,"a":{"network":"nostr"},"accounts":{},"raised":[]}'),
  ],
  ['no UTF-8', (file) => writeFileSync(file, Buffer.from([0x7b, 0xff, 0xfe]))],
  ['a folder', (file) => mkdirSync(file)],
  ['a pipe', (file) => void spawnSync('mkfifo', [file])],
];

let cwd: string;
beforeEach(() => {
  cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
});
afterEach(() => rmSync(cwd, { recursive: true }));
const kept = (name: string) => join(cwd, 'data', name);
const run = (args: readonly string[], env = {}) =>
  runHere([...args, ...sound], { cwd, env: { EMLEKNAP_DATA: join(cwd, 'data'), ...env } });
const unstacked = (stderr: string) => expect(stderr).not.toMatch(/error of the program|\n +at /);

describe.each(damages)('a kept file that is %s', (_, damage) => {
  it('accounts.json: nobody can tell which account a channel is, and it is not said that it never ran', async () => {
    damage(kept('accounts.json'));
    for (const args of [['status'], ['status', '--json'], ['tick', '--explain']]) {
      const { code, stdout, stderr } = await run(args, account);
      expect([code, stdout]).toEqual([78, '']);
      expect(stderr).toMatch(
        /accounts\.json is damaged, so nobody can tell which accounts channels are\. .*Delete it; `tick` and `run` learn them anew/,
      );
    }
  });

  it('capabilities.json: nothing is shown by limits that nobody knows', async () => {
    damage(kept('capabilities.json'));
    const { code, stderr } = await run(['preview', '--no-images', '--year', '2027']);
    expect(code).toBe(78);
    expect(stderr).toMatch(/capabilities\.json is broken; delete it, and it is learned anew\. /);
  });

  it('clocks.json: the clock is not said to be right', async () => {
    damage(kept('clocks.json'));
    const { code, stderr } = await run(['status']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/clocks\.json is damaged, so what was found of this machine’s clock is not known/);
  });

  it('alarms.json: alarms may come twice', async () => {
    damage(kept('alarms.json'));
    const { code, stderr } = await run(['tick', '--now', '2027-03-20T13:00:00Z']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/alarms\.json is damaged, so alarms may come twice; /);
    unstacked(stderr);
  });

  it('high-water.json: a ledger that may be an old copy publishes nothing until it was rebuilt', async () => {
    const file = kept('high-water.json');
    damage(file);
    const { ledger, marks } = await ledgerIn(placesIn(kept('')), () => {});
    await takeLeases(ledger);
    const hu = { account: blueskyKey, language: 'hu' } as const;
    marks.add(hu);
    await ledger.intend(claim, intentFor(slotWith()));
    const failure = await lostLedger(
      { channel: { id: 'b-hu', account: blueskyAccount, language: 'hu' } } as never,
      {} as never,
      { ledger, marks } as never,
    );
    expect(failure).toEqual({
      kind: 'conflict',
      message: expect.stringMatching(/high-water\.json is damaged.*run `.*ledger rebuild --channel b-hu` first/),
    });
    rmSync(file, { recursive: true });
    writeFileSync(file, '{"half');
    await marks.trust(hu);
    expect((await marks.standingOf(hu)).kind).toBe('whole');
    expect(await marks.standingOf({ ...hu, language: 'en' })).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining('was damaged, and nothing in it is about this channel'),
    });
    await ledger.close();
  });

  it('the logins of an account: nobody logs in without knowing how often that was done', async () => {
    const file = kept('session.json.logins');
    damage(file);
    const told = await loginFileAt(file)
      .objection('password', now)
      .catch((error: unknown) => ({ kind: 'thrown', message: String(error) }));
    expect(told?.message).toMatch(
      /session\.json\.logins (is damaged, so nobody knows how often|: .*(folder|pipe))|session in .*logins: /,
    );
  });
});

describe.each(damages.slice(-2))('a ledger that is %s', (_, damage) => {
  it.each(['ledger.sqlite', 'ledger.sqlite-wal'])('%s: every command says so at once', async (name) => {
    if (name.endsWith('-wal')) await run(['tick', '--now', '2027-03-20T13:00:00Z']);
    rmSync(kept(name), { force: true });
    damage(kept(name));
    for (const args of [['status'], ['tick'], ['tick', '--explain'], ['ledger', 'rebuild']]) {
      const { code, stderr } = await run(args);
      expect({ args, code }).toEqual({ args, code: 73 });
      expect(stderr).toMatch(
        /the ledger .*ledger\.sqlite .*is (a folder|a pipe, a socket or a device) and no file\. Move it away\./,
      );
      unstacked(stderr);
    }
  });

  it.each(['kept.lock', 'processes'])(
    'or %s in its folder, which is made otherwise, ends nothing with a stack',
    async (name) => {
      damage(kept(name));
      const { code, stderr } = await run(['tick', '--now', '2027-03-20T13:00:00Z']);
      expect([0, 73]).toContain(code);
      unstacked(stderr);
    },
  );
});

it('an alarm file that was damaged is set aside by a tick', async () => {
  writeFileSync(kept('alarms.json'), '{"half');
  await run(['tick', '--now', '2027-03-20T13:00:00Z']);
  const { stderr } = await run(['tick', '--now', '2027-03-20T13:01:00Z']);
  expect(stderr).not.toContain('damaged');
  expect(existsSync(kept('alarms.json'))).toBe(false);
});
