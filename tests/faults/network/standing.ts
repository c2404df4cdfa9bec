/** What stands on a model server, read from its own book. */

import { z } from 'zod';
import { collection } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import type { SeenPost } from '../../networks/contract/contract.ts';
import type { MastodonModel } from './mastodon-model.ts';
import type { PdsModel } from './pds-model.ts';

/** A post as a reader finds it. */
export type Standing = Pick<SeenPost, 'id' | 'text' | 'parent'> & { readonly images: readonly unknown[] };

const post = z.object({
  text: z.string(),
  langs: z.tuple([z.string()]),
  reply: z.object({ parent: z.object({ uri: z.string() }) }).optional(),
  embed: z
    .object({
      images: z.array(
        z.object({
          alt: z.string(),
          aspectRatio: z.object({ width: z.number(), height: z.number() }),
          image: z.object({ ref: z.object({ $link: z.string() }) }),
        }),
      ),
    })
    .optional(),
});

/** In order of the commits; a picture's bytes are those of the blob with its `cid`. */
export function standingOnPds(model: PdsModel) {
  return model.records().flatMap(({ uri, collection: of, value }) => {
    if (of !== collection) return [];
    const { text, langs, reply, embed } = post.parse(value);
    const images = (embed?.images ?? []).map(({ alt, aspectRatio, image }) => {
      return { alt, ...aspectRatio, cid: image.ref.$link };
    });
    return [{ id: uri, text, parent: reply?.parent.uri ?? null, language: langs[0], images }];
  });
}

/** In order of publishing. */
export function standingOnMastodon(model: MastodonModel): readonly SeenPost[] {
  return model.statuses().map(({ id, post: { status: text, language }, parent, mediaIds }) => ({
    id,
    text,
    parent,
    language,
    images: mediaIds.flatMap((each) => {
      const attachment = model.attachment(each);
      if (attachment === undefined) return [];
      const { width, height, bytes } = attachment.picture;
      return [{ alt: attachment.description, width, height, bytes: bytes.byteLength }];
    }),
  }));
}
