/** Real servers for the laboratory: a PDS and a Mastodon of every version, each behind a proxy that can spoil what passes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MastodonMode } from '../../support/mastodon/options.ts';
import { type MastodonServer, startMastodon } from '../../support/mastodon/server.ts';
import { newAccount, recordsOf, type TestAccount } from '../../support/pds.ts';
import { type PdsServer, startPds } from '../../support/pds-server.ts';
import { type ProxiedAnswer, type ProxyServer, startProxy } from '../../support/proxy.ts';
import { installServers } from '../../support/servers-install.ts';
import { modes } from '../season.ts';

export type RealSeat = {
  /** Name of its channel. */
  readonly id: string;
  readonly title: string;
  readonly env: Readonly<Record<string, string>>;
  readonly proxy: ProxyServer;
  /** What the server says of its own address, as whoever comes through the proxy has to hear it. */
  readonly readdressed: (answer: ProxiedAnswer) => ProxiedAnswer;
  /** All posts there, in order, as text, own id and id of what it answers. */
  readonly standing: () => Promise<
    readonly { readonly text: string; readonly id: string; readonly parent: string | null }[]
  >;
};

export type Stand = {
  readonly seats: readonly RealSeat[];
  /** Sets the clock of the Mastodon servers. */
  readonly at: (millis: number) => void;
  readonly folder: string;
};

const token = 'token-of-the-laboratory';
const user = { username: 'emleknap', tokens: [{ token, scopes: ['read', 'write'] }] };
const many = { limit: 1e9, period: 60_000 };
const rateLimits = { api: many, media: many, deletion: many, statuses: many };

/** Starts everything, and stops it in the end; `running` is the address of a PDS that runs already. */
export async function withServers<T>(work: (stand: Stand) => Promise<T>, running?: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  let clock = Date.now();
  const pds = running === undefined ? await ownPds() : { service: running, stop: async () => {} };
  const mastodons = await Promise.all(
    modes.map((mode) => startMastodon({ mode, now: () => clock, users: [user], rateLimits })),
  );
  const seats: RealSeat[] = [await blueskySeat(pds.service)];
  for (const [index, server] of mastodons.entries()) seats.push(await mastodonSeat(server, modes[index] ?? '4.6.7'));
  try {
    return await work({
      seats,
      folder,
      at: (millis) => {
        clock = millis;
      },
    });
  } finally {
    for (const { proxy } of seats) await proxy.stop();
    for (const server of mastodons) await server.close();
    await pds.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ownPds(): Promise<PdsServer> {
  await installServers();
  return startPds();
}

async function blueskySeat(service: string): Promise<RealSeat> {
  const account: TestAccount = await newAccount(service);
  const proxy = await startProxy(service);
  const env = channelEnv('B', 'bluesky', {
    SERVICE: proxy.origin,
    IDENTIFIER: account.handle,
    APP_PASSWORD: account.appPassword,
  });
  return {
    id: 'b',
    title: 'Bluesky',
    env,
    proxy,
    readdressed: (answer) => answer,
    standing: async () =>
      (await recordsOf(service, account.did, 'app.bsky.feed.post')).map(({ uri, value }) => {
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
    title: mode === 'none' ? 'no keys' : `Mastodon ${mode}`,
    env: channelEnv(name, 'mastodon', { SERVER: proxy.origin, ACCESS_TOKEN: token }),
    proxy,
    readdressed: (answer) => {
      const body = Buffer.from(answer.body).toString('utf8');
      return body.includes(server.url) ? { ...answer, body: body.replaceAll(server.url, proxy.origin) } : answer;
    },
    standing: async () => server.statuses.map(({ id, text, parent }) => ({ id, text, parent })),
  };
}

function channelEnv(name: string, network: string, settings: Readonly<Record<string, string>>): Record<string, string> {
  const all = { NETWORK: network, LANGUAGE: 'hu', DESTINATION: 'account', ...settings };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`EMLEKNAP_CHANNEL_${name}_${key}`, value]));
}
