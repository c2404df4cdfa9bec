/** Puts a server into the state that a program of an earlier version left it in, and goes on in its data folder with the program of today. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { plusMillis, toIso } from '../../../schedule/time/instant.ts';
import { runHere } from '../../support/in-process.ts';
import { defaultToken } from '../../support/mastodon/options.ts';
import { startMastodon } from '../../support/mastodon/server.ts';
import { accessToken, recordsOf, type TestAccount } from '../../support/pds.ts';
import { type PdsServer, startPds } from '../../support/pds-server.ts';
import { dueOf } from '../real/calendar.ts';
import { writeCampaign } from '../real/campaign.ts';
import { type JudgedSeat, judge, settledIn } from '../real/judge.ts';
import { clearAccount } from './clear.ts';
import {
  type AskedOfServer,
  type FrozenFolder,
  type FrozenPds,
  type FrozenSeries,
  putFiles,
  readFrozen,
} from './fixture.ts';

/** Minutes after the due one at which the program is started again, until nothing is open. */
const starts = [1, 3, 6, 11, 20, 40];

/** What is broken after a folder was continued; each line names where the program was killed. */
export async function continueAll(version: string, name: string): Promise<readonly string[]> {
  const series = readFrozen<FrozenSeries>(version, name);
  if (series.network === 'bluesky') return continueOnBluesky(series, readFrozen<FrozenPds>(version, 'pds'));
  const broken: string[] = [];
  for (const folder of series.folders) broken.push(...(await continueOnMastodon(series, folder)));
  return broken;
}

async function continueOnBluesky(series: FrozenSeries, { files, handle, did, password }: FrozenPds) {
  const data = mkdtempSync(join(tmpdir(), 'frozen-pds-'));
  putFiles(data, files);
  const pds: PdsServer = await startPds({ data });
  const { service } = pds;
  const account: TestAccount = { service, handle, did, password, appPassword: password };
  const settings = { SERVICE: service, IDENTIFIER: handle, APP_PASSWORD: password };
  const standing = async () =>
    (await recordsOf(service, did, 'app.bsky.feed.post')).map(({ uri, value }) => {
      const { text, reply } = value as { text: string; reply?: { parent: { uri: string } } };
      return { id: uri, text, parent: reply?.parent.uri ?? null };
    });
  try {
    const token = await accessToken(account);
    const broken: string[] = [];
    for (const folder of series.folders) {
      for (const asked of folder.asked) await ask(service, asked, token);
      const seat = { title: 'Bluesky', account: did, violations: () => [], standing };
      broken.push(...(await continueOne(series, folder, settings, seat, () => {})));
      await clearAccount(account);
    }
    return broken;
  } finally {
    await pds.stop();
    rmSync(data, { recursive: true });
  }
}

async function continueOnMastodon(series: FrozenSeries, folder: FrozenFolder): Promise<readonly string[]> {
  let clock = series.founded;
  const server = await startMastodon({ now: () => clock });
  try {
    for (const asked of folder.asked) {
      clock = asked.at;
      await ask(server.url, asked, defaultToken);
    }
    const seat = {
      title: 'Mastodon 4.6.7',
      account: `${server.url}#`,
      violations: () => server.violations.map(({ method, path, reason }) => `${method} ${path}: ${reason}`),
      standing: async () => server.statuses.map(({ id, text, parent }) => ({ id, text, parent })),
    };
    const settings = { SERVER: server.url, ACCESS_TOKEN: defaultToken };
    return await continueOne(series, folder, settings, seat, (instant) => {
      clock = instant;
    });
  } finally {
    await server.close();
  }
}

/** Repeats what the program had asked: a server in the same state gives the same answer. */
async function ask(origin: string, { method, path, headers, body }: AskedOfServer, token: string): Promise<void> {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: Buffer.from(body, 'base64'),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
}

async function continueOne(
  { network, shape, trial, origin, shared }: FrozenSeries,
  { boundary, files }: FrozenFolder,
  settings: Readonly<Record<string, string>>,
  seat: JudgedSeat,
  setClock: (instant: number) => void,
): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'frozen-'));
  const data = join(cwd, 'data');
  mkdirSync(data);
  putFiles(data, { ...shared, ...files });
  if (network === 'mastodon') readdress(data, origin, settings['SERVER'] ?? origin);
  const campaigns = writeCampaign(cwd, trial, shape);
  const all = { NETWORK: network, LANGUAGE: 'hu', DESTINATION: 'account', ...settings };
  const env = Object.fromEntries(Object.entries(all).map(([key, value]) => [`EMLEKNAP_CHANNEL_F_${key}`, value]));
  try {
    const said: string[] = [];
    for (const minutes of starts) {
      const now = plusMillis(dueOf(trial), minutes * 60_000);
      setClock(now);
      const { code, stdout, stderr } = await runHere(['tick', '--now', toIso(now), '--campaigns', campaigns], {
        cwd,
        env,
      });
      if (code !== 0) said.push(`at ${minutes} min it ended with ${code}: ${stdout}${stderr}`);
      if (settledIn(cwd) > 0) break;
    }
    const { broken, ending } = await judge(seat, trial, shape, cwd);
    const lost = ending === 'published' ? [] : [`it is ${ending} in the end`];
    const left = readdirSync(data).filter((name) =>
      /^(accounts|capabilities|clocks|alarms|ledger-marks)\.json/.test(name),
    );
    const untaken = left.map((name) => `${name} was not taken over`);
    return [...broken, ...lost, ...untaken].map((each) => `${boundary ?? 'not killed'}: ${each} (${said.join('; ')})`);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** The server has another port by now, and on this machine that is its name. */
function readdress(data: string, before: string, now: string): void {
  for (const name of readdirSync(data).filter((each) => each.endsWith('.json'))) {
    const file = join(data, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, now));
  }
  const database = new Database(join(data, 'ledger.sqlite'));
  database.pragma('foreign_keys = off');
  const columns = database
    .prepare<[], { table: string; column: string }>(
      `select m.name as "table", c.name as "column" from sqlite_master m, pragma_table_info(m.name) c
       where m.type = 'table' and lower(c.type) = 'text'`,
    )
    .all();
  for (const { table, column } of columns)
    database.prepare(`update ${table} set ${column} = replace(${column}, ?, ?)`).run(before, now);
  database.close();
}
