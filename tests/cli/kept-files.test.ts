import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rememberAccount } from '../../bot/cli/accounts.ts';
import { storeCapabilities, storedCapabilities } from '../../bot/cli/capability-file.ts';
import { foundClocks, keepFoundClocks } from '../../bot/cli/clock-words.ts';
import { outboxChannels } from '../../bot/cli/settings.ts';
import { defaultCapabilities } from '../../bot/render/capabilities.ts';
import { instantFromIso } from '../../schedule/instant.ts';
import { blueskyKey, mastodonAccount } from '../support/threads.ts';

const [channel] = outboxChannels;
if (channel === undefined) throw new Error('the outbox has channels');
const now = instantFromIso('2027-10-23T13:00:00.000Z');
const writers = Array.from({ length: 24 }, (_, index) => index);

describe('what processes keep for one another in the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emleknap-kept-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['accounts', (file: string, n: number) => rememberAccount(file, { ...channel, id: `c-${n}` }, mastodonAccount)],
    [
      'capabilities',
      (file: string, n: number) =>
        storeCapabilities(file, blueskyKey, { ...defaultCapabilities('bluesky'), maxImageBytes: 1000 + n }),
    ],
    [
      'clocks',
      (file: string, n: number) =>
        keepFoundClocks(file, [{ channels: [`c-${n}`], verdict: 'right', last: null, aheadMillis: n }], now),
    ],
  ] as const)('stays whole when several write at once: %s', async (name, write) => {
    const file = join(folder, `${name}.json`);
    await Promise.all(writers.map((n) => write(file, n)));
    if (name === 'capabilities') expect(Object.keys((await storedCapabilities(file)).accounts)).toEqual([blueskyKey]);
    if (name === 'clocks') expect(Object.keys(await foundClocks(file)).length).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual([`${name}.json`]);
  });
});
