/** The data folder is its owner's alone, new or old, and nothing that is not the bot's is touched. */

import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPrivate } from '../../../bot/host/data/data-folder.ts';
import { placesIn } from '../../../bot/host/data/places.ts';
import { newFolder } from '../../support/cli.ts';
import { runHere } from '../../support/in-process.ts';

const sound = ['--campaigns', fileURLToPath(new URL('../../fixtures/sound', import.meta.url))];
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const open = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
  );

let cwd: string;
let data: string;
let umask: number;
const complaints: string[] = [];
beforeEach(() => {
  cwd = newFolder();
  data = join(cwd, 'data');
  umask = process.umask(0o022);
  complaints.length = 0;
});
afterEach(() => {
  process.umask(umask);
  rmSync(cwd, { recursive: true });
});
const keep = () => keepPrivate(placesIn(data), (message) => complaints.push(message));
const tick = (minute: string) =>
  runHere(['tick', '--now', `2027-03-20T${minute}:00Z`, ...sound], { cwd, env: { EMLEKNAP_DATA: data } });

it('is made for its owner alone, with everything in it', async () => {
  await tick('13:00');
  await tick('14:00');
  expect(mode(data)).toBe('700');
  expect(readdirSync(data)).toEqual(expect.arrayContaining(['ledger.sqlite', 'outbox', 'pictures', 'processes']));
  expect(open(data)).toEqual([]);
  expect(mode(join(data, 'ledger.sqlite'))).toBe('600');
});

it('is closed where an earlier version left it open, whatever its umask was', async () => {
  await tick('13:00');
  await tick('14:00');
  const all = readdirSync(data, { recursive: true, encoding: 'utf8' });
  for (const name of all) chmodSync(join(data, name), statSync(join(data, name)).isDirectory() ? 0o755 : 0o644);
  chmodSync(data, 0o755);
  process.umask(0o022);
  const { stderr } = await tick('14:01');
  expect([mode(data), open(data), stderr]).toEqual(['700', [], expect.not.stringContaining('open to others')]);
});

it('closes the files of a folder that is closed already', () => {
  mkdirSync(data, { mode: 0o700 });
  for (const name of ['ledger.sqlite', 'ledger.sqlite-wal']) writeFileSync(join(data, name), '', { mode: 0o644 });
  keep();
  expect([open(data), complaints]).toEqual([[], []]);
});

it('touches nothing that is not its own, and says that such a folder is open', () => {
  mkdirSync(join(data, 'letters'), { recursive: true });
  writeFileSync(join(data, 'letters/one.txt'), '');
  writeFileSync(join(data, 'ledger.sqlite'), '');
  symlinkSync(join(data, 'letters/one.txt'), join(data, 'accounts.json'));
  keep();
  expect([mode(data), mode(join(data, 'letters/one.txt')), mode(join(data, 'ledger.sqlite'))]).toEqual([
    '755',
    '644',
    '600',
  ]);
  expect(complaints).toEqual([
    expect.stringMatching(
      /data is open to others on this machine and holds other things, too; give the bot a folder of its own \(chmod 700 .*data\)$/,
    ),
  ]);
});

it.runIf(existsSync('/proc/self'))('says what cannot be closed', () => {
  keepPrivate({ ...placesIn(data), folder: '/proc/self' }, (message) => complaints.push(message));
  expect(complaints).toEqual([expect.stringMatching(/^\/proc\/self is open to others/)]);
});
