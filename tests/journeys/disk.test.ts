import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launch, newFolder, runCli, said } from '../support/cli.ts';
import { namesIn } from '../support/outbox.ts';
import { makeSmallDisk } from '../support/small-disk.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

const disk = makeSmallDisk(64 * 1024);

it.runIf(disk !== null)(
  'a daemon whose disk fills up says so, publishes nothing, and goes on when there is room',
  async () => {
    if (disk === null) throw new Error('the test runs only with a disk');
    try {
      const data = join(disk.folder, 'data');
      mkdirSync(data);
      const at = { cwd: newFolder(), env: { EMLEKNAP_DATA: data } };
      const daemon = launch(['run', '--now', '2027-03-20T13:59:57Z', ...campaigns], at);
      await said(daemon, /Next: first-steps/);
      disk.fill();
      await said(daemon, /the disk is full. Free some space/);
      const tick = await runCli(['tick', '--now', '2027-03-20T14:00:30Z', ...campaigns], at);
      expect([73, 75]).toContain(tick.code);
      expect(namesIn(join(data, 'outbox'))).toEqual([]);
      disk.free();
      await said(daemon, /(published.*first-steps[\s\S]*){4}/);
      daemon.child.kill('SIGTERM');
      expect(await daemon.ended).toMatchObject({ code: 0 });
      const lines = daemon.output.stdout.split('\n').filter((line) => / error |cannot be written/.test(line));
      const words = lines.map((line) => line.replace(/^\S+ +/, ''));
      expect(words).toEqual([...new Set(words)]);
      expect(daemon.output.stdout).toMatch(/mended +bluesky-hu/);
      expect(namesIn(join(data, 'outbox'))).toHaveLength(4);
    } finally {
      disk.close();
    }
  },
);

it.runIf(disk !== null).each([[[]], [['--json']]])(
  'a daemon %j publishes in time although there is no room for its log, and goes on with it when there is',
  async (how) => {
    const small = makeSmallDisk(64);
    if (small === null) throw new Error('the test runs only with a disk');
    const file = join(small.folder, 'log');
    const log = openSync(file, 'a');
    const logged = () => readFileSync(file, 'utf8');
    try {
      const cwd = newFolder();
      const daemon = launch(['run', '--now', '2027-03-20T13:59:54Z', ...how, ...campaigns], { cwd, log });
      await expect.poll(logged).toContain('Next: first-steps');
      small.fill(log);
      const outbox = join(cwd, 'data/outbox');
      await expect.poll(() => namesIn(outbox)).toHaveLength(4);
      small.free();
      daemon.child.kill('SIGTERM');
      expect(await daemon.ended).toMatchObject({ code: 0, stderr: '' });
      expect(logged()).toContain('Stopped.');
    } finally {
      closeSync(log);
      small.close();
    }
  },
);

it.runIf(disk !== null)('a command whose result finds no room says so, and exits with 73', async () => {
  const small = makeSmallDisk(64);
  if (small === null) throw new Error('the test runs only with a disk');
  const log = openSync(join(small.folder, 'plan'), 'a');
  try {
    small.fill();
    const { code, stderr } = await runCli(['plan', ...campaigns], { cwd: newFolder(), log });
    expect(code).toBe(73);
    expect(stderr).toMatch(/^emleknap: standard output cannot be written: .*\n$/);
  } finally {
    closeSync(log);
    small.close();
  }
});
