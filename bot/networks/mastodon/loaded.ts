/** Mastodon with what freezes and shows. */

import type { LoadedNetwork } from '../definition.ts';
import { type FrozenMastodon, freezeMastodon } from './freeze/freeze.ts';
import { exchangesOf, type MastodonExchange } from './show/exchanges.ts';
import { mastodonPosts } from './show/posts.ts';

export const loaded: LoadedNetwork<FrozenMastodon> = {
  freeze: freezeMastodon,
  exchanges: exchangesOf,
  shown: (exchanges, _, sourceOf) => mastodonPosts(exchanges as readonly MastodonExchange[], sourceOf),
};
