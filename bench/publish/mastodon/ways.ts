/** Ways to publish on Mastodon: ours, the necessary requests alone, and one after the other with the usual client. */

import { createRestAPIClient } from 'masto';
import { systemNow } from '../../../bot/host/system-clock.ts';
import { connectMastodon } from '../../../bot/networks/mastodon/connect.ts';
import { defaultToken } from '../../../tests/support/mastodon/options.ts';
import { clientOf } from '../ours.ts';
import type { Piece, PiecePost } from '../piece.ts';
import { both, type Client, timed, type Way } from '../way.ts';

export const mastodonWays: readonly Way[] = [
  { name: 'Emléknap', open: ours },
  { name: 'the same requests raw', open: async (origin) => raw(origin) },
  { name: 'sequential, masto', open: async (origin) => sequential(origin) },
];

async function ours(server: string): Promise<Client> {
  const connected = await connectMastodon({ server, accessToken: defaultToken, now: systemNow });
  if ('failure' in connected) throw new Error(connected.failure.message);
  return clientOf(connected.network);
}

/** Uploads side by side, then the statuses, each of which has to know the one before it. */
function raw(origin: string): Client {
  const authorization = `Bearer ${defaultToken}`;
  const ask = async (path: string, body: string | FormData, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${origin}${path}`, { method: 'POST', headers: { authorization, ...headers }, body });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { readonly id: string }).id;
  };
  const upload = ({ posts }: Piece): Promise<readonly (readonly string[])[]> =>
    Promise.all(posts.map((post) => Promise.all(formsOf(post).map((form) => ask('/api/v2/media', form, {})))));
  const write = async ({ posts }: Piece, media: readonly (readonly string[])[]): Promise<void> => {
    let parent: string | null = null;
    for (const [position, { text }] of posts.entries()) {
      const body = JSON.stringify({
        status: text,
        language: 'hu',
        visibility: 'public',
        media_ids: media[position] ?? [],
        ...(parent !== null && { in_reply_to_id: parent }),
      });
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      parent = await ask('/api/v1/statuses', body, headers);
    }
  };
  const whole = (piece: Piece) => timed(async () => write(piece, await upload(piece)));
  const last = async (piece: Piece) => {
    const media = await upload(piece);
    return timed(() => write(piece, media));
  };
  return { atOnce: both(whole), due: both(last) };
}

function formsOf({ pictures, alts }: PiecePost): readonly FormData[] {
  return pictures.map(({ bytes, type }, index) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'card.jpg');
    form.append('description', alts[index] ?? '');
    return form;
  });
}

function sequential(url: string): Client {
  const client = createRestAPIClient({ url, accessToken: defaultToken });
  const publish = ({ posts }: Piece) =>
    timed(async () => {
      let inReplyToId: string | null = null;
      for (const { text, pictures, alts } of posts) {
        const mediaIds: string[] = [];
        for (const [index, { bytes, type }] of pictures.entries()) {
          const file = new Blob([new Uint8Array(bytes)], { type });
          mediaIds.push((await client.v2.media.create({ file, description: alts[index] ?? '' })).id);
        }
        const reply: { inReplyToId?: string } = inReplyToId === null ? {} : { inReplyToId };
        const said = { status: text, language: 'hu', visibility: 'public' as const };
        inReplyToId = (await client.v1.statuses.create({ ...said, mediaIds, ...reply })).id;
      }
    });
  return { atOnce: both(publish), due: {} };
}
