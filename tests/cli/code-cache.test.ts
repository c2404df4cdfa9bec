import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, runCli } from '../support/cli.ts';

/** Whether `--help` leaves compiled code in the data folder `name`. */
async function keeps(cwd: string, name = 'data', env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const { code } = await runCli(['--help'], { cwd, env });
  expect(code).toBe(0);
  return existsSync(join(cwd, name, 'compiled', 'code'));
}

it('makes no data folder to keep compiled code in', async () => {
  const cwd = newFolder();
  expect(await keeps(cwd)).toBe(false);
  expect(existsSync(join(cwd, 'data'))).toBe(false);
});

it('keeps compiled code in the data folder, wherever the settings say it is', async () => {
  const cwd = newFolder();
  for (const name of ['data', 'one', 'two']) mkdirSync(join(cwd, name), { mode: 0o700 });
  expect(await keeps(cwd)).toBe(true);
  expect(await keeps(cwd, 'two', { EMLEKNAP_DATA: 'two' })).toBe(true);
  writeFileSync(join(cwd, '.env'), '# ours\nEMLEKNAP_DATA="one" # beside\n');
  expect(await keeps(cwd, 'one')).toBe(true);
});

it.runIf(process.getuid !== undefined)('runs no code from a folder that others may write to', async () => {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'data'));
  chmodSync(join(cwd, 'data'), 0o770);
  expect(await keeps(cwd)).toBe(false);
});
