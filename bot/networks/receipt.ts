/** What a network answered for one post: the receipt of its publication. */

export type PostReceipt = {
  /** Position in the thread, from 0. */
  readonly position: number;
  /** An AT URI, or a status id: opaque. */
  readonly id: string;
  /** CID of the record on Bluesky. */
  readonly cid: string | null;
  /** Where people can see it. */
  readonly url: string | null;
};
