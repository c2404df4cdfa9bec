/** Publications on a fresh Bluesky account behind a proxy that can lose and change what is said. */

import { afterEach, beforeEach, expect, inject } from 'vitest';
import type { FrozenBluesky } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { RemoteNetwork, SendResult } from '../../../bot/networks/network.ts';
import { newDesk } from '../../support/desk.ts';
import { accessToken, type TestAccount, xrpc } from '../../support/pds.ts';
import { type Meddling, type ProxiedAnswer, type ProxyServer, startProxy } from '../../support/proxy.ts';
import { drawingWith, type ThreadChanges } from '../../support/threads.ts';
import { frozenFor } from '../contract/contract.ts';
import { type BlueskyStage, blueskyStage } from './stage.ts';

export const single = { posts: [{ text: 'egy', images: [drawingWith()] }] } as const satisfies ThreadChanges;
export const thread = {
  posts: [{ text: 'egy', images: [drawingWith()] }, { text: 'kettő' }, { text: 'három' }],
} as const satisfies ThreadChanges;

/** Both ways to publish, with the call that writes. */
export const kinds = [
  ['a post', single, 'putRecord'],
  ['a thread', thread, 'applyWrites'],
] as const;

export type Prepared = { readonly frozen: FrozenBluesky; readonly send: () => Promise<SendResult> };

export type Trial = {
  readonly account: TestAccount;
  readonly network: RemoteNetwork<FrozenBluesky>;
  readonly proxy: ProxyServer;
  prepared(changes: ThreadChanges): Promise<Prepared>;
  /** How often a call was made. */
  count(name: string): number;
  /** The texts of all that is published. */
  texts(): Promise<readonly string[]>;
  /** Makes a call as another program of the same person. */
  asOwner(nsid: string, body: object, password?: string): Promise<void>;
};

/** Sets up an account and its proxy for each test of the file. */
export function useTrial(): Trial {
  let stage: BlueskyStage;
  let proxy: ProxyServer;
  beforeEach(async () => {
    proxy = await startProxy(inject('pds'));
    stage = await blueskyStage(proxy.origin);
    proxy.forget();
  });
  afterEach(async () => {
    await proxy.stop();
    await stage.close();
  });
  return {
    get account() {
      return stage.account;
    },
    get network() {
      return stage.network;
    },
    get proxy() {
      return proxy;
    },
    async prepared(changes) {
      const { frozen, picturing } = await frozenFor(stage.network, changes);
      if (frozen.network !== 'bluesky') throw new Error('it is frozen for another network');
      return { frozen, send: () => stage.network.send(frozen, newDesk().sending(frozen, picturing)) };
    },
    count: (name) => proxy.requests.filter(({ path }) => path.includes(name)).length,
    texts: async () => (await stage.seen()).map(({ text }) => text),
    async asOwner(nsid, body, password = stage.account.appPassword) {
      const token = await accessToken({ ...stage.account, appPassword: password });
      expect((await xrpc(stage.account.service, nsid, { body, token })).status).toBe(200);
    },
  };
}

/** Meddles with one call, at most so often; the others pass. */
export function onCall(name: string, meddling: Meddling, times = Number.POSITIVE_INFINITY): Meddling {
  let left = times;
  return (request, forward) => {
    if (!request.path.includes(name) || left === 0) return forward();
    left -= 1;
    return meddling(request, forward);
  };
}

export const lost: Meddling = async () => 'lost';

/** What something between here and the server says. */
export function page(status: number): ProxiedAnswer {
  return { status, headers: { 'content-type': 'text/html' }, body: `<html><h1>${status}</h1></html>` };
}

/** Lets the server do what it is asked, and says something else. */
export function landedThen(answer: ProxiedAnswer | 'lost'): Meddling {
  return async (_, forward) => {
    await forward();
    return answer;
  };
}
