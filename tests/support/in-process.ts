/** Runs command lines in this process: as the program does, without the seconds that a process takes to begin. */

import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { main } from '../../bot/cli/main.ts';

type Said = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Room = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Every way to the network is shut, and the run throws if the command tried one. */
  readonly isOffline?: boolean;
};

/**
 * One command line, with nothing of this machine's settings, as `runCli` runs it in a process of its own. Only one at a
 * time: it changes the folder, the environment and the streams of the process, and puts them back. What the program keeps for as
 * long as its process lives, as the session of a Bluesky account, the next one finds.
 */
export async function runHere(args: readonly string[], { cwd, env = {}, isOffline = false }: Room): Promise<Said> {
  const before = { cwd: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  const { PATH, HOME, TMPDIR } = process.env;
  const said = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const { write } = stream;
    const heard = stream.listeners('error');
    stream.write = (chunk: string | Uint8Array): boolean => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
    return () => {
      stream.write = write;
      for (const listener of stream.listeners('error'))
        if (!heard.includes(listener)) stream.off('error', listener as (error: Error) => void);
    };
  });
  const offline = isOffline ? shutNetwork() : null;
  try {
    process.chdir(cwd);
    replaceEnvironment({ PATH, HOME, TMPDIR, NO_COLOR: '1', ...env });
    process.exitCode = 0;
    await main(['node', 'emleknap', ...args]);
    const code = Number(process.exitCode);
    if (offline !== null && offline.tried.length > 0) throw new Error(`${args.join(' ')} opened a socket`);
    return { code, ...said };
  } finally {
    offline?.open();
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

/** What `noSockets` shuts in a process of its own: each way fails, and is noted although somebody may catch that. */
function shutNetwork(): { readonly tried: readonly string[]; readonly open: () => void } {
  const tried: string[] = [];
  const shut = <K extends string>(owner: Record<K, unknown>, way: K): (() => void) => {
    const own = owner[way];
    owner[way] = () => {
      tried.push(way);
      throw new Error('a socket was opened');
    };
    return () => {
      owner[way] = own;
    };
  };
  const ways = [
    shut(net.Socket.prototype as { connect: unknown }, 'connect'),
    shut(net.Server.prototype as { listen: unknown }, 'listen'),
    shut(dns as { lookup: unknown }, 'lookup'),
    shut(dgram as { createSocket: unknown }, 'createSocket'),
    shut(globalThis as { fetch: unknown }, 'fetch'),
  ];
  const open = (): void => {
    for (const way of ways) way();
  };
  return { tried, open };
}
