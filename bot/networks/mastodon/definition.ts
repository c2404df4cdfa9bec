/** Mastodon, and the software that speaks its language to clients. */

import { z } from 'zod';
import type { NetworkDefinition } from '../definition.ts';
import { storedHead, storedInstant, storedPicture, storedReceipt } from '../stored.ts';
import type { MastodonTrail } from './deliver/trail.ts';
import type { FrozenMastodon } from './freeze/freeze.ts';
import { type MastodonCapabilities, mastodonRules } from './rules.ts';
import { type MastodonAccess, mastodonSettings } from './settings.ts';

const positive = z.int().min(1);
const count = z.int().min(0);

export const mastodon: NetworkDefinition<FrozenMastodon, MastodonTrail, MastodonCapabilities, MastodonAccess> = {
  rules: mastodonRules,
  capabilities: z.strictObject({
    network: z.literal('mastodon'),
    maxCharacters: positive,
    charactersReservedPerUrl: count,
    maxImages: count,
    maxImageBytes: positive,
    maxAltCharacters: positive.nullable(),
  }),
  hasKey: (key) => !key.startsWith('did:'),
  standIn: { network: 'mastodon', server: 'https://outbox.invalid', id: '1956' },
  settings: mastodonSettings,
  connect: async (access, terms) => (await import('./connect.ts')).connectAccount(access, terms),
  stored: {
    frozen: z.object({
      network: z.literal('mastodon'),
      account: z.object({ network: z.literal('mastodon'), server: z.string(), id: z.string() }),
      ...storedHead,
      posts: z
        .array(
          z.object({
            idempotencyKey: z.string(),
            status: z.string(),
            spoilerText: z.string().nullable(),
            sensitive: z.boolean(),
            language: z.string(),
            visibility: z.string(),
            pictures: z.array(storedPicture),
          }),
        )
        .min(1),
    }),
    trail: z.object({
      network: z.literal('mastodon'),
      anchor: z.object({ id: z.string(), createdAt: storedInstant }).nullable(),
      username: z.string().nullish(),
      posts: z.array(
        z.object({
          mediaIds: z.array(z.string()),
          attempts: z.object({ firstAt: storedInstant, lastAt: storedInstant }).nullable(),
          answered: z.object({ id: z.string(), url: z.string().nullable() }).nullish(),
          refusals: count,
          receipt: storedReceipt.nullable(),
        }),
      ),
    }),
  },
  byHand: {
    textOf: ({ posts }, position) => (posts[position] ?? posts[0]).status,
    placeOf: ({ account: { server } }, trail, posts) => profileAmong(posts) ?? namedOn(server, trail?.username ?? null),
    withoutAttempt: (post) => ({ ...post, attempts: null, answered: null, stray: null }),
  },
  load: async () => (await import('./loaded.ts')).loaded,
};

/** Not every software has an address for a profile that could be told from its name. */
function namedOn(server: string, username: string | null): string {
  return username === null ? server : `@${username} on ${server}`;
}

/** The profile's address, if a post of the account has told it: `https://mastodon.example/@name/1` begins with it. */
function profileAmong(posts: readonly string[]): string | null {
  const profiles = posts.map((url) => /^(https?:\/\/[^/]+\/@[^/]+)\/[^/]+$/.exec(url)?.[1]);
  return profiles.find((profile) => profile !== undefined) ?? null;
}
