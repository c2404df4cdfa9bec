/** Runs command lines in this process: as the program does, without the seconds that a process takes to begin. */

import { main } from '../../bot/cli/main.ts';

type Said = { readonly code: number; readonly stdout: string; readonly stderr: string };

/**
 * One command line in the folder `cwd`, with nothing of this machine's settings. Only one at a time: it changes the
 * folder, the environment and the streams of the process, and puts them back.
 */
export async function commandIn(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const before = { cwd: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  const { PATH, HOME, TMPDIR } = process.env;
  const said = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: string | Uint8Array): boolean => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    process.chdir(cwd);
    replaceEnvironment({ PATH, HOME, TMPDIR, NO_COLOR: '1', ...env });
    process.exitCode = 0;
    await main(['node', 'emleknap', ...args]);
    return { code: Number(process.exitCode), ...said };
  } finally {
    for (const restore of streams) restore();
    process.exitCode = before.exitCode;
    replaceEnvironment(before.env);
    process.chdir(before.cwd);
  }
}

function replaceEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}
