/** Draws the pictures of a thread; one that cannot be drawn is a Failure that says which card it is, why, and what to do. */

import type { Drawing, Picture } from '../../../media/card.ts';
import type { Failed, Failure, Frozen } from '../../networks/network.ts';
import { pasted } from '../../pasted.ts';
import type { Thread } from '../../render/thread.ts';
import type { Outlet, Ports } from '../ports.ts';

export type Drawn =
  /** One list a post. */
  { readonly kind: 'drawn'; readonly pictures: readonly (readonly Picture[])[] } | Failed;

type Drawer = Pick<Ports, 'pictures'>;

/**
 * The pictures of every post, from the cache or drawn. `unavailable` where this machine failed, as a full disk does;
 * `refused` where the card itself cannot be drawn, because its photograph is gone for example: then a person has to act.
 */
export async function draw({ slot, posts }: Thread, { capabilities }: Outlet, { pictures }: Drawer): Promise<Drawn> {
  const limits = { maxBytes: capabilities.maxImageBytes };
  const drawn = await Promise.all(
    posts.map(({ images }, position) =>
      Promise.all(images.map((image) => pictures.picture(image, limits))).catch((error: unknown) => {
        return failureOf(error, images, slot, position);
      }),
    ),
  );
  const [failure] = drawn.flatMap((each) => ('kind' in each ? [each] : []));
  if (failure !== undefined) return { kind: 'failure', failure };
  return { kind: 'drawn', pictures: drawn.flatMap((each) => ('kind' in each ? [] : [each])) };
}

/** The hash of a picture that was to be sent and is not in the cache any more; null if all are there. */
export async function lostPicture(frozen: Frozen, { pictures }: Drawer): Promise<string | null> {
  for (const { sha256 } of frozen.posts.flatMap((post) => post.pictures)) {
    const whole = await pictures.bySha256(sha256).then(
      () => true,
      () => false,
    );
    if (!whole) return sha256;
  }
  return null;
}

function failureOf(error: unknown, images: readonly Drawing[], slot: Thread['slot'], position: number): Failure {
  const { file, line, column } = slot.entry.origin.locate(['thread', position, 'card']);
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${file}:${line}:${column} the card cannot be drawn: ${reason}`;
  if (isOfTheMachine(error)) return { kind: 'unavailable', message, retryAt: null };
  const hasPhotograph = images.some(({ photograph }) => photograph !== null);
  const advice = hasPhotograph
    ? `bring the photograph back, let \`${pasted('photo check')}\` look at it`
    : 'mend the cause';
  return { kind: 'refused', message: `${message}; ${advice}, then \`${pasted(`publish ${slot.id}`)}\`` };
}

/** Whether the operating system refused something, which may work later. */
function isOfTheMachine(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
