import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, newFolder, runCli } from '../support/cli.ts';
import { namesIn, publicationsIn } from '../support/outbox.ts';
import { twoDays } from '../support/two-days.ts';

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

describe('a rehearsal', () => {
  it('publishes a season to the outbox, on time, exactly what the preview shows', async () => {
    const cwd = newFolder();
    const campaigns = ['--campaigns', twoDays()];
    const plan = JSON.parse((await runCli(['plan', '--year', '2027', '--json', ...campaigns], { cwd })).stdout);
    const rehearsal = await runCli(['rehearse', '--year', '2027', '--json', ...campaigns], { cwd });
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

    const preview = async (...options: readonly string[]) =>
      JSON.parse((await runCli(['preview', '--year', '2027', '--json', ...campaigns, ...options], { cwd })).stdout);
    const [drawn, undrawn] = [await preview(), await preview('--no-images')];
    const fingerprints = (items: readonly { slot: string; fingerprint: string }[]) =>
      items.map(({ slot, fingerprint }) => `${slot} ${fingerprint}`).sort();
    const written = fingerprints(publicationsIn(join(cwd, 'out/rehearsal-2027/outbox')));
    expect(fingerprints(drawn)).toEqual(written);
    expect(fingerprints(undrawn)).toEqual(written);
    expect(readFileSync(join(cwd, 'out/rehearsal-2027/outbox/index.html'), 'utf8')).toContain('<html');
  });

  it('killed at any moment and started again, it leaves every publication in the outbox exactly once', async () => {
    const whole = newFolder();
    const args = ['rehearse', '--year', '2027', '--json', '--campaigns', twoDays()];
    await runCli(args, { cwd: whole });
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

  it('of everything the program brings along misses nothing and fails nothing', async () => {
    const rehearsal = await runCli(['rehearse', '--year', '2031', '--json'], { cwd: newFolder() });
    expect(rehearsal, rehearsal.stderr).toMatchObject({ code: 0 });
    expect(lastLine(rehearsal.stdout)).toMatchObject({ late: 0, missed: 0, failed: 0 });
  });

  it('makes room for the next one, and never touches a folder with anything else in it', async () => {
    const cwd = newFolder();
    const again = () => runCli(['rehearse', '--campaigns', sound, '--year', '2031'], { cwd });
    expect(await again()).toMatchObject({ code: 0 });
    expect(await again()).toMatchObject({ code: 0 });
    mkdirSync(join(cwd, 'letters'));
    writeFileSync(join(cwd, 'letters/mother.txt'), 'Dear mother');
    const refused = await runCli(['rehearse', '--campaigns', sound, '--out', 'letters'], { cwd });
    expect(refused.code).toBe(73);
    expect(refused.stderr).toContain('letters holds other files');
    expect(readdirSync(join(cwd, 'letters'))).toEqual(['mother.txt']);
  });

  it('goes into the outbox with a ledger of its own, whatever the settings hold', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, '.env'), 'EMLEKNAP_CHANNEL_X_NETWORK=elsewhere\nEMLEKNAP_DATA=never\n');
    expect(await runCli(['rehearse', '--campaigns', sound, '--year', '2031'], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'never'))).toBe(false);
    expect(existsSync(join(cwd, 'out/rehearsal-2031/ledger.sqlite'))).toBe(false);
  });
});

const sound = new URL('../fixtures/sound', import.meta.url).pathname;

function leftovers(outbox: string): readonly string[] {
  return readdirSync(outbox, { recursive: true, encoding: 'utf8' }).filter((name) => /unfinished|\.tmp/.test(name));
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function delay(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
