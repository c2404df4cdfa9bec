import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layOut, liberty } from '../support/broken.ts';
import { launch, newFolder, runCli } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';
import { noSockets } from '../support/no-sockets.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const commands = [
  'plan',
  'preview',
  'check',
  'sources',
  'profile',
  'tick',
  'run',
  'status',
  'rehearse',
  'publish',
  'resolve',
  'smoke',
  'ledger rebuild',
];

describe('the command line', () => {
  it.each(commands)('%s explains itself with examples', async (command) => {
    const { code, stdout } = await runHere([...command.split(' '), '--help'], { cwd: newFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  npm run -s bot -- ${command}`);
    expect(stdout).toContain('--json');
  });

  it('names the exit codes in its help', async () => {
    const { stdout } = await runHere(['--help'], { cwd: newFolder() });
    expect(stdout).toContain('65 problems in campaign files');
    expect(stdout.replaceAll('\n', ' ')).toContain(
      '75 something was missed or could not be published, another process',
    );
  });

  it.each([
    [['nonsense']],
    [['plan', '--year', 'soon']],
    [['plan', '--year', '27']],
    [['preview', '--day', '10/23']],
    [['tick', '--now', '2027-10-23T15:00']],
    [['plan', '--channel', 'bluesky-de']],
    [['plan', '--campaign', 'hungary-1957']],
    [['check', '--campaign', 'hungary-1957']],
  ])('%j is refused with exit code 64 and words that help', async (args) => {
    const { code, stderr, stdout } = await runHere(args, { cwd: newFolder() });
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/unknown command|has to be|Did you mean/);
  });

  it('on a Node.js that is too old it says so in one sentence', async () => {
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.20.2'}})`;
    const ended = await runCli(['plan'], { cwd: newFolder(), nodeOptions: ['--import', old] });
    expect(ended).toMatchObject({ code: 78, stdout: '' });
    expect(ended.stderr).toMatch(
      /^emleknap needs Node\.js 24 or newer, and this is 20\.20\.2: .*`npm ci` has installed\.\n$/,
    );
  });

  it('writes no colours where none are wanted, and writes them where they are', async () => {
    const cwd = newFolder();
    expect((await runHere(['plan', '--year', '2027'], { cwd })).stdout).not.toContain('\u001b');
    expect(
      (await runHere(['plan', '--year', '2027'], { cwd, env: { NO_COLOR: '', FORCE_COLOR: '1' } })).stdout,
    ).toContain('\u001b');
  });

  it.each(['tick', 'run', 'ledger rebuild', 'publish hungary-1956/radio-silent@2027-11-04T08:07'])(
    '%s refuses another clock than the system’s while a channel can reach a real account, and asks no server',
    async (command) => {
      const env = {
        EMLEKNAP_CHANNEL_B_NETWORK: 'bluesky',
        EMLEKNAP_CHANNEL_B_LANGUAGE: 'hu',
        EMLEKNAP_CHANNEL_B_DESTINATION: 'account',
        EMLEKNAP_CHANNEL_B_IDENTIFIER: 'someone.example.org',
        EMLEKNAP_CHANNEL_B_APP_PASSWORD: 'hunt-er22-hunt-er22',
      };
      const args = [...command.split(' '), '--now', '2027-11-04T07:07Z'];
      const ended = await runHere(args, { cwd: newFolder(), env, isOffline: true });
      expect(ended.code).toBe(64);
      expect(ended.stderr).toContain('--now is only for channels of the outbox');
    },
  );

  it('never prints the value of a setting', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.env'), 'EMLEKNAP_LOG_LEVEL=hunter2\nEMLEKNAP_CHANNEL_X_NETWORK=hunter2\n');
    const ended = await runHere(['status'], { cwd });
    expect(ended.code).toBe(78);
    expect(ended.stderr).toContain('EMLEKNAP_LOG_LEVEL');
    expect(ended.stdout + ended.stderr).not.toContain('hunter2');
  });
});

describe('plan', () => {
  it.each([2026, 2027, 2031])('shows the slots of %i at their wall clock', async (year) => {
    const { stdout } = await runHere(['plan', '--year', String(year), '--json', '--channel', 'bluesky-hu'], {
      cwd: newFolder(),
    });
    const planned: { slot: string; due: string; local: string }[] = JSON.parse(stdout);
    const dueAt = (local: string) => planned.find((item) => item.local === local)?.due;
    expect(dueAt(`${year}-10-23T15:00`)).toBe(`${year}-10-23T13:00:00.000Z`);
    expect(dueAt(`${year}-11-04T05:20`)).toBe(`${year}-11-04T04:20:00.000Z`);
    expect(planned[0]).toEqual({
      slot: `hungary-1956/what-this-account-does@${year}-10-23T08:00`,
      campaign: 'hungary-1956',
      entry: 'what-this-account-does',
      channel: 'bluesky-hu',
      network: 'bluesky',
      language: 'hu',
      due: `${year}-10-23T06:00:00.000Z`,
      local: `${year}-10-23T08:00`,
      posts: 2,
      images: 1,
      warning: null,
    });
  });
});

describe('preview', () => {
  it('opens no socket and needs no account, with and without pictures', async () => {
    for (const images of [[], ['--no-images']]) {
      const cwd = newFolder();
      const ended = await runHere(['preview', '--year', '2027', '--json', ...images, ...sound], {
        cwd,
        isOffline: true,
      });
      expect(ended.code).toBe(0);
      expect(existsSync(join(cwd, 'data/ledger.sqlite'))).toBe(false);
    }
  });

  it('gives every post with its measures and every picture with its file', async () => {
    const cwd = newFolder();
    const { stdout } = await runHere(['preview', '--year', '2027', '--json', '--channel', 'mastodon-en', ...sound], {
      cwd,
    });
    const [first] = JSON.parse(stdout);
    expect(first).toMatchObject({
      slot: 'liberty-2000/first-steps@2027-03-20T15:00',
      channel: 'mastodon-en',
      network: 'mastodon',
      language: 'en',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      posts: [
        {
          text: 'The first steps.\n\n27 years ago. @archive@social.example.org #Liberty',
          limit: 500,
          contentWarning: 'Violence',
          labels: [],
          language: 'en',
          visibility: 'public',
          images: [{ type: 'image/jpeg', width: 1200, height: 1500, credit: 'Drawing: trial' }],
        },
        { text: 'A slightly longer text.', visibility: 'unlisted', images: [] },
      ],
    });
    const [image] = first.posts[0].images;
    expect(readFileSync(join(cwd, image.file)).length).toBe(image.bytes);
    expect(image.alt).toContain('The first steps. This is how it begins.');
  });

  it('writes the landscapes of cards beside their portraits when asked', async () => {
    const cwd = newFolder();
    const options = ['--year', '2027', '--channel', 'mastodon-en', '--landscape', '--out', 'here'];
    const { code } = await runHere(['preview', ...options, ...sound], { cwd, isOffline: true });
    expect(code).toBe(0);
    const written = readdirSync(join(cwd, 'here/mastodon-en')).filter((file) => file.includes('first-steps'));
    expect(written.sort()).toEqual([
      'liberty-2000-2027-03-20T1500-first-steps-1-landscape.jpg',
      'liberty-2000-2027-03-20T1500-first-steps-1.jpg',
    ]);
  });

  it('writes one page with all cards when asked, in one file', async () => {
    const cwd = newFolder();
    const options = ['--year', '2027', '--sheet', '--json', '--out', 'here'];
    const { code, stdout } = await runHere(['preview', ...options, ...sound], { cwd, isOffline: true });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ file: 'here/contact-sheet.html', cards: 1 });
    expect(readdirSync(join(cwd, 'here'))).toEqual(['contact-sheet.html']);
    const page = readFileSync(join(cwd, 'here/contact-sheet.html'), 'utf8');
    const pictures = [...page.matchAll(/src="data:image\/jpeg;base64,([^"]*)"/g)].map(([, data = '']) => data);
    expect(pictures.map((data) => Buffer.from(data, 'base64').subarray(0, 2).toString('hex'))).toEqual([
      'ffd8',
      'ffd8',
    ]);
  });

  it('keeps every text of the campaign within its limit', async () => {
    const { stdout } = await runHere(['preview', '--year', '2027', '--json', '--no-images'], { cwd: newFolder() });
    const posts: { length: number; limit: number }[] = JSON.parse(stdout).flatMap(
      ({ posts }: { posts: unknown[] }) => posts,
    );
    expect(posts.length).toBeGreaterThan(100);
    expect(posts.filter(({ length, limit }) => length > limit)).toEqual([]);
  });
});

