/** What one network gave, another does not take: the type checker refuses it, so that no test has to try. */

import { expectTypeOf, it } from 'vitest';
import type { FrozenBluesky } from '../../bot/networks/bluesky/freeze/freeze.ts';
import type { MastodonTrail } from '../../bot/networks/mastodon/deliver/trail.ts';
import type { FrozenMastodon } from '../../bot/networks/mastodon/freeze/freeze.ts';
import type { FindResult, Network, RemoteNetwork, SendResult } from '../../bot/networks/network.ts';
import type { PostReceipt } from '../../bot/networks/receipt.ts';
import type { NonEmpty } from '../../schedule/model/language.ts';

type Bluesky = RemoteNetwork<FrozenBluesky>;
type Mastodon = RemoteNetwork<FrozenMastodon, MastodonTrail>;
type Sent<N extends string> = Extract<SendResult<N>, { kind: 'sent' }>['receipts'];

it('a receipt of one network cannot be handed to another, nor one that may be of any', () => {
  expectTypeOf<Sent<'mastodon'>>().toExtend<Parameters<Mastodon['remove']>[0]>();
  expectTypeOf<Sent<'mastodon'>>().not.toExtend<Parameters<Bluesky['remove']>[0]>();
  expectTypeOf<Sent<'bluesky'>>().not.toExtend<Parameters<Mastodon['remove']>[0]>();
  expectTypeOf<NonEmpty<PostReceipt>>().not.toExtend<Parameters<Mastodon['remove']>[0]>();
});

it('no post answers a post of another network', () => {
  type Known = NonNullable<MastodonTrail['posts'][number]['receipt']>;
  expectTypeOf<PostReceipt<'mastodon'>>().toExtend<Known>();
  expectTypeOf<PostReceipt<'bluesky'>>().not.toExtend<Known>();
});

it('requests and trails of one network cannot be handed to another', () => {
  expectTypeOf<FrozenMastodon>().not.toExtend<Parameters<Bluesky['send']>[0]>();
  expectTypeOf<FrozenBluesky>().not.toExtend<Parameters<Mastodon['find']>[0]>();
  expectTypeOf<MastodonTrail>().not.toExtend<NonNullable<Parameters<Bluesky['find']>[1]>>();
});

it('what a network finds is a receipt of its own', () => {
  type Found = Extract<Awaited<ReturnType<Mastodon['find']>>, { kind: 'found' }>;
  expectTypeOf<Found>().toEqualTypeOf<Extract<FindResult<MastodonTrail>, { kind: 'found' }>>();
  expectTypeOf<Found['receipts'][0]>().toEqualTypeOf<PostReceipt<'mastodon'>>();
});

it('each is a network to those that need not know which', () => {
  expectTypeOf<Bluesky>().toExtend<Network>();
  expectTypeOf<Mastodon>().toExtend<RemoteNetwork>();
});
