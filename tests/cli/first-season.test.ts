import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { addCampaign, folderWithCampaign } from '../support/future.ts';
import { runHere } from '../support/in-process.ts';

describe('every command with a campaign of a year to come', () => {
  let campaigns = '';
  const run = (args: string, cwd = newFolder()) =>
    runHere([...args.split(' '), '--campaigns', campaigns], { cwd, isOffline: true });
  beforeAll(async () => {
    campaigns = await folderWithCampaign({ year: 2250 });
  });

  it('check finds nothing wrong', async () => {
    expect(await run('check')).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['plan', /season of 2250/],
    ['preview --no-images', /Hajnal\./],
    ['sources --language hu', /10 May 2250|> 1\/1 Hajnal\./],
    ['status', /next: harbour\/dawn@2250-05-10T06:00/],
    ['tick --explain', /harbour\/dawn@2250-05-10T06:00/],
    ['rehearse', /The season of 2250, rehearsed .* 1 slot/],
  ])('%s shows its first season', async (args, expected) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr: stderr.replace(/^The pictures are in .*\n/u, '') }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(expected);
  });

  it('tick waits for it, and publishes at its minute', async () => {
    const cwd = newFolder();
    expect(await run('tick', cwd)).toMatchObject({ code: 0, stdout: expect.not.stringContaining('published') });
    const due = await run('tick --now 2250-05-10T04:00Z', cwd);
    expect(due).toMatchObject({ code: 0 });
    expect(due.stdout).toContain('harbour/dawn@2250-05-10T06:00');
    expect(existsSync(join(cwd, 'data/outbox/index.html'))).toBe(true);
  });

  it('a season before it is nothing, and says when the first is', async () => {
    const { code, stdout, stderr } = await run('plan --year 2027');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Nothing is planned for 2027 on these channels.\n',
      stderr: 'harbour has no season in 2027: its first is that of 2250 (--year 2250).\n',
    });
  });
});

it.each(['1971', '2250'])('the season of %s can be rehearsed, and none beyond it', async (year) => {
  const args = ['rehearse', '--campaigns', await folderWithCampaign({ year: 1900 }), '--year'];
  expect(await runHere([...args, year], { cwd: newFolder() })).toMatchObject({ code: 0 });
  const beyond = year === '1971' ? '1970' : '2251';
  const refused = await runHere([...args, beyond], { cwd: newFolder() });
  expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining('from 1971 to 2250') });
});

describe('the pictures of a preview', () => {
  it('stand apart where two campaigns have an entry of one name at one minute', async () => {
    const campaigns = await folderWithCampaign({ year: 1900, id: 'harbour' });
    await addCampaign(campaigns, { year: 1950, id: 'island' });
    const cwd = newFolder();
    const args = ['preview', '--year', '2027', '--channel', 'bluesky-hu', '--landscape', '--json'];
    const { code, stdout } = await runHere([...args, '--campaigns', campaigns], { cwd, isOffline: true });
    expect(code).toBe(0);
    const files = readdirSync(join(cwd, 'out/preview/bluesky-hu'));
    expect(files.sort()).toEqual([
      'harbour-2027-05-10T0600-dawn-1-landscape.jpg',
      'harbour-2027-05-10T0600-dawn-1.jpg',
      'island-2027-05-10T0600-dawn-1-landscape.jpg',
      'island-2027-05-10T0600-dawn-1.jpg',
    ]);
    for (const file of files.filter((name) => !name.includes('landscape'))) expect(stdout).toContain(file);
  });
});

describe('--campaigns', () => {
  it.each(['', '/campaign.yaml', '/days', '/'])(
    'with a campaign itself%s says which folder is meant',
    async (below) => {
      const campaigns = await folderWithCampaign({ year: 1900 });
      const given = `${campaigns}/harbour${below}`;
      const { code, stderr } = await runHere(['plan', '--campaigns', given], { cwd: campaigns, isOffline: true });
      expect(code).toBe(65);
      expect(stderr).toBe(
        'emleknap: harbour/campaign.yaml:1:1  harbour is a campaign; give the folder that holds it: --campaigns . [no-campaign]\n1 problem in the campaign files\n',
      );
    },
  );
});
