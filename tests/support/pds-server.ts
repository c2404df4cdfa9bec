/** Starts the Bluesky server of `tests/servers` as a process of its own, which does not outlive the one that started it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const program = fileURLToPath(new URL('../servers/pds.js', import.meta.url));
const addresses = z.strictObject({ service: z.url(), plc: z.url() });

export type PdsServer = {
  /** Base address of its XRPC calls. */
  readonly service: string;
  /** Resolves when the process and its data are gone. */
  stop(): Promise<void>;
};

/**
 * Resolves when the server answers, about three seconds later. Without `rateLimits` it counts nothing; with `data` it keeps its
 * files in that folder and leaves them there. Throws an Error with what the server said if it ends before it is ready.
 */
export async function startPds(options: { rateLimits?: boolean; data?: string } = {}): Promise<PdsServer> {
  const args = [
    ...(options.rateLimits === true ? ['--rate-limits'] : []),
    ...(options.data === undefined ? [] : ['--data', options.data]),
  ];
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, TMPDIR },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const complaints = text(child.stderr);
  const ready = once(createInterface(child.stdout), 'line').then(([line]) => addresses.parse(JSON.parse(line)));
  const ended = closed.then(async ([code]): Promise<never> => {
    throw new Error(`the Bluesky server ended with ${code} before it was ready: ${await complaints}`);
  });
  const { service } = await Promise.race([ready, ended]);
  ended.catch(() => {});
  return {
    service,
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
