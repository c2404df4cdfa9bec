/** Brings a thread's pictures to the server, and makes sure that it kept exactly the bytes the records refer to. */

import { distinctPictures, type FrozenPicture } from '../../frozen.ts';
import { type Failure, type Picturing, pictureBy } from '../../network.ts';
import { failureWithoutEffect } from '../wire/answer.ts';
import type { Repository } from '../wire/repository.ts';
import type { FrozenBluesky } from './freeze.ts';
import { blobRefOf } from './record.ts';

const atOnce = 4;

/**
 * Uploads each distinct picture; the same bytes again are the same blob. Resolves to the first failure, or null. Throws
 * an Error if a picture comes with other bytes than were frozen.
 */
export async function uploadPictures(
  { upload }: Repository,
  { posts }: FrozenBluesky,
  picturing: Picturing,
): Promise<Failure | null> {
  const waiting = distinctPictures(posts);
  let failure: Failure | null = null;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failure === null; next = waiting.shift()) {
      const answer = await upload(await pictureBy(picturing, next.sha256));
      failure ??= answer.kind === 'answered' ? changed(next, answer.data) : failureWithoutEffect(answer);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
  return failure;
}

function changed(
  picture: FrozenPicture,
  kept: { readonly cid: string; readonly mimeType: string; readonly size: number },
): Failure | null {
  const { ref, mimeType, size } = blobRefOf(picture);
  if (kept.cid === ref.$link && kept.mimeType === mimeType && kept.size === size) return null;
  const [sent, got] = [`${mimeType} of ${size} bytes`, `${kept.mimeType} of ${kept.size} bytes`];
  return { kind: 'refused', message: `the server keeps another picture (${got}) than it was sent (${sent})` };
}
