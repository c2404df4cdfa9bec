import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, newFolder, runCli } from '../support/cli.ts';
import { folderWithCampaign } from '../support/future.ts';
import { runHere } from '../support/in-process.ts';
import { namesIn, publicationsIn } from '../support/outbox.ts';

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

describe('a rehearsal', () => {
  it('of everything the program brings along publishes a season to the outbox, on time, exactly what the preview shows', async () => {
    const cwd = newFolder();
    const json = async (...args: readonly string[]) =>
      JSON.parse((await runHere([...args, '--year', '2027', '--json'], { cwd })).stdout);
    const plan = await json('plan');
    const rehearsal = await runCli(['rehearse', '--year', '2027', '--json'], { cwd });
    expect(rehearsal).toMatchObject({ code: 0, stderr: '' });
    const sum = (key: string) =>
      plan.reduce((total: number, item: Record<string, number>) => total + (item[key] ?? 0), 0);
    expect(lastLine(rehearsal.stdout)).toEqual({
      slots: new Set(plan.map(({ slot }: { slot: string }) => slot)).size,
      publications: plan.length,
      posts: sum('posts'),
      images: sum('images'),
      late: 0,
      missed: 0,
      failed: 0,
      seconds: expect.any(Number),
    });

    const fingerprints = (items: readonly { slot: string; fingerprint: string }[]) =>
      items.map(({ slot, fingerprint }) => `${slot} ${fingerprint}`).sort();
    const written = fingerprints(publicationsIn(join(cwd, 'out/rehearsal-2027/outbox')));
    expect(fingerprints(await json('preview', '--no-images'))).toEqual(written);
    const drawn = fingerprints(await json('preview', '--day', '11-03'));
    expect(drawn).toEqual(written.filter((publication) => publication.includes('@2027-11-03')));
    expect(drawn.length).toBeGreaterThan(0);
    expect(readFileSync(join(cwd, 'out/rehearsal-2027/outbox/index.html'), 'utf8')).toContain('<html');
  });

  it('killed at any moment and started again, it leaves every publication in the outbox exactly once', async () => {
    const whole = newFolder();
    const args = ['rehearse', '--year', '2027', '--json', '--campaigns', await longDay()];
    expect(await runHere(args, { cwd: whole })).toMatchObject({ code: 0 });
    const expected = namesIn(join(whole, 'out/rehearsal-2027/outbox'));

    const cwd = newFolder();
    const folder = join(cwd, 'out/rehearsal-2027');
    let kills = 0;
    for (let wait = 40; ; wait += 37) {
      const run = launch(args, { cwd });
      const before = existsSync(folder) ? namesIn(join(folder, 'outbox')).length : 0;
      const grown = async (): Promise<void> => {
        while (run.child.exitCode === null && namesIn(join(folder, 'outbox')).length < before + 3) await tick();
      };
      const until = grown().then(() => delay(wait % 45));
      const ended = await Promise.race([run.ended, until.then(() => null)]);
      if (ended !== null) {
        expect(ended).toMatchObject({ code: 0 });
        expect(lastLine(ended.stdout)).toMatchObject({ publications: expected.length, missed: 0, failed: 0 });
        break;
      }
      run.child.kill('SIGKILL');
      await run.ended;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(10);
    expect(namesIn(join(folder, 'outbox'))).toEqual(expected);
    expect(leftovers(join(folder, 'outbox'))).toEqual([]);
  });

  it('makes room for the next one, and never touches a folder with anything else in it', async () => {
    const cwd = newFolder();
    const again = () => runHere(['rehearse', '--campaigns', sound, '--year', '2031'], { cwd });
    expect(await again()).toMatchObject({ code: 0 });
    expect(await again()).toMatchObject({ code: 0 });
    mkdirSync(join(cwd, 'letters'));
    writeFileSync(join(cwd, 'letters/mother.txt'), 'Dear mother');
    const refused = await runHere(['rehearse', '--campaigns', sound, '--out', 'letters'], { cwd });
    expect(refused.code).toBe(73);
    expect(refused.stderr).toContain('letters holds other files');
    expect(readdirSync(join(cwd, 'letters'))).toEqual(['mother.txt']);
  });

  it('goes into the outbox with a ledger of its own, whatever the settings hold', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.env'), 'EMLEKNAP_CHANNEL_X_NETWORK=elsewhere\nEMLEKNAP_DATA=never\n');
    expect(await runHere(['rehearse', '--campaigns', sound, '--year', '2031'], { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, 'never'))).toEqual(['compiled']);
    expect(existsSync(join(cwd, 'out/rehearsal-2031/ledger.sqlite'))).toBe(false);
  });
});

const sound = new URL('../fixtures/sound', import.meta.url).pathname;

/** A campaign of one day with thirty entries: every third has a card, every fourth is a thread. */
async function longDay(): Promise<string> {
  const folder = await folderWithCampaign({ year: 1900 });
  const entries = Array.from({ length: 30 }, (_, index) => {
    const minutes = 6 * 60 + 15 * index;
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const card = `
        card:
          kind: typographic
          hu: { headline: Óra ${index}, description: A ${index}. rajz. }`;
    return `
  - id: entry-${index}
    kind: event
    time: "${time}"
    certainty: exact
    events: [sunrise-${index}]
    sources: [diary]
    thread:
      - text: { hu: "Ez a ${index}. szöveg." }${index % 3 === 0 ? card : ''}${
        index % 4 === 0 ? `\n      - text: { hu: "És a ${index}. folytatása." }` : ''
      }`;
  });
  await writeFile(join(folder, 'harbour/days/1900-05-10.yaml'), `date: 1900-05-10\nentries:${entries.join('')}\n`);
  return folder;
}

function leftovers(outbox: string): readonly string[] {
  return readdirSync(outbox, { recursive: true, encoding: 'utf8' }).filter((name) => /unfinished|\.tmp/.test(name));
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function delay(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
