/** Bluesky, and every server of the AT Protocol that keeps posts of its apps. */

import { z } from 'zod';
import type { NetworkDefinition } from '../definition.ts';
import type { Trail } from '../network.ts';
import { storedHead, storedInstant, storedPicture } from '../stored.ts';
import type { FrozenBluesky } from './freeze/freeze.ts';
import { type BlueskyCapabilities, blueskyRules } from './rules.ts';
import { type BlueskyAccess, blueskySettings } from './settings.ts';

const positive = z.int().min(1);
const ref = { uri: z.string(), cid: z.string(), rkey: z.string() };

export const bluesky: NetworkDefinition<FrozenBluesky, Trail<'bluesky'>, BlueskyCapabilities, BlueskyAccess> = {
  rules: blueskyRules,
  capabilities: z.strictObject({
    network: z.literal('bluesky'),
    maxGraphemes: positive,
    maxBytes: positive,
    maxImages: z.int().min(0),
    maxImageBytes: positive,
    maxAltCharacters: positive.nullable(),
  }),
  hasKey: (key) => key.startsWith('did:'),
  standIn: { network: 'bluesky', did: 'did:web:outbox.invalid' },
  settings: blueskySettings,
  connect: async (access, terms) => (await import('./connect.ts')).connectAccount(access, terms),
  stored: {
    frozen: z.object({
      network: z.literal('bluesky'),
      account: z.object({ network: z.literal('bluesky'), did: z.string() }),
      ...storedHead,
      posts: z
        .array(
          z.object({
            ...ref,
            record: z.object({
              $type: z.string(),
              text: z.string(),
              langs: z.array(z.string()),
              createdAt: storedInstant,
            }),
            pictures: z.array(storedPicture),
          }),
        )
        .min(1),
      gate: z
        .object({ ...ref, record: z.object({ $type: z.string(), post: z.string(), createdAt: storedInstant }) })
        .nullable(),
    }),
    trail: null,
  },
  byHand: {
    /** A thread is there whole or not at all. */
    textOf: ({ posts }) => posts[0].record.text,
    placeOf: ({ account }) => `https://bsky.app/profile/${account.did}`,
    withoutAttempt: (post) => ({ ...post, attempts: null }),
  },
  load: async () => (await import('./loaded.ts')).loaded,
};
