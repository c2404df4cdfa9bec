/** The encoded pictures of a previewed thread, matched with its drawings. */

import type { RenderedPost, Thread, Told } from '../render/thread.ts';

/** An encoded picture as it was written out for a preview. */
export type PreviewPicture = {
  readonly file: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
};

/** One list a post, one picture an image; null where none was encoded. */
export type PreviewPictures = readonly (readonly PreviewPicture[])[] | null;

/** A post of a thread with each drawing beside its picture, if there is one. */
export type PicturedPost = {
  readonly post: RenderedPost<Told>;
  readonly images: readonly { readonly drawing: Told; readonly picture: PreviewPicture | null }[];
};

/** Throws an Error if pictures are given and one is missing. */
export function pictured(thread: Thread<Told>, pictures: PreviewPictures): readonly PicturedPost[] {
  return thread.posts.map((post, position) => {
    const images = [...post.images].map((drawing, index) => {
      const picture = pictures === null ? null : pictures[position]?.[index];
      if (picture === undefined)
        throw new Error(`no picture ${index + 1} for post ${position + 1} of ${thread.slot.id}`);
      return { drawing, picture };
    });
    return { post, images };
  });
}
