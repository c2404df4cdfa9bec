import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, newFolder, said } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

function folderWith(env: string | Uint8Array, mode = 0o600): string {
  const cwd = newFolder();
  writeFileSync(join(cwd, '.env'), env);
  chmodSync(join(cwd, '.env'), mode);
  return cwd;
}

const channel = (campaigns: string): string =>
  [
    '\ufeffEMLEKNAP_CHANNEL_B_NETWORK=bluesky',
    'EMLEKNAP_CHANNEL_B_LANGUAGE=en',
    'EMLEKNAP_CHANNEL_B_DESTINATION=outbox',
    `EMLEKNAP_CHANNEL_B_CAMPAIGNS=${campaigns}`,
    '',
  ].join('\n');

describe('a channel that is set up for a campaign that is not there', () => {
  it.each([
    'check',
    'plan',
    'preview --no-images',
    'status',
    'tick',
    'tick --explain',
    'run',
    'publish liberty-2000/first-steps@2027-03-20T15:00',
    'ledger rebuild',
  ])('is refused by %s, with its line', async (command) => {
    const cwd = folderWith(channel('liberty-2001'));
    const ended = await runHere([...command.split(' '), ...sound], { cwd, isOffline: true });
    expect(ended, ended.stderr).toMatchObject({ code: 78 });
    expect(ended.stderr).toContain(
      '.env:4  EMLEKNAP_CHANNEL_B_CAMPAIGNS names a campaign that is not there. Did you mean "liberty-2000"?',
    );
  });

  it('is data for a machine in check --json, beside the problems of the campaign files', async () => {
    const { code, stdout } = await runHere(['check', '--json', ...sound], { cwd: folderWith(channel('liberty-2001')) });
    expect(code).toBe(78);
    expect(JSON.parse(stdout)).toEqual({
      problems: [],
      remarks: [],
      settings: [{ line: 4, message: expect.any(String) }],
    });
  });

  it('is no fault where only one campaign is asked for and the channel is for another', async () => {
    const cwd = folderWith(channel('liberty-2000'));
    const plan = await runHere(['plan', '--year', '2027', '--campaign', 'liberty-2000', ...sound], { cwd });
    expect(plan, plan.stderr).toMatchObject({ code: 0, stderr: '' });
  });
});

it('run announces nothing as next that its channels cannot send', async () => {
  const campaigns = newFolder();
  for (const name of ['first', 'second']) {
    const folder = join(campaigns, name);
    execFileSync('cp', ['-r', `${sound[1]}/liberty-2000`, folder]);
    execFileSync('sed', ['-i', `s/^id: .*/id: ${name}/`, join(folder, 'campaign.yaml')]);
    if (name === 'first') execFileSync('sed', ['-i', 's/first-steps/other-steps/; s/15:00/14:45/', ...daysOf(folder)]);
  }
  const daemon = launch(['run', '--now', '2027-03-20T13:00Z', '--campaigns', campaigns], {
    cwd: folderWith(channel('second')),
  });
  await said(daemon, /Next: first-steps/);
  expect(daemon.output.stdout).not.toContain('other-steps');
  daemon.child.kill('SIGTERM');
  await daemon.ended;
});

function daysOf(folder: string): readonly string[] {
  return execFileSync('find', [join(folder, 'days'), '-name', '*.yaml'], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

describe('a .env that cannot be read as one', () => {
  it.each([
    ['a folder', (file: string) => mkdirSync(file), '.env is a folder'],
    ['a pipe', (file: string) => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', file]), '.env is a pipe'],
    ['a device', (file: string) => symlinkSync('/dev/zero', file), '.env is a device'],
    ['a link to nothing', (file: string) => symlinkSync('nowhere', file), '.env is a link to a file that is not there'],
    ['a huge file', (file: string) => writeFileSync(file, '#'.repeat(300_000)), '.env is larger than 256 KB'],
    [
      'UTF-16',
      (file: string) => writeFileSync(file, Buffer.from('\ufeffEMLEKNAP_DATA=x\n', 'utf16le')),
      '.env is not UTF-8 but UTF-16 or no text, so nothing in it is read. Save it as UTF-8',
    ],
  ])('as %s is refused with exit code 78', async (_, make, words) => {
    const cwd = newFolder();
    make(join(cwd, '.env'));
    const ended = await runHere(['plan', ...sound], { cwd });
    expect(ended).toMatchObject({ code: 78, stdout: '' });
    expect(ended.stderr).toContain(words);
  });

  it('keeps the photographs of the settings from being passed over', async () => {
    const ended = await runHere(['photo', 'list', ...sound], { cwd: folderWith('EMLEKNAP_PHOTOS: pictures\n') });
    expect(ended).toMatchObject({ code: 78 });
    expect(ended.stderr).toContain('.env:1  This line sets nothing. Write EMLEKNAP_PHOTOS=value');
  });
});

describe('a .env with secrets', () => {
  const secret = "EMLEKNAP_ALARM_COMMAND='true'\n";

  it('that others can read is warned of, and one that is closed is not', async () => {
    const open = await runHere(['plan', '--year', '2027', ...sound], { cwd: folderWith(secret, 0o644) });
    expect(open).toMatchObject({ code: 0 });
    expect(open.stderr).toContain('close it: chmod 600 .env');
    const closed = await runHere(['plan', '--year', '2027', ...sound], { cwd: folderWith(secret) });
    expect(closed).toMatchObject({ code: 0, stderr: '' });
  });

  it('that git keeps is warned of, and one that it ignores is not', async () => {
    const cwd = folderWith(secret);
    execFileSync('git', ['init', '-q'], { cwd });
    expect((await runHere(['plan', '--year', '2027', ...sound], { cwd })).stderr).toBe('');
    execFileSync('git', ['add', '-f', '.env'], { cwd });
    expect((await runHere(['plan', '--year', '2027', ...sound], { cwd })).stderr).toContain('git rm --cached .env');
  });

  it('without secrets may be open', async () => {
    const ended = await runHere(['plan', '--year', '2027', ...sound], { cwd: folderWith('EMLEKNAP_DATA=x\n', 0o644) });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});

it('what .env sets for others holds as before', async () => {
  const cwd = folderWith('FORCE_COLOR=1\n');
  const { stdout } = await runHere(['plan', '--year', '2027', ...sound], { cwd, env: { NO_COLOR: '' } });
  expect(stdout).toContain('\u001b');
});
