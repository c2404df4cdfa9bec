/** Installs the packages of `tests/servers`: once for each lockfile, and one process at a time. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'tests/servers');
const mark = join(folder, 'node_modules/.emleknap-installed');
const lock = join(root, 'node_modules/.emleknap-test-servers-lock');

/** Throws an Error with npm's output if the installation fails. */
export async function installServers(): Promise<void> {
  if (isInstalled()) return;
  await alone(async () => {
    if (isInstalled()) return;
    process.stderr.write('Installing the Bluesky server for the tests into tests/servers (once, about 350 MB)\n');
    await npmCi();
    writeFileSync(mark, wanted());
  });
}

function isInstalled(): boolean {
  return existsSync(mark) && readFileSync(mark, 'utf8') === wanted();
}

function wanted(): string {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

async function npmCi(): Promise<void> {
  try {
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  } catch (cause) {
    const said = cause instanceof Error && 'stdout' in cause && 'stderr' in cause ? [cause.stdout, cause.stderr] : [];
    throw new Error(`cannot install the packages of tests/servers\n${said.join('\n')}`, { cause });
  }
}

/** Holds a SQLite file's exclusive lock meanwhile: the system releases it even if this process is killed. */
async function alone(work: () => Promise<void>): Promise<void> {
  const database = new Database(lock, { timeout: 0 });
  try {
    while (!tryLock(database)) await pause(250);
    await work();
  } finally {
    database.close();
  }
}

function tryLock(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
