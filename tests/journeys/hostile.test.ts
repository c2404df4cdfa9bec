/** A server that gives back its secrets tells nobody: none is in any output or file but the session's, and no terminal obeys it. */

import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, newFolder } from '../support/cli.ts';
import { hostile, type Place, places } from '../support/hostile/hostile.ts';
import { spellings } from '../support/hostile/spellings.ts';
import { runHere } from '../support/in-process.ts';
import { type MastodonServer, startMastodon } from '../support/mastodon/server.ts';
import { newAccount } from '../support/pds.ts';
import { type ProxyServer, startProxy } from '../support/proxy.ts';

const sound = ['--campaigns', fileURLToPath(new URL('../fixtures/sound', import.meta.url))];
const slot = 'liberty-2000/first-steps@2027-03-20T15:00';
const token = 'Canary-Token_of+Emleknap/1956=';
const at = (minute: string) => ['--now', `2027-03-20T${minute}:00Z`];

/** So much of a spelled secret that nobody could write it by chance. */
const part = 32;

/** The secrets, spelled in any way, that are in a text: as a whole, or as much of one as a shortened line has room for. */
function canariesIn(text: string, heard: ReadonlySet<string>): readonly string[] {
  const small = text.toLowerCase();
  return [...heard].flatMap((secret) =>
    Object.entries(spellings).flatMap(([name, spell]) => {
      const spelled = spell(secret).toLowerCase();
      const parts = spelled.length < 3 * part ? [spelled] : [spelled.slice(-part), spelled.slice(part, 3 * part)];
      return parts.some((each) => small.includes(each)) ? [`${secret.slice(0, 9)} ${name}`] : [];
    }),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}

let mastodon: MastodonServer;
let proxies: { bluesky: ProxyServer; mastodon: ProxyServer };
let cwd: string;
let env: Record<string, string>;
/** A server knows the secrets of its own accounts. */
const heard = { bluesky: new Set<string>(), mastodon: new Set<string>() };
let outputs: string[];

/** Of the Mastodon server, whose keys live an hour. */
let clock = Date.parse('2027-03-20T13:00Z');
beforeAll(async () => {
  const user = { username: 'emleknap', tokens: [{ token, scopes: ['read', 'write'] as const }] };
  mastodon = await startMastodon({ mode: '4.6.7', users: [user], now: () => clock });
});
afterAll(() => mastodon.close());

beforeEach(async () => {
  cwd = newFolder();
  outputs = [];
  heard.bluesky.clear();
  heard.mastodon.clear();
  const account = await newAccount();
  proxies = { bluesky: await startProxy(account.service), mastodon: await startProxy(mastodon.url) };
  env = {
    EMLEKNAP_DATA: join(cwd, 'data'),
    EMLEKNAP_ALARM_COMMAND: `cat >> ${join(cwd, 'alarms.txt')}`,
    EMLEKNAP_CHANNEL_B_NETWORK: 'bluesky',
    EMLEKNAP_CHANNEL_B_LANGUAGE: 'hu',
    EMLEKNAP_CHANNEL_B_DESTINATION: 'account',
    EMLEKNAP_CHANNEL_B_SERVICE: proxies.bluesky.origin,
    EMLEKNAP_CHANNEL_B_IDENTIFIER: account.handle,
    EMLEKNAP_CHANNEL_B_APP_PASSWORD: account.appPassword,
    EMLEKNAP_CHANNEL_M_NETWORK: 'mastodon',
    EMLEKNAP_CHANNEL_M_LANGUAGE: 'en',
    EMLEKNAP_CHANNEL_M_DESTINATION: 'account',
    EMLEKNAP_CHANNEL_M_SERVER: proxies.mastodon.origin,
    EMLEKNAP_CHANNEL_M_ACCESS_TOKEN: token,
  };
});
afterEach(async () => {
  await Promise.all([proxies.bluesky.stop(), proxies.mastodon.stop()]);
  rmSync(cwd, { recursive: true });
});

const turn = (place: Place, spares: 'nothing' | 'logins') => {
  proxies.bluesky.meddle(hostile(place, spares, heard.bluesky));
  proxies.mastodon.meddle(hostile(place, spares, heard.mastodon));
};
const peaceful = () => {
  proxies.bluesky.meddle(null);
  proxies.mastodon.meddle(null);
};

async function give(...args: readonly string[]): Promise<void> {
  clock = Date.parse(args[args.indexOf('--now') + 1] ?? '') || clock;
  const { code, stdout, stderr } = await runHere(args, { cwd, env });
  outputs.push(stdout, stderr);
  expect(stderr).not.toContain('an error of the program itself');
  expect(code).not.toBe(70);
}

/** All commands that look at an account, or at what was kept of one. */
async function everyCommand(): Promise<void> {
  await give('tick', ...at('14:00'), ...sound);
  await give('tick', '--json', ...at('14:05'), ...sound);
  await give('publish', slot, ...at('14:06'), ...sound);
  await give('tick', ...at('16:00'), ...sound);
  await give('publish', slot, '--json', ...at('16:01'), ...sound);
  await give('tick', '--explain', ...at('16:02'), ...sound);
  for (const channel of ['b', 'm']) await give('smoke', channel, '--yes');
  await give('status', ...sound);
  await give('status', '--json', ...sound);
  await give('ledger', 'rebuild', ...at('16:03'), ...sound);
  await give('resolve', slot, '--channel', 'm', '--not-published');
  await give('check', ...sound);
  await give('plan', '--year', '2027', ...sound);
  await give('preview', '--no-images', '--year', '2027', '--json', ...sound);
}

function nothingIsTold(): void {
  const secrets = heard.bluesky.union(heard.mastodon);
  expect(secrets.size).toBeGreaterThan(1);
  const texts = [
    ...outputs.map((text, index) => [`output ${index}`, text] as const),
    ...filesIn(cwd)
      .filter((name) => !/^data\/sessions\/[0-9a-f]+\.json$/.test(name))
      .map((name) => [name, readFileSync(join(cwd, name), 'utf8')] as const),
  ];
  expect(texts.flatMap(([name, text]) => canariesIn(text, secrets).map((canary) => `${name}: ${canary}`))).toEqual([]);
  const obeyed = /(?![\n\t\r])\p{Cc}|\u202e|\\u(?:001b|0007|009b|202e)/u;
  const read = texts.filter(([name]) => !/\.(sqlite(-wal|-shm)?|bin|lock|jpg|png)$/.test(name));
  expect(read.filter(([, text]) => obeyed.test(text)).map(([name]) => name)).toEqual([]);
}

const each = Object.keys(places) as Place[];

describe.each(each)('a server that says its secrets in %s', (place) => {
  it('from the login on tells nobody', async () => {
    turn(place, 'nothing');
    await give('tick', ...at('13:00'), ...sound);
    await everyCommand();
    nothingIsTold();
  });

  it('when something is to be published tells nobody', async () => {
    proxies.bluesky.meddle(hostile('names and values of headers', 'logins', heard.bluesky));
    await give('tick', ...at('13:00'), ...sound);
    peaceful();
    turn(place, 'logins');
    await everyCommand();
    nothingIsTold();
  });
});

it.each(['run', 'run --json'])('`%s` tells nobody either', async (line) => {
  turn('the error that refuses', 'nothing');
  const { child, output, ended } = launch([...line.split(' '), ...at('14:00'), ...sound], { cwd, env });
  const spoken = (): boolean =>
    /not connected/.test(output.stdout) && heard.bluesky.size > 0 && heard.mastodon.size > 0;
  for (const until = performance.now() + 120_000; !spoken() && performance.now() < until; )
    await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGTERM');
  const { stdout, stderr } = await ended;
  expect(stdout).toContain('not connected');
  outputs.push(stdout, stderr);
  nothingIsTold();
});
