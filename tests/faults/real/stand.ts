/** Real servers for the laboratory: a PDS and a Mastodon of every version, each behind a proxy that can spoil what passes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../../../schedule/time/instant.ts';
import type { MastodonMode } from '../../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../../support/mastodon/server.ts';
import { newAccount, recordsOf, type TestAccount } from '../../support/pds.ts';
import { type PdsServer, startPds } from '../../support/pds-server.ts';
import { type ProxiedAnswer, type ProxyServer, startProxy } from '../../support/proxy.ts';
import { installServers } from '../../support/servers-install.ts';
import { modes, titleOf } from '../season/season.ts';
import { beginning } from './calendar.ts';

export type RealSeat = {
  /** Name of its channel. */
  readonly id: string;
  readonly title: string;
  readonly env: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly proxy: ProxyServer;
  /** How the key of its account in the ledger begins. */
  readonly account: string;
  /** What the server says of its own address, as whoever comes through the proxy has to hear it. */
  readonly readdressed: (answer: ProxiedAnswer) => ProxiedAnswer;
  /** Requests that its server would never have understood. */
  readonly violations: () => readonly string[];
  /** All posts there, in order, as text, own id and id of what it answers. */
  readonly standing: () => Promise<
    readonly { readonly text: string; readonly id: string; readonly parent: string | null }[]
  >;
};

/** The time that is true for servers and for those who judge. */
export type TrueTime = { readonly now: () => number; readonly set: (instant: Instant) => void };

export type Stand = {
  readonly seats: readonly RealSeat[];
  readonly time: TrueTime;
  readonly folder: string;
  /** The number of the next trial, from 0. */
  readonly next: () => number;
};

const token = 'token-of-the-laboratory';
const user = { username: 'emleknap', tokens: [{ token, scopes: ['read', 'write'] }] };
const many = { limit: 1e9, period: 60_000 };
const rateLimits = { api: many, media: many, deletion: many, statuses: many };

/** Starts everything, and stops it in the end; `running` is the address of a PDS that runs already. */
export async function withServers<T>(work: (stand: Stand) => Promise<T>, running?: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const time = trueTime();
  const pds = running === undefined ? await ownPds() : { service: running, stop: async () => {} };
  const mastodons = await Promise.all(
    modes.map((mode) => startMastodon({ mode, now: time.now, users: [user], rateLimits })),
  );
  const seats: RealSeat[] = [await blueskySeat(pds.service)];
  for (const [index, server] of mastodons.entries()) seats.push(await mastodonSeat(server, modes[index] ?? '4.6.7'));
  let trials = -1;
  const next = (): number => {
    trials += 1;
    return trials;
  };
  try {
    return await work({ seats, folder, time, next });
  } finally {
    for (const { proxy } of seats) await proxy.stop();
    for (const server of mastodons) await server.close();
    await pds.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Goes as fast as this machine's clock from wherever it is set to. */
function trueTime(): TrueTime {
  let [set, since]: [number, number] = [beginning, performance.now()];
  return {
    now: () => Math.round(set + performance.now() - since),
    set: (instant) => {
      [set, since] = [instant, performance.now()];
    },
  };
}

async function ownPds(): Promise<PdsServer> {
  await installServers();
  return startPds();
}

async function blueskySeat(service: string): Promise<RealSeat> {
  const { did, handle, appPassword }: TestAccount = await newAccount(service);
  const proxy = await startProxy(service);
  return {
    id: 'b',
    title: 'Bluesky',
    env: channelEnv('B', 'bluesky', { SERVICE: proxy.origin, IDENTIFIER: handle, APP_PASSWORD: appPassword }),
    secret: appPassword,
    proxy,
    account: did,
    readdressed: (answer) => answer,
    violations: () => [],
    standing: async () =>
      (await recordsOf(service, did, 'app.bsky.feed.post')).map(({ uri, value }) => {
        const { text, reply } = value as { text: string; reply?: { parent: { uri: string } } };
        return { id: uri, text, parent: reply?.parent.uri ?? null };
      }),
  };
}

async function mastodonSeat(server: MastodonServer, mode: MastodonMode): Promise<RealSeat> {
  const proxy = await startProxy(server.url);
  const name = `M${mode.replaceAll('.', '')}`.toUpperCase();
  return {
    id: name.toLowerCase(),
    title: titleOf(mode),
    env: channelEnv(name, 'mastodon', { SERVER: proxy.origin, ACCESS_TOKEN: token }),
    secret: token,
    proxy,
    account: `${proxy.origin}#`,
    readdressed: (answer) => {
      const body = Buffer.from(answer.body).toString('utf8');
      return body.includes(server.url) ? { ...answer, body: body.replaceAll(server.url, proxy.origin) } : answer;
    },
    violations: () => server.violations.map(({ method, path, reason }) => `${method} ${path}: ${reason}`),
    standing: async () => server.statuses.map(({ id, text, parent }) => ({ id, text, parent })),
  };
}

function channelEnv(name: string, network: string, settings: Readonly<Record<string, string>>): Record<string, string> {
  const all = { NETWORK: network, LANGUAGE: 'hu', DESTINATION: 'account', ...settings };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`EMLEKNAP_CHANNEL_${name}_${key}`, value]));
}
