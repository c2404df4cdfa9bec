import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, newFolder, runCli, said } from '../support/cli.ts';
import { namesIn } from '../support/outbox.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

describe('two daemons on one data folder', () => {
  it('publish each slot once; when the first is killed the second relieves it at once', async () => {
    const cwd = newFolder();
    const start = () => launch(['run', '--now', '2027-03-20T13:59:57Z', ...campaigns], { cwd });
    const first = start();
    await said(first, /Next: first-steps/);
    const second = start();
    await said(second, /(occupied .*process \d+ on [\s\S]*){4}/);
    await said(first, /(published.*first-steps[\s\S]*){4}/);
    first.child.kill('SIGKILL');
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
    await said(second, /(relieving [\s\S]*){4}/);
    second.child.kill('SIGTERM');
    const { code, stdout } = await second.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('published');
    expect(namesIn(join(cwd, 'data/outbox'))).toHaveLength(4);
    const status = await runCli(['status', '--json', ...campaigns], { cwd });
    expect(JSON.parse(status.stdout).channels.map(({ published }: { published: number }) => published)).toEqual([
      1, 1, 1, 1,
    ]);
  });
});

it('a tick or a rebuild beside a daemon does nothing, says who publishes, and exits with 75', async () => {
  const cwd = newFolder();
  const daemon = launch(['run', '--now', '2027-03-20T13:00Z', ...campaigns], { cwd });
  await said(daemon, /Next: first-steps/);
  const tick = await runCli(['tick', '--now', '2027-03-20T14:00Z', ...campaigns], { cwd });
  expect(tick).toMatchObject({ code: 75, stdout: '' });
  expect(tick.stderr.split(`process ${daemon.child.pid} on `)).toHaveLength(5);
  const rebuild = await runCli(['ledger', 'rebuild', '--json', ...campaigns], { cwd });
  expect(rebuild.code).toBe(75);
  expect(namesIn(join(cwd, 'data/outbox'))).toEqual([]);
  daemon.child.kill('SIGTERM');
  expect(await daemon.ended).toMatchObject({ code: 0 });
  const after = await runCli(['tick', '--now', '2027-03-20T14:00Z', ...campaigns], { cwd });
  expect(after).toMatchObject({ code: 0, stderr: expect.not.stringContaining('occupied') });
  expect(namesIn(join(cwd, 'data/outbox'))).toHaveLength(4);
});