describe('check', () => {
  it('finds nothing wrong with the campaigns of the program', async () => {
    const ended = await runCli(['check', '--json'], { cwd: newFolder(), nodeOptions: noSockets });
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({
      problems: [],
      remarks: [expect.stringMatching(/^hungary-1956: The \d+ entries in epilogue\/ are not published/)],
    });
  });

  it('gives every problem with its place, and exit code 65', async () => {
    const cwd = newFolder();
    const ended = await runHere(['check', '--json', '--campaigns', cwd], { cwd });
    expect(ended.code).toBe(65);
    expect(JSON.parse(ended.stdout).problems).toEqual([
      {
        file: '.',
        line: 1,
        column: 1,
        rule: 'no-campaign',
        message: expect.stringContaining('add a folder with a campaign.yaml'),
      },
    ]);
  });
});

describe('a campaign file with a mistake in it', () => {
  it.each(['check', 'plan', 'preview --no-images', 'rehearse', 'tick', 'tick --explain', 'run', 'status'])(
    'stops %s before anything is published, named with its place',
    async (command) => {
      const edits = [{ file: 'days/2000-03-20.yaml', replace: 'kind: clock', with: 'kind: typografic' }];
      const cwd = await layOut({ edits, files: {}, problems: [] }, liberty);
      const { code, stdout, stderr } = await runHere([...command.split(' '), '--campaigns', cwd], { cwd });
      expect(code).toBe(65);
      expect(stdout + stderr).toMatch(
        /2000-03-20\.yaml:21:17 .*cannot be "typografic"\. It has to be typographic, clock,/,
      );
      await rm(cwd, { recursive: true });
    },
  );
});

