import { lstatSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];
const hungary = ['--campaign', 'hungary-1956'];

/** Every file that a command leaves in the folder it is given. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [] : [join(entry.parentPath, entry.name)],
  );

it.each([
  ['preview', ['--year', '2027', ...sound]],
  ['preview --landscape', ['--year', '2027', '--no-images', ...sound]],
  ['preview --sheet', ['--year', '2027', ...sound]],
  ['profile', hungary],
  ['rehearse', ['--year', '2027', ...sound]],
])('%s writes through no link at the names of its files', async (command, options) => {
  const cwd = newFolder();
  const args = [...command.split(' '), ...options, '--out', 'here'];
  expect((await runHere(args, { cwd, isOffline: true })).code).toBe(0);
  const written = filesIn(join(cwd, 'here'));
  expect(written.length).toBeGreaterThan(0);
  const mine = written.map((file, index) => {
    const kept = join(cwd, `mine-${index}`);
    writeFileSync(kept, `mine ${index}`);
    rmSync(file);
    symlinkSync(kept, file);
    return kept;
  });
  expect((await runHere(args, { cwd, isOffline: true })).code).toBe(0);
  expect(mine.map((file) => readFileSync(file, 'utf8'))).toEqual(mine.map((_, index) => `mine ${index}`));
  expect(filesIn(join(cwd, 'here')).filter((file) => written.includes(file) && !lstatSync(file).isFile())).toEqual([]);
});
