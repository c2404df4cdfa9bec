import {
  globSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../../media/whole-file.ts';

const root = mkdtempSync(join(tmpdir(), 'emleknap-whole-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'each-'));
});

describe('a file that is written whole', () => {
  it('takes the place of a link, and what the link leads to stays as it is', async () => {
    const [private_, target] = [join(folder, 'private'), join(folder, 'picture.jpg')];
    writeFileSync(private_, 'private');
    symlinkSync(private_, target);
    await writeWhole(target, 'picture');
    expect(readFileSync(private_, 'utf8')).toBe('private');
    expect(lstatSync(target).isFile()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('picture');
  });

  it('takes the place of a link to nothing, and makes nothing where it leads', async () => {
    const [nowhere, target] = [join(folder, 'nowhere'), join(folder, 'picture.jpg')];
    symlinkSync(nowhere, target);
    await writeWhole(target, 'picture');
    expect(readdirSync(folder)).toEqual(['picture.jpg']);
    expect(lstatSync(target).isFile()).toBe(true);
  });

  it('may have a name as long as the file system allows', async () => {
    const name = `${'n'.repeat(251)}.jpg`;
    await writeWhole(join(folder, name), 'picture');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('leaves nothing beside it when a folder stands at its name', async () => {
    await expect(writeWhole(folder, 'picture')).rejects.toThrow();
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

it('with `keep` leaves a link as it is, whether it leads to a file or to nothing', async () => {
  const [nowhere, target] = [join(folder, 'nowhere'), join(folder, 'picture.jpg')];
  symlinkSync(nowhere, target);
  await expect(writeWhole(target, 'picture', { existing: 'keep' })).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(folder)).toEqual(['picture.jpg']);
});

/** Ways of Node and of sharp to write a file that follow a link at its name. */
const following =
  /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|copyFile|copyFileSync|toFile)\(/gu;
const programs = globSync(['bot/**/*.ts', 'media/**/*.ts']);

it.each(programs)('%s writes no file through a link at its name', (file) => {
  const found = [...readFileSync(file, 'utf8').matchAll(following)];
  const ofAnOpenFile = [...readFileSync(file, 'utf8').matchAll(/\b(file|handle)\.writeFile\(/gu)];
  expect(found.length - ofAnOpenFile.length).toBe(0);
});
