/** Starts a Mastodon server as a process of its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./server.ts', import.meta.url));

export type StartedServer = { readonly origin: string; readonly stop: () => Promise<void> };

/** One that answers so many milliseconds late, and with `refuse` publishes nothing. Resolves when it answers. */
export async function startServer(late: number, conduct: 'publish' | 'refuse' = 'publish'): Promise<StartedServer> {
  const child = spawn(process.execPath, [program, String(late), conduct], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [origin] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    origin,
    stop: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}
