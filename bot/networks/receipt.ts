/** What a network answered for one post: the receipt of its publication. */

declare const ofNetwork: unique symbol;

/** `N` is the name of the network that gave it; no other takes it. */
export type PostReceipt<N extends string = string> = {
  /** Position in the thread, from 0. */
  readonly position: number;
  /** An AT URI, or a status id: opaque. */
  readonly id: string;
  /** CID of the record on Bluesky. */
  readonly cid: string | null;
  /** Where people can see it. */
  readonly url: string | null;
  /** For the type checker alone: nothing stands there. */
  readonly [ofNetwork]?: N;
};
