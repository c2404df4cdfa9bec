/**
 * The Mastodon server of the tests as a process of its own: says where in one line, and goes away when standard input closes.
 * It answers so many milliseconds late; with `refuse` it lets nothing be published and answers 503 instead.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { startMastodon } from '../../../tests/support/mastodon/server.ts';
import { json, startProxy } from '../../../tests/support/proxy.ts';

const [late, conduct] = process.argv.slice(2);
const many = { limit: 1e9, period: 60_000 };
const server = await startMastodon({ rateLimits: { api: many, media: many, deletion: many, statuses: many } });
const proxy = await startProxy(server.url);
proxy.meddle(async ({ method, path }, forward) => {
  proxy.forget();
  await pause(Number(late));
  const isRefused = conduct === 'refuse' && method === 'POST' && path.startsWith('/api/v1/statuses');
  return isRefused ? json(503, { error: 'Service Unavailable' }) : forward();
});
process.stdout.write(`${proxy.origin}\n`);
process.stdin.once('close', () => process.exit()).resume();
