import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, newFolder, runCli, said } from '../support/cli.ts';
import { namesIn } from '../support/outbox.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

describe('the daemon', () => {
  it('waits for the minute, publishes at it, and stops gracefully on SIGTERM', async () => {
    const cwd = newFolder();
    await runCli(['tick', '--now', '2027-03-20T13:59Z', ...campaigns], { cwd });
    const daemon = launch(['run', '--now', '2027-03-20T13:59:58Z', ...campaigns], { cwd });
    await said(daemon, /Next: first-steps on 2027-03-20 at 15:00/);
    expect(existsSync(join(cwd, 'data/outbox/index.html'))).toBe(false);
    await said(daemon, /(published.*first-steps[\s\S]*){4}/);
    daemon.child.kill('SIGTERM');
    const ended = await daemon.ended;
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stdout).toMatch(/Stopping[\s\S]*Stopped\./);
    expect(namesIn(join(cwd, 'data/outbox'))).toHaveLength(4);
  });

  it('killed with SIGKILL again and again, it has published each slot exactly once on every channel', async () => {
    const cwd = newFolder();
    const start = () => launch(['run', '--now', '2027-03-20T13:59:59Z', '--json', ...campaigns], { cwd });
    const outbox = join(cwd, 'data/outbox');
    await runCli(['tick', '--now', '2027-03-20T13:59Z', ...campaigns], { cwd });
    for (const share of [0, 0, 1, 1, 2, 3, 3]) {
      const daemon = start();
      while (existsSync(outbox) === false || namesIn(outbox).length < share) {
        if (daemon.child.exitCode !== null) throw new Error(`the daemon stopped by itself: ${daemon.output.stderr}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
      daemon.child.kill('SIGKILL');
      expect(await daemon.ended).toMatchObject({ signal: 'SIGKILL' });
    }
    const last = start();
    await said(last, /Running with/);
    while (namesIn(outbox).length < 4) {
      if (last.child.exitCode !== null) throw new Error(`the daemon stopped by itself: ${last.output.stderr}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    last.child.kill('SIGTERM');
    expect(await last.ended).toMatchObject({ code: 0 });
    const names = namesIn(outbox);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
    const status = await runCli(['status', '--json', ...campaigns], { cwd });
    expect(JSON.parse(status.stdout).channels).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining({ published: 1, missed: [], failed: [], underWay: [] })),
    );
  });
});

it('a daemon that slept for a while wakes without a word about the beats it missed', async () => {
  const cwd = newFolder();
  const daemon = launch(['run', '--now', '2027-03-20T13:00Z', '--json', ...campaigns], { cwd });
  await said(daemon, /Next: first-steps/);
  daemon.child.kill('SIGSTOP');
  for (let commands = 0; commands < 3; commands += 1) await runCli(['check', ...campaigns], { cwd });
  daemon.child.kill('SIGCONT');
  await runCli(['check', ...campaigns], { cwd });
  daemon.child.kill('SIGTERM');
  expect(await daemon.ended).toMatchObject({ code: 0, stderr: '' });
});

describe('ticks', () => {
  const tick = (cwd: string, now: string) => runCli(['tick', '--now', now, '--json', ...campaigns], { cwd });
  const kinds = (stdout: string): readonly string[] =>
    JSON.parse(stdout).events.map(
      ({ kind, slot }: { kind: string; slot: string }) => `${kind} ${slot.split(/[/@]/)[1]}`,
    );

  it('publish what is due once, however often they run, and record what is too late as missed', async () => {
    const cwd = newFolder();
    expect(kinds((await tick(cwd, '2027-03-20T13:00Z')).stdout)).toEqual([]);
    expect(kinds((await tick(cwd, '2027-03-20T14:00Z')).stdout)).toEqual(Array(4).fill('published first-steps'));
    expect(kinds((await tick(cwd, '2027-03-20T14:00:30Z')).stdout)).toEqual([]);
    expect(kinds((await tick(cwd, '2027-03-20T15:45Z')).stdout)).toEqual(Array(4).fill('missed about-us'));
    expect(kinds((await tick(cwd, '2027-03-20T15:30Z')).stdout)).toEqual([]);
    const status = await runCli(['status', ...campaigns], { cwd });
    expect(status.stdout).toContain('1 published, 1 missed, 0 failed, 0 uncertain, 0 in conflict, 0 under way');
  });

  it('leave alone what was due before the channel first ran', async () => {
    const cwd = newFolder();
    expect(kinds((await tick(cwd, '2027-03-20T14:05Z')).stdout)).toEqual([]);
    expect(namesIn(join(cwd, 'data/outbox'))).toEqual([]);
  });

  it('two at the same time publish once', async () => {
    const cwd = newFolder();
    await tick(cwd, '2027-03-20T13:00Z');
    const both = await Promise.all([tick(cwd, '2027-03-20T14:00Z'), tick(cwd, '2027-03-20T14:00Z')]);
    expect(namesIn(join(cwd, 'data/outbox'))).toHaveLength(4);
    for (const { code } of both) expect([0, 75]).toContain(code);
    const status = await runCli(['status', '--json', ...campaigns], { cwd });
    expect(JSON.parse(status.stdout).channels.map(({ published }: { published: number }) => published)).toEqual([
      1, 1, 1, 1,
    ]);
  });
});
