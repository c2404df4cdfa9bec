/** The outbox as a stage for the network contract, read the way a person would: from its files. */

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { NetworkName } from '../../../bot/networks/all.ts';
import { postsAmong } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { BlueskyExchange } from '../../../bot/networks/bluesky/show/exchanges.ts';
import type { MastodonExchange } from '../../../bot/networks/mastodon/show/exchanges.ts';
import { createOutbox } from '../../../bot/networks/outbox/outbox.ts';
import type { OutboxPublication } from '../../../bot/networks/outbox/publication.ts';
import { accountOn } from '../../support/threads.ts';
import type { SeenPost, Stage } from '../contract/contract.ts';

/** With the requests and answers of its network. */
type Written = OutboxPublication &
  (
    | { readonly network: 'bluesky'; readonly exchanges: readonly BlueskyExchange[] }
    | { readonly network: 'mastodon'; readonly exchanges: readonly MastodonExchange[] }
  );

export async function outboxStage(name: NetworkName): Promise<Stage & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  return {
    name,
    folder,
    network: createOutbox({ folder, account: accountOn(name) }),
    seen: () => seenIn(folder),
    startSender(count) {
      const script = fileURLToPath(new URL('./sender.ts', import.meta.url));
      return spawn(process.execPath, [script, name, folder, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** The folders of all publications that can be seen, in order. */
export async function publicationFolders(folder: string): Promise<readonly string[]> {
  const channels = await visible(folder);
  return (await Promise.all(channels.map((channel) => visible(channel)))).flat();
}

async function visible(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  return names.sort().map((name) => join(folder, name));
}

async function seenIn(folder: string): Promise<readonly SeenPost[]> {
  return (await Promise.all((await publicationFolders(folder)).map(postsIn))).flat();
}

async function postsIn(folder: string): Promise<readonly SeenPost[]> {
  const publication = JSON.parse(await readFile(join(folder, 'publication.json'), 'utf8')) as Written;
  const fileOf = (sha256: string) => join(folder, publication.files.find((file) => file.sha256 === sha256)?.name ?? '');
  const ids = publication.receipts.map(({ id }) => id);
  const shown = async (sha256: string, alt: string) => {
    const bytes = await readFile(fileOf(sha256));
    const { width, height } = await sharp(bytes).metadata();
    return { alt, width, height, bytes: bytes.byteLength };
  };
  if (publication.network === 'bluesky') {
    const blobs = new Map<string, string>();
    const posts: Promise<SeenPost>[] = [];
    for (const { request } of publication.exchanges) {
      if (request.nsid === 'com.atproto.repo.uploadBlob') {
        blobs.set(request.blob.ref.$link, request.picture.sha256);
        continue;
      }
      const records =
        request.nsid === 'com.atproto.repo.putRecord' ? [request.body.record] : postsAmong(request.body.writes);
      for (const [index, record] of records.entries()) {
        const images = (record.embed?.images ?? []).map(({ alt, image }) =>
          shown(blobs.get(image.ref.$link) ?? '', alt),
        );
        const seen = { id: ids[index] ?? '', text: record.text, language: record.langs[0] };
        posts.push(
          Promise.all(images).then((all) => ({ ...seen, parent: record.reply?.parent.uri ?? null, images: all })),
        );
      }
    }
    return Promise.all(posts);
  }
  const media = new Map<string, { readonly sha256: string; readonly alt: string }>();
  const posts: Promise<SeenPost>[] = [];
  for (const { request, answer } of publication.exchanges) {
    if (request.path === '/api/v2/media') {
      media.set(answer.id, { sha256: request.multipart.file.sha256, alt: request.multipart.description });
      continue;
    }
    const { status, language, media_ids = [], in_reply_to_id = null } = request.body;
    const images = media_ids.map((id) => shown(media.get(id)?.sha256 ?? '', media.get(id)?.alt ?? ''));
    posts.push(
      Promise.all(images).then((all) => ({
        id: answer.id,
        text: status,
        parent: in_reply_to_id,
        language,
        images: all,
      })),
    );
  }
  return Promise.all(posts);
}