describe('an epilogue that is switched off', () => {
  it.each(['check', 'plan'])('is named by %s', async (command) => {
    const { stdout } = await runHere([command], { cwd: newFolder() });
    expect(stdout).toMatch(/\nhungary-1956: The \d+ entries in epilogue\/ are not published; `epilogue: true`/);
  });
});

describe('check --coverage', () => {
  const harbour = ['--campaigns', new URL('../fixtures/editorial/sound', import.meta.url).pathname];

  it('lists what is not told and what is left out, and fails for neither', async () => {
    const { code, stdout } = await runHere(['check', '--coverage', ...harbour], {
      cwd: newFolder(),
      isOffline: true,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Left out by a rule\n.*rumour {2}E01: nobody stands by it\n/);
    expect(stdout).toMatch(/Not told, and should be\n.*collection\n/);
    expect(stdout).toContain('5 of 9 events told, 1 left out by a rule, 1 not told, 1 without a day, 1 later');
  });

  it('gives machines the ids of every list', async () => {
    const { stdout } = await runHere(['check', '--coverage', '--json', ...harbour], { cwd: newFolder() });
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [],
      coverage: [
        {
          campaign: 'harbour-1900',
          facts: true,
          notTold: [{ event: 'collection', date: '1900-05-11' }],
          leftOut: [{ event: 'rumour', rules: ['E01'] }],
        },
      ],
    });
  });

  it('says of a campaign without a fact base that it cannot be known', async () => {
    const { code, stdout } = await runHere(['check', '--coverage', ...sound], { cwd: newFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain('liberty-2000 has no fact base');
  });
});

describe('sources', () => {
  it.each(['hu', 'en'])('lists in %s every entry with its events, documents and disagreements', async (language) => {
    const cwd = newFolder();
    const { stdout, code } = await runHere(['sources', '--language', language, '--year', '2027'], {
      cwd,
      isOffline: true,
    });
    expect(code).toBe(0);
    const plan = await runHere(['plan', '--year', '2027', '--json', '--channel', `mastodon-${language}`], { cwd });
    for (const { entry } of JSON.parse(plan.stdout)) expect(stdout).toContain(entry);
    expect(stdout).toContain('C02');
    expect(stdout).toContain('encyclopedia “');
    expect(stdout).not.toContain('{{');
  });

  it('ends quietly when its reader has seen enough', async () => {
    const launched = launch(['sources'], { cwd: newFolder() });
    launched.child.stdout?.destroy();
    expect(await launched.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('status', () => {
  it('says of a bot that never ran that it never ran, and makes no ledger', async () => {
    const cwd = newFolder();
    const ended = await runCli(['status', ...sound], { cwd, nodeOptions: noSockets });
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toMatch(/bluesky-hu[\s\S]*never ran[\s\S]*next: liberty-2000\//);
    expect(readdirSync(join(cwd, 'data'))).toEqual(['compiled']);
  });
});
