/** Runs the real program in a folder of its own, with nothing of this machine's settings. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../bot/cli/start.js', import.meta.url));

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Launch = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** A file that takes standard output instead of `output`. */
  readonly log?: number;
};

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'emleknap-'));
}

/** Starts the program; `ended` resolves when it is gone and both its streams are read. */
export function launch(args: readonly string[], { cwd, env = {}, nodeOptions = [], log }: Launch) {
  const { PATH = '', HOME = '' } = process.env;
  const child: ChildProcess = spawn(process.execPath, [...nodeOptions, start, ...args], {
    cwd,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    stdio: ['ignore', log ?? 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, ended, output };
}

/** Runs the program to its end. */
export function runCli(args: readonly string[], options: Launch): Promise<Ended> {
  return launch(args, options).ended;
}

/** Resolves when standard output matches; rejects if the program ends before it does. */
export function said(launched: ReturnType<typeof launch>, pattern: RegExp): Promise<void> {
  const { child, ended, output } = launched;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (pattern.test(output.stdout)) resolve();
    };
    child.stdout?.on('data', look);
    ended.then(({ stdout, stderr }) => {
      if (pattern.test(stdout)) resolve();
      else reject(new Error(`ended without saying ${pattern}: ${stdout}${stderr}`));
    }, reject);
    look();
  });
}
