/**
 * Makes the fixtures of a version: `node tests/faults/frozen/freeze.ts FOLDER VERSION`, where FOLDER is a checkout of it with its
 * packages installed. Its program publishes a post and a thread on each network, and is killed at each boundary in turn.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultToken } from '../../support/mastodon/options.ts';
import { startMastodon } from '../../support/mastodon/server.ts';
import { newAccount } from '../../support/pds.ts';
import { startPds } from '../../support/pds-server.ts';
import { startProxy } from '../../support/proxy.ts';
import { installServers } from '../../support/servers-install.ts';
import { beginning, dueOf } from '../real/calendar.ts';
import { writeCampaign } from '../real/campaign.ts';
import type { Shape } from '../season/season.ts';
import { clearAccount } from './clear.ts';
import { type AskedOfServer, type FrozenFolder, filesIn, writeFrozen } from './fixture.ts';

const kinds: Readonly<Record<string, Shape>> = {
  post: { posts: 1, pictures: 1 },
  thread: { posts: 2, pictures: 1 },
};

/** All folders of a series are of the same slot, so that they have most in common. */
const trial = 1;

/** A server as the program of the version meets it. */
type Host = {
  readonly network: 'bluesky' | 'mastodon';
  readonly origin: string;
  readonly env: Readonly<Record<string, string>>;
  /** What was asked of it since the last call and may have changed something; after that nothing stands there any more. */
  readonly asked: () => Promise<readonly AskedOfServer[]>;
};

const root = mkdtempSync(join(tmpdir(), 'freeze-'));
const {
  positionals: [program = '', version = ''],
} = parseArgs({ allowPositionals: true });
/** The true time for servers; a program's own goes on from there. */
let clock: number = beginning;

await installServers();
const data = join(root, 'pds');
mkdirSync(data);
const first = await startPds({ data });
const { handle, did, appPassword: password } = await newAccount(first.service);
await first.stop();
/** What the server knows of others it asks for again, and what it shares with other processes it makes anew. */
const files = filesIn(data, (path) => !path.startsWith('did_cache') && !path.endsWith('-shm'));
writeFrozen(version, 'pds', { files, handle, did, password });
const pds = await startPds({ data });
try {
  for (const [kind, shape] of Object.entries(kinds)) {
    await withBluesky((host) => freezeSeries(`bluesky-${kind}`, shape, host));
    await withMastodon((host) => freezeSeries(`mastodon-${kind}`, shape, host));
  }
} finally {
  await pds.stop();
  rmSync(root, { recursive: true });
}

async function withBluesky(work: (host: Host) => Promise<void>): Promise<void> {
  const proxy = await startProxy(pds.service);
  proxy.meddle(async (_, asked) => {
    const answer = await asked();
    return { ...answer, headers: { ...answer.headers, date: new Date(clock).toUTCString() } };
  });
  const settings = { SERVICE: proxy.origin, IDENTIFIER: handle, APP_PASSWORD: password };
  await work({
    network: 'bluesky',
    origin: proxy.origin,
    env: environment('bluesky', settings),
    async asked() {
      const asked = proxy.requests
        .filter(({ method, path }) => method === 'POST' && path.startsWith('/xrpc/com.atproto.repo.'))
        .map(({ method, path, headers, body }) => askedOf({ at: clock, method, path, headers, body }));
      proxy.forget();
      await clearAccount({ service: pds.service, handle, did, password, appPassword: password });
      return asked;
    },
  });
  await proxy.stop();
}

async function withMastodon(work: (host: Host) => Promise<void>): Promise<void> {
  clock = beginning;
  const server = await startMastodon({ now: () => clock });
  const settings = { SERVER: server.url, ACCESS_TOKEN: defaultToken };
  await work({
    network: 'mastodon',
    origin: server.url,
    env: environment('mastodon', settings),
    async asked() {
      const asked = server.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ query, path, ...request }) => askedOf({ ...request, path: query === '' ? path : `${path}?${query}` }));
      server.reset();
      return asked;
    },
  });
  await server.close();
}

