/** A rendered thread as JSON, for programs: everything a reader would get, and nothing that was not rendered. */

import type { Language } from '../../schedule/model/language.ts';
import type { SlotId } from '../../schedule/time/slots.ts';
import type { Facet, RenderedPost, Thread, Told } from '../render/thread.ts';
import { type PicturedPost, type PreviewPictures, pictured } from './pictures.ts';

export type PreviewedThread = {
  readonly slot: SlotId;
  readonly channel: string;
  readonly network: string;
  readonly language: Language;
  readonly fingerprint: string;
  readonly posts: readonly PreviewedPost[];
};

type PreviewedPost = {
  readonly text: string;
  readonly length: number;
  readonly limit: number;
  readonly facets: readonly Facet[];
  readonly contentWarning: string | null;
  readonly labels: readonly string[];
  readonly language: Language;
  readonly visibility: RenderedPost['visibility'];
  readonly images: readonly PreviewedImage[];
};

/** `file`, `bytes` and `sha256` are null together, where no picture was encoded. */
type PreviewedImage = {
  readonly file: string | null;
  readonly type: 'image/jpeg';
  readonly bytes: number | null;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly credit: string;
  readonly sha256: string | null;
};

export function previewJson(thread: Thread<Told>, channelId: string, pictures: PreviewPictures): PreviewedThread {
  return {
    slot: thread.slot.id,
    channel: channelId,
    network: thread.network,
    language: thread.language,
    fingerprint: thread.fingerprint,
    posts: pictured(thread, pictures).map(previewedPost),
  };
}

function previewedPost({ post, images }: PicturedPost): PreviewedPost {
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
