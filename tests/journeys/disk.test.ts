import { mkdirSync } from 'node:fs';
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
      expect(namesIn(join(data, 'outbox'))).toHaveLength(4);
    } finally {
      disk.close();
    }
  },
);
