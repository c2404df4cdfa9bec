/** Two daemons on one data folder over the minute a slot is due, until everything is settled or they have had their time. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Ended } from '../../support/cli.ts';
import { settledIn } from './judge.ts';
import type { Scene } from './scene.ts';

const second = 1_000;

/** So long before the slot is due they are started: time to prepare it. */
const leadMillis = 12 * second;

/** So long they have in all. */
const limitMillis = 40 * second;

/** `kill` is the boundary, by number, at which the first one is killed. */
export async function twoDaemons(
  { bot, at, folder, seats }: Scene,
  { kill }: { readonly kill?: number } = {},
): Promise<readonly Ended[]> {
  at(-leadMillis);
  const killed: Record<string, string> = kill === undefined ? {} : { FAULTS_KILL_AT: String(kill) };
  const both = [bot(['run'], killed), bot(['run'])];
  const begun = performance.now();
  while (performance.now() - begun < limitMillis && settledIn(folder) < seats.length) await pause(250);
  for (const { child } of both) child.kill('SIGTERM');
  return Promise.all(both.map(({ ended }) => ended));
}
