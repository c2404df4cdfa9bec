import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { runHere } from '../support/in-process.ts';
import { patches, soundRights } from '../support/photographs.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder to work in, with a picture nobody took, and a campaign with a slot for it. */
async function workplace(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'emleknap-photo-cli-'));
  folders.push(folder);
  const [width, height] = [1400, 1000];
  const picture = sharp(patches(width, height), { raw: { width, height, channels: 1 } });
  await picture
    .withExif({ IFD0: { Artist: 'Secret Person' } })
    .jpeg()
    .toFile(join(folder, 'scan.jpg'));
  writeFileSync(join(folder, 'rights.yaml'), stringify(soundRights));
  mkdirSync(join(folder, 'photos'));
  mkdirSync(join(folder, 'campaigns/trial-1956/days'), { recursive: true });
  writeFileSync(join(folder, 'campaigns/trial-1956/campaign.yaml'), campaign);
  writeFileSync(join(folder, 'campaigns/trial-1956/days/1956-10-23.yaml'), day);
  return folder;
}

const campaign = `
id: trial-1956
title: { hu: Próba, en: Trial }
languages: [hu, en]
hashtags: { hu: [], en: [] }
timeZone: Europe/Budapest
year: 1956
firstDay: 1956-10-23
lastDay: 1956-10-23
repeatedHour: later
missingHour: after
credit: { hu: Rajz, en: Drawing }
sources: { diary: { title: A diary, document: diary.txt } }
`;
const day = `
date: 1956-10-23
entries:
  - id: crowd
    kind: about
    time: "18:00"
    certainty: by
    thread:
      - text: { hu: Tömeg., en: A crowd. }
        card:
          kind: typographic
          photo: crowd
          hu: { headline: A tömeg, description: Zászló. }
          en: { headline: The crowd, description: A flag. }
`;

const places = ['--campaigns', 'campaigns', '--photos', 'photos'];
const add = (cwd: string, ...options: string[]) =>
  runHere(['photo', 'add', 'scan.jpg', '--photos', 'photos', '--id', 'crowd', ...options], { cwd });

