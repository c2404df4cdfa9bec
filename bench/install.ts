/** Installs the packages of this folder: once for each lockfile. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const mark = join(folder, 'node_modules/.emleknap-installed');

/** Throws an Error if npm fails; it has said why. */
export function installPackages(): void {
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  process.stderr.write('Installing what the bot is measured against into bench (once, about 90 MB)\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
  writeFileSync(mark, wanted);
}

/** The versions of what the bot is measured against, as package.json pins them. */
export function rivalVersions(): Readonly<Record<string, string>> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => name !== 'zod'));
}
