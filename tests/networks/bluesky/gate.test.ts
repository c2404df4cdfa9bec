import { describe, expect, inject, it } from 'vitest';
import { connectBluesky } from '../../../bot/networks/bluesky/connect.ts';
import { freezeBluesky, requestsOf } from '../../../bot/networks/bluesky/freeze/freeze.ts';
import { gateCollection } from '../../../bot/networks/bluesky/freeze/gate.ts';
import type { ReplyRule } from '../../../schedule/model/campaign.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { newFolder } from '../../support/cli.ts';
import { newDesk } from '../../support/desk.ts';
import { newAccount, recordsOf } from '../../support/pds.ts';
import { blueskyAccount, campaignWith, threadWith } from '../../support/threads.ts';

const threadFor = (replies: ReplyRule, posts: number) => {
  const [slot] = slotsOf(campaignWith({ replies }), 2027);
  if (slot === undefined) throw new Error('the campaign has an entry');
  const [first = { text: '' }, ...rest] = Array.from({ length: posts }, (_, index) => ({ text: `poszt ${index}` }));
  return threadWith({ slot, posts: [first, ...rest] });
};
const frozenFor = (replies: ReplyRule, posts = 1) =>
  freezeBluesky(
    blueskyAccount,
    threadFor(replies, posts),
    Array.from({ length: posts }, () => []),
  );

describe('who may reply', () => {
  it('is everyone without any further record, and a single post goes by putRecord as ever', () => {
    const frozen = frozenFor('everyone');
    expect(frozen.gate).toBeNull();
    expect(requestsOf(frozen).map(({ nsid }) => nsid)).toEqual(['com.atproto.repo.putRecord']);
  });

  it.each([
    ['followers', [{ $type: `${gateCollection}#followerRule` }]],
    ['mentioned', [{ $type: `${gateCollection}#mentionRule` }]],
    ['nobody', []],
  ] as const)('is %s by a gate under the key of the root post', (replies, allow) => {
    const { gate, posts } = frozenFor(replies, 2);
    expect(gate?.rkey).toBe(posts[0].rkey);
    expect(gate?.record).toMatchObject({ post: posts[0].uri, allow });
  });

  it.each([1, 3])('is written with a thread of %i in one commit that a real PDS takes, once', async (posts) => {
    const { service, handle, appPassword, did } = await newAccount(inject('pds'));
    const sessionFile = `${newFolder()}/session.json`;
    const now = () => instantFromIso('2027-10-23T13:00Z');
    const reached = await connectBluesky({ service, identifier: handle, password: appPassword, sessionFile, now });
    if ('failure' in reached) throw new Error(reached.failure.message);
    const frozen = await reached.network.freeze(
      threadFor('nobody', posts),
      Array.from({ length: posts }, () => []),
    );
    const desk = newDesk();
    const picturing = () => Promise.reject(new Error('there is no picture'));
    for (let round = 0; round < 2; round += 1) {
      expect(await reached.network.send(frozen, desk.sending(frozen, picturing))).toMatchObject({ kind: 'sent' });
    }
    expect(await recordsOf(service, did, 'app.bsky.feed.post')).toHaveLength(posts);
    const gates = await recordsOf(service, did, gateCollection);
    expect(gates).toHaveLength(1);
    expect(frozen.network === 'bluesky' && gates[0]?.cid === frozen.gate?.cid).toBe(true);
  });
});
