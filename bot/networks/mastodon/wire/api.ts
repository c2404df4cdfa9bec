/** The few calls of the Mastodon API that publishing needs, through masto.js, with answers that are looked at before they are believed. */

import { z } from 'zod';
import type { Picture } from '../../../../media/card.ts';
import type { FrozenStatus } from '../freeze/freeze.ts';
import { mediaRequest, statusRequest } from '../freeze/requests.ts';
import { type Answer, answerTo } from './answer.ts';
import { mastodonClient } from './client.ts';

const id = z.string().regex(/^[\x21-\x7e]{1,300}$/);
const instant = z
  .string()
  .max(64)
  .refine((text) => !Number.isNaN(Date.parse(text)));
const address = z
  .url({ protocol: /^https?$/, normalize: true })
  .max(2000)
  .nullish()
  .catch(null);

const attachment = z.object({ id, url: z.string().nullish(), description: z.string().nullish() });
export type MastodonMedia = z.infer<typeof attachment>;

const status = z.object({
  id,
  createdAt: instant,
  url: address,
  uri: address,
  inReplyToId: z.string().nullish(),
  language: z.string().nullish(),
  visibility: z
    .string()
    .regex(/^\w{1,30}$/)
    .nullish()
    .catch(null),
  spoilerText: z.string().nullish().catch(null),
  mediaAttachments: z.array(attachment).catch([]),
});
/** A status as the server shows it; its text would be HTML. */
export type MastodonStatus = z.infer<typeof status>;

const person = z.object({
  id,
  username: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullish()
    .catch(null),
});
const source = z.object({ text: z.string(), spoilerText: z.string().nullish() });
const count = z.int().min(1).optional().catch(undefined);
const word = z.string().optional().catch(undefined);

/** `/api/v2/instance` or `/api/v1/instance`; what is missing or makes no sense is undefined. */
const instance = z.object({
  /** Of version 2. */
  domain: word,
  /** Of version 1. */
  uri: word,
  configuration: z
    .object({
      statuses: z
        .object({ maxCharacters: count, maxMediaAttachments: count, charactersReservedPerUrl: count })
        .optional()
        .catch(undefined),
      mediaAttachments: z.object({ imageSizeLimit: count, descriptionLimit: count }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type MastodonInstance = z.infer<typeof instance>;

export type MastodonApi = ReturnType<typeof mastodonApi>;

/** Calls to one server, by a fetch that asks no other. Every address is built from `origin`; no call is repeated. */
export function mastodonApi(origin: string, accessToken: string, ask: typeof fetch) {
  const { client, send } = mastodonClient(origin, accessToken, ask);
  const statusOf = (of: string) => client.v1.statuses.$select(encodeURIComponent(of));
  return {
    verifyCredentials: () => answerTo(person, client.v1.accounts.verifyCredentials.$raw()),

    /** Version 2 where the server has it, otherwise version 1. */
    instance: async (): Promise<Answer<MastodonInstance>> => {
      const newer = await answerTo(instance, client.v2.instance.fetch.$raw());
      return newer.kind === 'ok' ? newer : answerTo(instance, client.v1.instance.fetch.$raw());
    },

    /** Uploads without waiting for the processing: an attachment without `url` is not ready. */
    upload: ({ bytes, type, sha256 }: Picture, description: string): Promise<Answer<MastodonMedia>> => {
      const file = new File([new Uint8Array(bytes)], `${sha256.slice(0, 16)}.jpg`, { type });
      return answerTo(attachment, send(mediaRequest(file, description)));
    },

    media: (of: string) => answerTo(attachment, client.v1.media.$select(encodeURIComponent(of)).fetch.$raw()),

    post: (post: FrozenStatus, key: string, mediaIds: readonly string[], parent: string | null) =>
      answerTo(status, send(statusRequest(post, key, mediaIds, parent))),

    status: (of: string) => answerTo(status, statusOf(of).fetch.$raw()),

    /** The text and warning exactly as they were posted. */
    source: (of: string) => answerTo(source, statusOf(of).source.fetch.$raw()),

    /** Statuses of an account, replies included and boosts not, newest first; older than `before`, if it is given. */
    statusesOf: (account: string, before: string | null, limit: number) => {
      const { list } = client.v1.accounts.$select(encodeURIComponent(account)).statuses;
      const parameters = { limit, excludeReblogs: true, ...(before !== null && { maxId: before }) };
      return answerTo(z.array(status), Promise.resolve(list.$raw(parameters)));
    },

    remove: (of: string) => answerTo(z.unknown(), statusOf(of).remove.$raw()),
  };
}
