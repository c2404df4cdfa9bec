/** A rendered thread as JSON, for programs: everything a reader would get, and nothing that was not rendered. */

import type { Thread, Told } from '../render/thread.ts';
import { type PicturedPost, type PreviewPictures, pictured } from './pictures.ts';

export function previewJson(thread: Thread<Told>, channelId: string, pictures: PreviewPictures) {
  return {
    slot: thread.slot.id,
    channel: channelId,
    network: thread.network,
    language: thread.language,
    fingerprint: thread.fingerprint,
    posts: pictured(thread, pictures).map(previewedPost),
  };
}

/** `file`, `bytes` and `sha256` are null together, where no picture was encoded. */
function previewedPost({ post, images }: PicturedPost) {
  return {
    text: post.text,
    length: post.length,
    limit: post.limit,
    facets: post.facets,
    contentWarning: post.contentWarning,
    labels: post.labels,
    language: post.language,
    visibility: post.visibility,
    images: images.map(({ drawing, picture }) => ({
      file: picture?.file ?? null,
      type: 'image/jpeg',
      bytes: picture?.bytes ?? null,
      width: drawing.width,
      height: drawing.height,
      alt: drawing.alt,
      credit: drawing.credit,
      sha256: picture?.sha256 ?? null,
    })),
  };
}
