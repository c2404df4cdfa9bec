/** What was given up reaches a person once, wherever the program was killed in between. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../bot/ledger/sqlite.ts';
import { storedForms } from '../../bot/networks/stored-forms.ts';
import { launch, newFolder, said } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const folder = fileURLToPath(new URL('../fixtures/sound', import.meta.url));
const campaigns = ['--campaigns', folder];
const names = ['bluesky-en', 'bluesky-hu', 'mastodon-en', 'mastodon-hu'];

const tick = (cwd: string, now: string) => runHere(['tick', '--now', now, '--json', ...campaigns], { cwd });
const alarmsIn = (stdout: string): readonly string[] =>
  JSON.parse(stdout).alarms.map(
    ({ kind, channels, slot }: { kind: string; channels: string[]; slot: string }) =>
      `${kind} ${slot.split(/[/@]/)[1]} ${channels}`,
  );
const missed = (slot: string) => names.map((name) => `missed ${slot} ${name}`);

/** A data folder whose ledger holds what was missed at 15:41 UTC, by a process that was killed before it could say so. */
async function killedBeforeItsAlarm(): Promise<string> {
  const cwd = newFolder();
  await tick(cwd, '2027-03-20T13:00Z');
  const script = fileURLToPath(new URL('./killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, join(cwd, 'data'), '2027-03-20T15:41Z', folder], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const { channels } = JSON.parse((await runHere(['status', '--json', ...campaigns], { cwd })).stdout);
  const recorded = channels.filter((channel: { missed: readonly string[] }) => channel.missed.length > 0);
  expect(recorded.length).toBeGreaterThan(0);
  return cwd;
}

describe('a process that was killed after the ledger held what was missed, and before any alarm', () => {
  it('leaves the alarm to the next, which raises it once', async () => {
    const cwd = await killedBeforeItsAlarm();
    const first = alarmsIn((await tick(cwd, '2027-03-20T15:42Z')).stdout);
    expect([...first].sort()).toEqual([...missed('about-us'), ...missed('first-steps')].sort());
    expect(alarmsIn((await tick(cwd, '2027-03-20T15:43Z')).stdout)).toEqual([]);
  });

  it('leaves it to the daemon too', async () => {
    const cwd = await killedBeforeItsAlarm();
    const daemon = launch(['run', '--now', '2027-03-20T15:42Z', ...campaigns], { cwd });
    await said(daemon, /(alarm +missed[^\n]*first-steps[\s\S]*){4}/);
    daemon.child.kill('SIGTERM');
    const { stdout } = await daemon.ended;
    expect(stdout.match(/alarm +missed/g)).toHaveLength(8);
    expect(alarmsIn((await tick(cwd, '2027-03-20T15:43Z')).stdout)).toEqual([]);
  });
});

it('a daemon whose ledger is deleted alarms, and publishes nothing', async () => {
  const cwd = newFolder();
  await tick(cwd, '2027-03-20T13:59Z');
  const daemon = launch(['run', '--now', '2027-03-20T13:59:50Z', ...campaigns], { cwd });
  await said(daemon, /Running with/);
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(cwd, `data/ledger.sqlite${suffix}`), { force: true });
  await said(daemon, /alarm +stopped[^\n]*was deleted or replaced while this process used it/);
  daemon.child.kill('SIGTERM');
  const { code, stdout } = await daemon.ended;
  expect(code).toBe(0);
  expect(stdout).not.toContain('published  ');
});

it('what was given up more than a day ago is no alarm, also where nobody remembers whether it was one', async () => {
  const cwd = newFolder();
  await tick(cwd, '2027-03-20T13:00Z');
  expect(alarmsIn((await tick(cwd, '2027-03-20T15:41Z')).stdout)).toHaveLength(8);
  const ledger = await openLedger(join(cwd, 'data/ledger.sqlite'), storedForms);
  await ledger.changeAlarms(() => ({ raised: {}, away: {} }));
  await ledger.close();
  expect(alarmsIn((await tick(cwd, '2027-03-21T15:42Z')).stdout)).toEqual([]);
});

it('a card that cannot be drawn is an alarm in time to mend it, once a channel, and then goes out', async () => {
  const cwd = newFolder();
  await tick(cwd, '2027-03-20T13:00Z');
  const pictures = join(cwd, 'data/pictures');
  writeFileSync(pictures, 'no folder');
  const daemon = launch(['run', '--now', '2027-03-20T13:59:30Z', ...campaigns], { cwd });
  await said(daemon, /(alarm +unready[^\n]*first-steps[\s\S]*){4}/);
  rmSync(pictures);
  await said(daemon, /(published[^\n]*first-steps[\s\S]*){4}/);
  daemon.child.kill('SIGTERM');
  const { stdout } = await daemon.ended;
  expect(stdout.match(/alarm +unready/g)).toHaveLength(4);
});
