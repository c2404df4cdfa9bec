import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch, newFolder, runCli, said } from '../support/cli.ts';

const campaigns = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

/** A server that takes every connection and never answers. */
const hanging = createServer(() => {});
let env: Record<string, string>;
beforeEach(async () => {
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const { port } = hanging.address() as AddressInfo;
  env = {
    EMLEKNAP_CHANNEL_SLOW_NETWORK: 'mastodon',
    EMLEKNAP_CHANNEL_SLOW_LANGUAGE: 'hu',
    EMLEKNAP_CHANNEL_SLOW_DESTINATION: 'account',
    EMLEKNAP_CHANNEL_SLOW_SERVER: `http://127.0.0.1:${port}`,
    EMLEKNAP_CHANNEL_SLOW_ACCESS_TOKEN: 'token',
    EMLEKNAP_CHANNEL_QUICK_NETWORK: 'bluesky',
    EMLEKNAP_CHANNEL_QUICK_LANGUAGE: 'hu',
    EMLEKNAP_CHANNEL_QUICK_DESTINATION: 'outbox',
  };
});
afterEach(() => {
  hanging.close();
});

/** Where the quick channel has run before, however slow the machine. */
async function startedFolder(): Promise<string> {
  const cwd = newFolder();
  const quick = Object.fromEntries(Object.entries(env).filter(([name]) => !name.includes('_SLOW_')));
  await runCli(['tick', '--now', '2027-03-20T13:59Z', ...campaigns], { cwd, env: quick });
  return cwd;
}

it('a channel whose server hangs delays no other: the daemon publishes there at the minute', async () => {
  const cwd = await startedFolder();
  const daemon = launch(['run', '--now', '2027-03-20T13:59:57Z', '--json', ...campaigns], { cwd, env });
  await said(daemon, /"kind":"published"/);
  const [line] = daemon.output.stdout.split('\n').filter((each) => each.includes('"kind":"published"'));
  expect(JSON.parse(line ?? '')).toMatchObject({ channel: 'quick' });
  expect(daemon.output.stdout).not.toContain('"channel":"slow"');
  daemon.child.kill('SIGKILL');
  await daemon.ended;
});

it('a tick publishes on the other channels before it says that the slow one did not answer, and lets others publish there', async () => {
  const cwd = await startedFolder();
  const tick = launch(['tick', '--now', '2027-03-20T14:00Z', ...campaigns], { cwd, env });
  await said(tick, /published.*first-steps.*quick/);
  expect(tick.output.stderr).not.toContain('slow');
  const quick = Object.fromEntries(Object.entries(env).filter(([name]) => !name.includes('_SLOW_')));
  const beside = await runCli(['tick', '--now', '2027-03-20T14:01Z', ...campaigns], { cwd, env: quick });
  expect(beside).toMatchObject({ code: 0, stderr: '' });
  expect(tick.child.exitCode).toBeNull();
  tick.child.kill('SIGKILL');
  await tick.ended;
});
