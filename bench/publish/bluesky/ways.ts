/** Ways to publish on Bluesky: ours, the necessary requests alone, and the clients that people use. */

import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { BskyAgent } from '@atproto/api';
import { BlueskyStrategy } from '@humanwhocodes/crosspost';
import { Bot } from '@skyware/bot';
import { systemNow } from '../../../bot/host/system-clock.ts';
import { connectBluesky } from '../../../bot/networks/bluesky/connect.ts';
import { freezeBluesky, requestsOf } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { Picture } from '../../../media/card.ts';
import type { TestAccount } from '../../../tests/support/pds.ts';
import { clientOf } from '../ours.ts';
import type { Piece } from '../piece.ts';
import { both, type Client, timed, type Way } from '../way.ts';
import { call, tokenOf } from './account.ts';

export function blueskyWays(account: TestAccount, folder: string): readonly Way[] {
  return [
    { name: 'Emléknap', open: ours(account, folder) },
    { name: 'the same requests raw', open: (origin) => raw(account, origin) },
    { name: '@skyware/bot', open: (origin) => skyware(account, origin) },
    { name: 'sequential, @atproto/api', open: (origin) => sequential(account, origin) },
    { name: '@humanwhocodes/crosspost', open: async (origin) => crosspost(account, origin) },
  ];
}

/** A client begun anew finds the session that another process has kept. */
function ours({ handle, appPassword }: TestAccount, folder: string): Way['open'] {
  let clients = 0;
  return async (service) => {
    clients += 1;
    const kept = join(folder, `kept-${new URL(service).port}.json`);
    const sessionFile = join(folder, `session-${clients}.json`);
    if (existsSync(kept)) copyFileSync(kept, sessionFile);
    const options = { service, identifier: handle, password: appPassword, sessionFile, now: systemNow };
    const connection = await connectBluesky(options);
    if ('failure' in connection) throw new Error(connection.failure.message);
    copyFileSync(sessionFile, kept);
    return clientOf(connection.network);
  };
}

/** Uploads side by side, then the one write; records and keys are those that ours would send. */
async function raw(account: TestAccount, origin: string): Promise<Client> {
  const authorization = `Bearer ${await tokenOf(origin, account)}`;
  const requests = ({ thread, posts }: Piece) => {
    const pictures = posts.map((post): readonly Picture[] => post.pictures);
    return requestsOf(freezeBluesky({ network: 'bluesky', did: account.did }, thread, pictures));
  };
  const upload = async (piece: Piece): Promise<void> => {
    const uploads = requests(piece).map(async (request) => {
      if (request.nsid !== 'com.atproto.repo.uploadBlob') return;
      const { bytes, type } = await piece.picturing(request.picture.sha256);
      await call(origin, request.nsid, bytes, { authorization, 'content-type': type });
    });
    await Promise.all(uploads);
  };
  const write = async (piece: Piece): Promise<void> => {
    const request = requests(piece).at(-1);
    if (request === undefined || request.nsid === 'com.atproto.repo.uploadBlob') throw new Error('there is no write');
    await call(origin, request.nsid, request.body, { authorization });
  };
  const whole = (piece: Piece) =>
    timed(async () => {
      await upload(piece);
      await write(piece);
    });
  const last = async (piece: Piece) => {
    await upload(piece);
    return timed(() => write(piece));
  };
  return { atOnce: both(whole), due: both(last) };
}

/** Its login looks at the account's profile, which a PDS without an AppView has not: that look is left out. */
async function skyware({ handle, did, appPassword }: TestAccount, service: string): Promise<Client> {
  const bot = new Bot({ service, emitEvents: false });
  bot.getProfile = async () => ({ did });
  await bot.login({ identifier: handle, password: appPassword });
  const publish = ({ posts }: Piece) =>
    timed(async () => {
      let reply: ReplyRef | null = null;
      for (const { text, pictures, alts } of posts) {
        const images = pictures.map(({ bytes, type, width, height }, index) => {
          const data = new Blob([new Uint8Array(bytes)], { type });
          return { data, alt: alts[index] ?? '', aspectRatio: { width, height } };
        });
        const { uri, cid } = await bot.post({
          text,
          langs: ['hu'],
          ...(images.length > 0 && { images }),
          ...(reply !== null && { replyRef: reply }),
        });
        reply = { root: (reply as ReplyRef | null)?.root ?? { uri, cid }, parent: { uri, cid } };
      }
    });
  return { atOnce: both(publish), due: {} };
}

type Ref = { readonly uri: string; readonly cid: string };
type ReplyRef = { readonly root: Ref; readonly parent: Ref };

/** One request after the other, as the documentation of Bluesky shows it and most cross-posters do it. */
async function sequential({ handle, appPassword }: TestAccount, service: string): Promise<Client> {
  const agent = new BskyAgent({ service });
  await agent.login({ identifier: handle, password: appPassword });
  const publish = ({ posts }: Piece) =>
    timed(async () => {
      let reply: ReplyRef | null = null;
      for (const { text, pictures, alts } of posts) {
        const images = [];
        for (const [index, { bytes, type, width, height }] of pictures.entries()) {
          const { data } = await agent.uploadBlob(bytes, { encoding: type });
          images.push({ image: data.blob, alt: alts[index] ?? '', aspectRatio: { width, height } });
        }
        const { uri, cid } = await agent.post({
          text,
          langs: ['hu'],
          createdAt: new Date().toISOString(),
          ...(images.length > 0 && { embed: { $type: 'app.bsky.embed.images', images } }),
          ...(reply !== null && { reply }),
        });
        reply = { root: (reply as ReplyRef | null)?.root ?? { uri, cid }, parent: { uri, cid } };
      }
    });
  return { atOnce: both(publish), due: {} };
}

/** Knows no threads; it asks by https only, so its requests to this address are led to http. */
function crosspost({ handle, appPassword }: TestAccount, origin: string): Client {
  const { host } = new URL(origin);
  overHttp(host);
  const strategy = new BlueskyStrategy({ identifier: handle, password: appPassword, host });
  const post = ({ posts: [{ text, pictures, alts }] }: Piece) =>
    timed(() =>
      strategy.post(text, { images: pictures.map(({ bytes }, index) => ({ data: bytes, alt: alts[index] ?? '' })) }),
    );
  return { atOnce: { post }, due: {} };
}

const ledToHttp = new Set<string>();

function overHttp(host: string): void {
  if (ledToHttp.has(host)) return;
  ledToHttp.add(host);
  const { fetch } = globalThis;
  const secure = `https://${host}/`;
  globalThis.fetch = (input, init) =>
    fetch(
      typeof input === 'string' && input.startsWith(secure) ? `http://${input.slice('https://'.length)}` : input,
      init,
    );
}
