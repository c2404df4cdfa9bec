import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

type ProfileReport = {
  readonly campaign: string;
  readonly pictures: readonly { readonly file: string; readonly sha256: string }[];
};

type Named = {
  readonly operator: string | null;
  readonly texts: readonly { readonly field: string; readonly text: string; readonly length: number }[];
};

describe('profile', () => {
  it('explains itself with examples', async () => {
    const { code, stdout } = await runHere(['profile', '--help'], { cwd: newFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:\n  npm run -s bot -- profile\n');
  });

  it('shows every text in both languages with its counter, and opens no socket', async () => {
    const cwd = newFolder();
    const { code, stdout, stderr } = await runHere(['profile', '--campaign', 'hungary-1956'], {
      cwd,
      isOffline: true,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/hungary-1956 · hu\n\nDisplay name \d+\/30\n {2}Emléknap/u);
    expect(stdout).toMatch(/hungary-1956 · en\n/u);
    expect(stdout.match(/^(Bio|Post to pin|Corrections.*) \d+\/\d+$/gmu)).toHaveLength(6);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stderr).toBe('The pictures are in out/profile.\n');
    expect(existsSync(join(cwd, 'out/profile/avatar.jpg'))).toBe(true);
  });

  it('gives machines the texts with lengths and limits, and the pictures with alt text, as they lie in the folder', async () => {
    const cwd = newFolder();
    const { code, stdout } = await runHere(['profile', '--json', '--out', 'here', '--campaign', 'hungary-1956'], {
      cwd,
    });
    expect(code).toBe(0);
    const accounts = JSON.parse(stdout);
    expect(accounts.map(({ campaign, language }: Record<string, string>) => `${campaign} ${language}`)).toEqual([
      'hungary-1956 hu',
      'hungary-1956 en',
    ]);
    for (const { texts, pictures } of accounts) {
      expect(texts.map(({ field, limit }: Record<string, unknown>) => [field, limit])).toEqual([
        ['displayName', 30],
        ['bio', 256],
        ['introduction', 300],
        ['corrections', 255],
      ]);
      for (const { text, length, limit } of texts) {
        expect(length).toBe([...text].length);
        expect(length).toBeLessThanOrEqual(limit);
      }
      for (const [index, size] of [[1000, 1000] as const, [1500, 500] as const].entries()) {
        const { file, bytes, alt } = pictures[index];
        const found = readFileSync(join(cwd, file));
        expect(found.length).toBe(bytes);
        expect(await sharp(found).metadata()).toMatchObject({ format: 'jpeg', width: size[0], height: size[1] });
        expect(alt).toMatch(/zászló|flag/u);
      }
    }
  });

  it('draws the pictures of several campaigns in the look of each, in folders named after them', async () => {
    const [cwd, campaigns] = [newFolder(), newFolder()];
    const hungarian = new URL('../../schedule/campaigns/hungary-1956', import.meta.url).pathname;
    for (const id of ['hungary-1956', 'elsewhere-1956']) {
      cpSync(hungarian, join(campaigns, id), { recursive: true });
      const file = join(campaigns, id, 'campaign.yaml');
      const text = readFileSync(file, 'utf8').replace('id: hungary-1956', `id: ${id}`);
      writeFileSync(file, id === 'hungary-1956' ? text : text.replace('hole: true', 'hole: false'));
    }
    const options = ['--json', '--out', 'here', '--campaigns', campaigns];
    const { code, stdout } = await runHere(['profile', ...options], { cwd });
    expect(code).toBe(0);
    const hashes = JSON.parse(stdout).flatMap(({ campaign, pictures }: ProfileReport) =>
      pictures.map(({ file, sha256 }) => {
        expect(file.startsWith(join('here', campaign))).toBe(true);
        return sha256;
      }),
    );
    expect(hashes).toHaveLength(8);
    expect(new Set(hashes).size).toBe(4);
  });

  it('ends the bio with who runs the account, counted, and says where to write it as long as nobody is named', async () => {
    const [cwd, campaigns] = [newFolder(), newFolder()];
    const file = join(campaigns, 'hungary-1956', 'campaign.yaml');
    cpSync(
      new URL('../../schedule/campaigns/hungary-1956', import.meta.url).pathname,
      join(campaigns, 'hungary-1956'),
      {
        recursive: true,
      },
    );
    const unnamed = await runHere(['profile', '--campaigns', campaigns], { cwd });
    expect(unnamed.stdout.match(/^Operator not set\n {2}Nobody is named\./gmu)).toHaveLength(2);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/^ {4}corrections:/gmu, '    operator: Minta Egyesület\n    corrections:'));
    const named = await runHere(['profile', '--campaigns', campaigns], { cwd });
    expect(named.stdout).not.toContain('Operator not set');
    const { stdout } = await runHere(['profile', '--json', '--campaigns', campaigns], { cwd });
    const bios = JSON.parse(stdout).map(({ operator, texts }: Named) => {
      expect(operator).toBe('Minta Egyesület');
      const bio = texts.find(({ field }) => field === 'bio');
      expect(bio?.length).toBe([...(bio?.text ?? '')].length);
      return bio?.text;
    });
    expect(bios).toEqual([
      expect.stringMatching(/ Működteti: Minta Egyesület\.$/u),
      expect.stringMatching(/ Run by Minta Egyesület\.$/u),
    ]);
  });

  it('says of a campaign without a profile what to add, with exit code 65, and writes nothing', async () => {
    const cwd = newFolder();
    const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
    const { code, stdout, stderr } = await runHere(['profile', ...sound], { cwd });
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    expect(stderr).toContain('There is no profile in liberty-2000; add `profile`');
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it('says which folder cannot be written, with exit code 73', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'taken'), '');
    const { code, stderr } = await runHere(['profile', '--out', 'taken'], { cwd });
    expect(code).toBe(73);
    expect(stderr).toContain('taken cannot be used');
  });
});
