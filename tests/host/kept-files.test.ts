import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../bot/channel.ts';
import { outboxChannels } from '../../bot/cli/settings/settings.ts';
import { foundClocks, keepFoundClocks } from '../../bot/host/clock/found-clocks.ts';
import { rememberAccount } from '../../bot/host/data/accounts.ts';
import { storeCapabilities, storedCapabilities } from '../../bot/host/data/capability-file.ts';
import { networks } from '../../bot/networks/all.ts';
import { instantFromIso } from '../../schedule/time/instant.ts';
import { mastodonAccount } from '../support/threads.ts';

const [channel] = outboxChannels;
if (channel === undefined) throw new Error('the outbox has channels');
const now = instantFromIso('2027-10-23T13:00:00.000Z');
const writers = Array.from({ length: 24 }, (_, index) => index);
const remember = (file: string, n: number) =>
  rememberAccount({ file, complain: () => {} }, { ...channel, id: `c-${n}` }, mastodonAccount);
const limits = { ...networks.bluesky.rules.defaults, maxImageBytes: 1000 };

describe('what processes keep for one another in the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emleknap-kept-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const accounts = async (file: string) => Object.keys(JSON.parse(await readFile(file, 'utf8')));

  it.each([
    ['accounts', remember, accounts],
    [
      'capabilities',
      (file: string, n: number) =>
        storeCapabilities(file, accountKeyOf({ network: 'bluesky', did: `did:plc:${n}` }), limits),
      async (file: string) => Object.keys((await storedCapabilities(file)).accounts),
    ],
    [
      'clocks',
      (file: string, n: number) =>
        keepFoundClocks(file, [{ channels: [`c-${n}`], verdict: 'right', last: null, aheadMillis: n }], now),
      async (file: string) => Object.keys(await foundClocks(file, () => {})),
    ],
  ] as const)('loses nothing when several write at once: %s', async (name, write, kept) => {
    const file = join(folder, `${name}.json`);
    await Promise.all(writers.map((n) => write(file, n)));
    expect(await kept(file)).toHaveLength(writers.length);
    expect(await readdir(folder)).toEqual([`${name}.json`, 'kept.lock']);
  });

  it('loses nothing when several processes write at once', async () => {
    const file = join(folder, 'accounts.json');
    const script = fileURLToPath(new URL('./keeper.ts', import.meta.url));
    const names = ['a', 'b', 'c'].map((process) => writers.map((n) => `${process}-${n}`));
    const ended = names.map((of) => once(spawn(process.execPath, [script, file, ...of], { stdio: 'inherit' }), 'exit'));
    expect(await Promise.all(ended)).toEqual(names.map(() => [0, null]));
    expect((await accounts(file)).sort()).toEqual(names.flat().sort());
  });

  it('waits once for a process that was stopped in the middle of writing, and not at each change', async () => {
    const file = join(folder, 'accounts.json');
    const stopped = new Database(join(folder, 'kept.lock'));
    stopped.exec('begin exclusive');
    const begun = performance.now();
    await remember(file, 1);
    const waited = performance.now() - begun;
    for (const n of [2, 3, 4, 5]) await remember(file, n);
    expect(performance.now() - begun).toBeLessThan(2 * waited);
    stopped.close();
    await remember(file, 6);
    expect(await accounts(file)).toHaveLength(6);
  });

  it('that cannot be read counts as nothing, and is written anew', async () => {
    const file = join(folder, 'accounts.json');
    await writeFile(file, '{"half');
    await remember(file, 1);
    expect(await accounts(file)).toEqual(['c-1']);
  });
});