describe('photo add', () => {
  it('takes a photograph in by its record, and says what it stored', async () => {
    const cwd = await workplace();
    const ended = await add(cwd, '--record', 'rights.yaml', '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const said = JSON.parse(ended.stdout);
    expect(said).toMatchObject({ id: 'crowd', picture: 'photos/crowd.jpg', width: 1400, height: 1000 });
    const bytes = readFileSync(join(cwd, said.picture));
    expect(bytes.length).toBe(said.bytes);
    expect(bytes.includes('Secret Person')).toBe(false);
    const record = parse(readFileSync(join(cwd, said.record), 'utf8'));
    expect(record).toEqual({ ...soundRights, file: { sha256: said.sha256, width: 1400, height: 1000 } });
  });

  it('takes its rights from options as well, which win over the record', async () => {
    const cwd = await workplace();
    const pictured = Object.entries(soundRights.pictured).map(([motif, answer]) => `${motif}=${answer}`);
    const options = [
      '--donor',
      'Másik Mária',
      '--archive',
      'A',
      '--number',
      '7',
      '--licence',
      'CC0-1.0',
      '--date',
      '1956',
    ];
    const more = ['--source', 'https://archive.example.org/7', '--shows-hu', 'Foltok.', '--shows-en', 'Patches.'];
    const last = ['--focus', '0.2,0.8', '--sensitivity', 'none', '--pictured', pictured.join(',')];
    expect(await add(cwd, ...options, ...more, ...last)).toMatchObject({ code: 0 });
    expect(parse(readFileSync(join(cwd, 'photos/crowd.yaml'), 'utf8'))).toMatchObject({
      donor: 'Másik Mária',
      licence: 'CC0-1.0',
      focus: { x: 0.2, y: 0.8 },
      shows: { hu: 'Foltok.', en: 'Patches.' },
    });
    expect(await add(cwd, '--record', 'rights.yaml', '--number', '8', '--replace')).toMatchObject({ code: 0 });
    expect(parse(readFileSync(join(cwd, 'photos/crowd.yaml'), 'utf8'))).toMatchObject({
      donor: 'Példa Péter',
      number: '8',
    });
  });

  it('lists all missing rights and all that is wrong with the picture at once, and stores nothing', async () => {
    const cwd = await workplace();
    writeFileSync(join(cwd, 'scan.jpg'), '<svg/>');
    const ended = await add(cwd, '--licence', 'CC-BY-NC-4.0');
    expect(ended).toMatchObject({ code: 65, stdout: '' });
    expect(ended.stderr).toContain('"licence" forbids commercial use (NC)');
    expect(ended.stderr).toContain('This is an SVG drawing');
    for (const name of ['author', 'archive', 'number', 'source', 'date', 'shows', 'focus', 'sensitivity', 'pictured']) {
      expect(ended.stderr, name).toMatch(new RegExp(`^  --${name}.* \\S`, 'mu'));
    }
    expect(existsSync(join(cwd, 'photos/crowd.jpg'))).toBe(false);
  });

  it('points at the line of the record that keeps a photograph out', async () => {
    const cwd = await workplace();
    writeFileSync(
      join(cwd, 'rights.yaml'),
      stringify({ ...soundRights, pictured: { ...soundRights.pictured, dead: 'yes' } }),
    );
    const ended = await add(cwd, '--record', 'rights.yaml');
    expect(ended.code).toBe(65);
    expect(ended.stderr).toMatch(
      /rights\.yaml:\d+:\d+ {2}"pictured\.dead" says that it shows a dead body.*choose another/u,
    );
  });

  it('writes over nothing unless told to', async () => {
    const cwd = await workplace();
    await add(cwd, '--record', 'rights.yaml');
    const again = await add(cwd, '--record', 'rights.yaml');
    expect(again).toMatchObject({ code: 65, stdout: '' });
    expect(again.stderr).toContain('There is a photograph "crowd" already');
    expect(await add(cwd, '--record', 'photos/crowd.yaml', '--replace')).toMatchObject({ code: 0 });
  });

  it('takes no id that could lead elsewhere', async () => {
    const cwd = await workplace();
    const ended = await add(cwd, '--id', '../escape', '--record', 'rights.yaml');
    expect(ended.code).toBe(64);
    expect(existsSync(join(cwd, 'escape.jpg'))).toBe(false);
  });
});

describe('photo list', () => {
  it('shows photographs with what uses them, and the slots that wait', async () => {
    const cwd = await workplace();
    const before = JSON.parse((await runHere(['photo', 'list', '--json', ...places], { cwd })).stdout);
    const slot = { campaign: 'trial-1956', entry: 'crowd', date: '1956-10-23', time: '18:00', post: 1 };
    expect(before).toEqual({ photographs: [], waiting: [{ photo: 'crowd', ...slot }] });
    await add(cwd, '--record', 'rights.yaml');
    const after = JSON.parse((await runHere(['photo', 'list', '--json', ...places], { cwd })).stdout);
    expect(after).toMatchObject({
      photographs: [{ id: 'crowd', licence: 'CC BY-SA 3.0', usedBy: [slot] }],
      waiting: [],
    });
    const { stdout } = await runHere(['photo', 'list', ...places], { cwd });
    expect(stdout).toContain('Photo: Minta Archívum / Példa Péter 1234, cropped, in grey');
    expect(stdout).toContain('on 1956-10-23 18:00 trial-1956/crowd');
  });
});

describe('photo check', () => {
  it('finds nothing wrong with what was taken in, and the card is drawn with it', async () => {
    const cwd = await workplace();
    await add(cwd, '--record', 'rights.yaml');
    expect(await runHere(['photo', 'check', ...places], { cwd })).toMatchObject({ code: 0 });
    const { stdout } = await runHere(['preview', '--json', '--year', '2027', '--channel', 'mastodon-hu', ...places], {
      cwd,
    });
    const [image] = JSON.parse(stdout)[0].posts[0].images;
    expect(image.credit).toBe('Fotó: Minta Archívum / Példa Péter 1234, vágva, szürkén · Fotó és kártya: CC BY-SA 3.0');
    expect(image.alt).toContain(
      'Próbakép: szürke foltok. (A licenc szövege: https://creativecommons.org/licenses/by-sa/3.0/)',
    );
    expect(readFileSync(join(cwd, image.file)).length).toBe(image.bytes);
  });

  it('gives exit code 65 for a photograph that was changed, and for one whose record lies about it', async () => {
    const cwd = await workplace();
    await add(cwd, '--record', 'rights.yaml');
    const record = readFileSync(join(cwd, 'photos/crowd.yaml'), 'utf8');
    writeFileSync(join(cwd, 'photos/crowd.yaml'), record.replace('width: 1400', 'width: 1500'));
    const lying = await runHere(['photo', 'check', '--json', ...places], { cwd });
    expect(lying.code).toBe(65);
    expect(JSON.parse(lying.stdout).problems).toMatchObject([
      { rule: 'damaged-photograph', file: 'photos/crowd.yaml' },
    ]);
    writeFileSync(join(cwd, 'photos/crowd.jpg'), 'changed');
    for (const command of [['photo', 'check'], ['check']]) {
      const changed = await runHere([...command, ...places], { cwd });
      expect(changed.code).toBe(65);
      expect(changed.stdout).toMatch(/photos\/crowd\.yaml:\d+:\d+ .*\[changed-photograph\]/u);
    }
  });

  it('finds the folder by its setting too', async () => {
    const cwd = await workplace();
    await add(cwd, '--record', 'rights.yaml');
    const env = { EMLEKNAP_PHOTOS: 'photos' };
    const { stdout } = await runHere(['photo', 'list', '--json', '--campaigns', 'campaigns'], { cwd, env });
    expect(JSON.parse(stdout).photographs).toMatchObject([{ id: 'crowd' }]);
  });
});
