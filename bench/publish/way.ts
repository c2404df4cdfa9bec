/** A way to publish, and how long it takes. */

import type { Piece, Shape } from './piece.ts';

/** Publishes a piece; gives what it measured, in milliseconds. */
export type Publish = (piece: Piece) => Promise<number>;

/** What a client can do: publish at once, or only what is left at the due second, the rest having been made ready before. */
export type Client = {
  readonly atOnce: Partial<Readonly<Record<Shape, Publish>>>;
  readonly due: Partial<Readonly<Record<Shape, Publish>>>;
};

export type Way = {
  readonly name: string;
  /** A client begun anew, logged in where it has to be, on a server at this address. */
  readonly open: (origin: string) => Promise<Client>;
};

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The same for both shapes. */
export function both(publish: Publish): Readonly<Record<Shape, Publish>> {
  return { post: publish, thread: publish };
}
