/** An account on a real Bluesky server as a stage for the network contract, read back without the bot's own code. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { z } from 'zod';
import { type BlueskyOptions, connectBluesky } from '../../../bot/networks/bluesky/connect.ts';
import type { FrozenBluesky } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { RemoteNetwork } from '../../../bot/networks/network.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { blob, newAccount, recordsOf, type TestAccount } from '../../support/pds.ts';
import type { SeenPost, Stage } from '../contract/contract.ts';

export const collection = 'app.bsky.feed.post';

const post = z.object({
  text: z.string(),
  langs: z.tuple([z.string()]),
  reply: z.object({ parent: z.object({ uri: z.string() }) }).optional(),
  embed: z
    .object({
      images: z.array(z.object({ alt: z.string(), image: z.object({ ref: z.object({ $link: z.string() }) }) })),
    })
    .optional(),
});

export type BlueskyStage = Omit<Stage, 'network'> & {
  readonly account: TestAccount;
  readonly network: RemoteNetwork<FrozenBluesky>;
};

/** What an account needs to connect, with a session file of its own in `folder`. */
export function optionsFor(account: TestAccount, folder: string): BlueskyOptions {
  return {
    service: account.service,
    identifier: account.handle,
    password: account.appPassword,
    sessionFile: join(folder, 'session.json'),
    now: () => instantFromIso('2027-10-23T13:00:00Z'),
  };
}

async function connected(options: BlueskyOptions): Promise<RemoteNetwork<FrozenBluesky>> {
  const connection = await connectBluesky(options);
  if ('failure' in connection) throw new Error(connection.failure.message);
  return connection.network;
}

/** A stage on a fresh account; `service` is where the adapter goes, such as a proxy. */
export async function blueskyStage(service?: string): Promise<BlueskyStage> {
  const folder = await mkdtemp(join(tmpdir(), 'bluesky-'));
  const account = await newAccount();
  const options = { ...optionsFor(account, folder), ...(service !== undefined && { service }) };
  const images = new Map<string, Promise<Shown>>();
  const shownOnce = (cid: string): Promise<Shown> => {
    const known = images.get(cid) ?? shown(account, cid);
    images.set(cid, known);
    return known;
  };
  return {
    name: 'bluesky',
    account,
    network: await connected(options),
    seen: async () => {
      const records = await recordsOf(account.service, account.did, collection);
      return Promise.all(records.map(({ uri, value }) => seenPost(uri, value, shownOnce)));
    },
    startSender(count) {
      const script = fileURLToPath(new URL('./sender.ts', import.meta.url));
      const { sessionFile, identifier, password } = options;
      const args = [script, options.service, identifier, password, sessionFile, String(count)];
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    },
    close: () => rm(folder, { recursive: true }),
  };
}

type Shown = { readonly width: number; readonly height: number; readonly bytes: number };

async function shown({ service, did }: TestAccount, cid: string): Promise<Shown> {
  const bytes = await blob(service, did, cid);
  if (bytes === null) throw new Error(`a post refers to a blob ${cid} that is not there`);
  const { width, height } = await sharp(bytes).metadata();
  return { width, height, bytes: bytes.byteLength };
}

async function seenPost(id: string, value: unknown, look: (cid: string) => Promise<Shown>): Promise<SeenPost> {
  const { text, langs, reply, embed } = post.parse(value);
  const images = (embed?.images ?? []).map(async ({ alt, image }) => ({ alt, ...(await look(image.ref.$link)) }));
  return { id, text, parent: reply?.parent.uri ?? null, language: langs[0], images: await Promise.all(images) };
}
