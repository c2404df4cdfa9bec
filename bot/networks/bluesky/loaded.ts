/** Bluesky with what freezes and shows. */

import type { LoadedNetwork } from '../definition.ts';
import { type FrozenBluesky, freezeBluesky } from './freeze/freeze.ts';
import { type BlueskyExchange, exchangesOf } from './show/exchanges.ts';
import { blueskyPosts } from './show/posts.ts';

export const loaded: LoadedNetwork<FrozenBluesky> = {
  freeze: freezeBluesky,
  exchanges: exchangesOf,
  shown: (exchanges, receipts, sourceOf) =>
    blueskyPosts(
      exchanges as readonly BlueskyExchange[],
      receipts.map(({ id }) => id),
      sourceOf,
    ),
};
