/** A fresh Bluesky account whose session is watched from a proxy. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { BlueskyOptions } from '../../../../bot/networks/bluesky/connect.ts';
import type { Session } from '../../../../bot/networks/bluesky/wire/session.ts';
import { type Instant, instantFromIso } from '../../../../schedule/time/instant.ts';
import { accessToken, newAccount, type TestAccount, xrpc } from '../../../support/pds.ts';
import { type Meddling, type ProxyServer, startProxy } from '../../../support/proxy.ts';
import { collection, optionsFor } from '../stage.ts';

export const calls = { login: 'server.createSession', refresh: 'server.refreshSession', read: 'server.getSession' };

type Kept = { readonly did: string; readonly accessJwt: string; readonly refreshJwt: string };

export type Bench = {
  readonly account: TestAccount;
  readonly proxy: ProxyServer;
  readonly options: BlueskyOptions;
  readonly folder: string;
  now: Instant;
  /** How often each call was made since the last look. */
  asked(): { readonly login: number; readonly refresh: number; readonly read: number };
  /** Makes a call that needs the session. */
  read(session: Session): Promise<unknown>;
  /** What the session file says. */
  kept(): Promise<Kept>;
  spoil(changes: Partial<Kept>): Promise<void>;
};

/** Sets up an account for each test of the file. */
export function useBench(): Bench {
  let folder: string;
  let account: TestAccount;
  let proxy: ProxyServer;
  let options: BlueskyOptions;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bluesky-session-'));
    account = await newAccount();
    proxy = await startProxy(account.service);
    bench.now = instantFromIso('2027-10-23T13:00:00Z');
    options = { ...optionsFor(account, folder), service: proxy.origin, now: () => bench.now };
  });
  afterEach(async () => {
    await proxy.stop();
    await rm(folder, { recursive: true });
  });
  const bench: Bench = {
    get account() {
      return account;
    },
    get proxy() {
      return proxy;
    },
    get options() {
      return options;
    },
    get folder() {
      return folder;
    },
    now: instantFromIso('2027-10-23T13:00:00Z'),
    asked() {
      const count = (name: string) => proxy.requests.filter(({ path }) => path.includes(name)).length;
      const counted = { login: count(calls.login), refresh: count(calls.refresh), read: count(calls.read) };
      proxy.forget();
      return counted;
    },
    read: ({ agent }) => agent.com.atproto.server.getSession(),
    kept: async () => JSON.parse(await readFile(options.sessionFile, 'utf8')) as Kept,
    async spoil(changes) {
      await writeFile(options.sessionFile, JSON.stringify({ ...(await bench.kept()), ...changes }));
    },
  };
  return bench;
}

/** Of a post that nobody wrote; deleting it needs the session. */
export function receiptsOf(did: string) {
  return [{ position: 0, id: `at://${did}/${collection}/3lzmn2k7o2222`, cid: null, url: null }] as const;
}

export async function revokeAppPassword(account: TestAccount): Promise<void> {
  const token = await accessToken({ ...account, appPassword: account.password });
  await xrpc(account.service, 'com.atproto.server.revokeAppPassword', { body: { name: 'emleknap' }, token });
}

export function onCall(name: string, meddling: Meddling): Meddling {
  return (request, forward) => (request.path.includes(name) ? meddling(request, forward) : forward());
}