function environment(network: string, settings: Readonly<Record<string, string>>): Record<string, string> {
  const all = { NETWORK: network, LANGUAGE: 'hu', DESTINATION: 'account', ...settings };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`EMLEKNAP_CHANNEL_F_${name}`, value]));
}

type Request = Omit<AskedOfServer, 'body'> & { readonly body: Buffer };

function askedOf({ at, method, path, headers, body }: Request): AskedOfServer {
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'idempotency-key');
  return { at, method, path, headers: Object.fromEntries(kept), body: body.toString('base64') };
}

async function freezeSeries(name: string, shape: Shape, host: Host): Promise<void> {
  const { network, origin } = host;
  const home = join(root, name);
  mkdirSync(home);
  clock = beginning;
  await publish(home, 0, { posts: 1, pictures: 0 }, host, {});
  await host.asked();
  const log = join(root, 'boundaries.txt');
  let runs = 0;
  const freeze = async (boundary: string | null, extra: Record<string, string>): Promise<FrozenFolder> => {
    const cwd = join(root, `${name}-${runs}`);
    cpSync(join(home, 'data'), join(cwd, 'data'), { recursive: true });
    runs += 1;
    clock = dueOf(trial) + 1_000 + runs;
    const signal = await publish(cwd, trial, shape, host, extra);
    if ((signal === 'SIGKILL') !== (boundary !== null)) throw new Error(`${boundary} in ${name}: ended by ${signal}`);
    await pause(200);
    const drawn = join(cwd, 'data/pictures');
    if (boundary === null && existsSync(drawn)) cpSync(drawn, join(home, 'data/pictures'), { recursive: true });
    const files = filesIn(join(cwd, 'data'), (path) => !/^(pictures|outbox)|\.(part$|unfinished-)|-shm$/.test(path));
    rmSync(cwd, { recursive: true });
    return { boundary, files, asked: await host.asked() };
  };
  await freeze(null, {});
  const folders = [await freeze(null, { FAULTS_LOG: log })];
  const boundaries = readFileSync(log, 'utf8').trim().split('\n');
  for (const [index, boundary] of boundaries.entries()) {
    if (isLikeTheOneBefore(boundary)) continue;
    process.stdout.write(`${name}: ${boundary}\n`);
    folders.push(await freeze(boundary, { FAULTS_KILL_AT: String(index) }));
  }
  const shared = filesIn(join(home, 'data'), (path) => path.startsWith('pictures'));
  rmSync(log);
  writeFrozen(version, name, { network, shape, trial, origin, founded: beginning, shared, folders });
}

/** A request that only reads changes nothing on its way, and an answer nothing between its head and its end. */
function isLikeTheOneBefore(boundary: string): boolean {
  return / GET .*, (bodySent|headers|trailers) |, headers /.test(boundary);
}

/** One pass of the version's program; the signal that ended it. */
async function publish(
  cwd: string,
  trial: number,
  shape: Shape,
  { network, origin, env }: Host,
  extra: Readonly<Record<string, string>>,
): Promise<NodeJS.Signals | null> {
  const campaigns = writeCampaign(cwd, trial, shape);
  const time = join(cwd, 'clock');
  writeFileSync(time, String(clock - Date.now()));
  const preload = join(program, 'tests/faults/real/boundaries.ts');
  const line = ['--import', preload, join(program, 'bot/cli/start.js'), 'tick', '--campaigns', campaigns];
  const { PATH = '', HOME = '' } = process.env;
  const seats = JSON.stringify({ [origin]: 'f', ...(network === 'bluesky' && { [did]: 'f' }) });
  const child = spawn(process.execPath, line, {
    cwd,
    env: {
      PATH,
      HOME,
      NO_COLOR: '1',
      NODE_COMPILE_CACHE: join(root, 'compiled'),
      FAULTS_CLOCK: time,
      FAULTS_SEATS: seats,
      ...env,
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal === null && code !== 0) throw new Error(`it ended with ${code}: ${(await said).join('')}`);
  return signal;
}
