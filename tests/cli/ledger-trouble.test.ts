import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, runCli } from '../support/cli.ts';

const sound = ['--campaigns', new URL('../fixtures/sound', import.meta.url).pathname];

it.each(['status', 'tick'])('%s says in words what is wrong with the ledger, and exits with 73', async (command) => {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'data/ledger.sqlite'), 'Dear diary,\n'.repeat(100));
  const { code, stdout, stderr } = await runCli([command, ...sound], { cwd });
  expect({ code, stdout }).toEqual({ code: 73, stdout: '' });
  expect(stderr).toMatch(
    /^(No channel is configured: .*\n)?emleknap: .*ledger\.sqlite is no SQLite database\. Give .*\n$/,
  );
});
