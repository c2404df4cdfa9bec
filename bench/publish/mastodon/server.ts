/** The Mastodon server of the tests as a process of its own, which answers every request so many milliseconds late. */

import { setTimeout as pause } from 'node:timers/promises';
import { startMastodon } from '../../../tests/support/mastodon/server.ts';
import { startProxy } from '../../../tests/support/proxy.ts';

const millis = Number(process.argv[2]);
const many = { limit: 1e9, period: 60_000 };
const server = await startMastodon({ rateLimits: { api: many, media: many, deletion: many, statuses: many } });
const proxy = await startProxy(server.url);
proxy.meddle(async (_, forward) => {
  proxy.forget();
  await pause(millis);
  return forward();
});
process.stdout.write(`${proxy.origin}\n`);
process.stdin.once('close', () => process.exit()).resume();
