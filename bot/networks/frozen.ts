/** What the frozen requests of every network have in common. */

import type { Drawing, Picture } from '../../media/card.ts';
import { eachOf, type Language, type NonEmpty } from '../../schedule/model/language.ts';
import { toIso } from '../../schedule/time/instant.ts';
import type { SlotId } from '../../schedule/time/slots.ts';
import type { RenderedPost, Thread } from '../render/thread.ts';

/** Which publication frozen requests belong to. */
export type FrozenHead = {
  readonly slot: SlotId;
  /** Id of the entry. */
  readonly entry: string;
  readonly language: Language;
  /** Wall clock in the campaign's time zone, `2027-10-23T15:00`. */
  readonly local: string;
  /** ISO 8601 in UTC, `2027-10-23T13:00:00.000Z`. */
  readonly due: string;
  /** The thread's, in hexadecimal. */
  readonly fingerprint: string;
};

/** A picture as frozen requests name it; the bytes are fetched by `sha256` when they are sent. */
export type FrozenPicture = {
  readonly sha256: string;
  readonly type: 'image/jpeg';
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly credit: string;
};

export function headOf({ slot, language, fingerprint }: Thread): FrozenHead {
  return { slot: slot.id, entry: slot.entry.id, language, local: slot.local, due: toIso(slot.due), fingerprint };
}

/** Freezes each post of a thread with its pictures. Throws if a post does not come with exactly the pictures of its drawings. */
export function freezeEach<T>(
  thread: Thread,
  pictures: readonly (readonly Picture[])[],
  freeze: (post: RenderedPost, pictures: readonly FrozenPicture[], position: number) => T,
): NonEmpty<T> {
  if (pictures.length !== thread.posts.length) {
    throw new Error(`${thread.slot.id} has ${thread.posts.length} posts, but pictures came for ${pictures.length}`);
  }
  return eachOf(thread.posts, (post, position) =>
    freeze(post, frozenPictures(thread, position, post.images, pictures[position] ?? []), position),
  );
}

function frozenPictures(
  thread: Thread,
  position: number,
  drawings: readonly Drawing[],
  pictures: readonly Picture[],
): readonly FrozenPicture[] {
  if (pictures.length !== drawings.length) {
    const where = `post ${position} of ${thread.slot.id}`;
    throw new Error(`${where} has ${drawings.length} drawings, but ${pictures.length} pictures came for it`);
  }
  return pictures.flatMap(({ sha256, type, bytes, width, height }, index) => {
    const drawing = drawings[index];
    if (drawing === undefined) return [];
    return [{ sha256, type, size: bytes.byteLength, width, height, alt: drawing.alt, credit: drawing.credit }];
  });
}

/** Each picture of a thread once, in order of first use. */
export function distinctPictures(posts: readonly { readonly pictures: readonly FrozenPicture[] }[]): FrozenPicture[] {
  return [...new Map(posts.flatMap(({ pictures }) => pictures).map((picture) => [picture.sha256, picture])).values()];
}
