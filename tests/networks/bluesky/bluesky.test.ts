/** Bluesky keeps the network contract on its own server, and the account's posts can be listed and taken away. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendResult } from '../../../bot/networks/network.ts';
import type { PostReceipt } from '../../../bot/networks/receipt.ts';
import { type Instant, instantFromIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { newDesk } from '../../support/desk.ts';
import { accessToken, recordsOf, xrpc } from '../../support/pds.ts';
import { campaignWith, slotWith } from '../../support/threads.ts';
import { frozenFor, networkContract } from '../contract/contract.ts';
import { type BlueskyStage, blueskyStage, collection } from './stage.ts';

networkContract('Bluesky', () => blueskyStage());

describe('an account on Bluesky', () => {
  let stage: BlueskyStage;
  beforeEach(async () => {
    stage = await blueskyStage();
  });
  afterEach(() => stage.close());

  const publish = async (): Promise<Extract<SendResult<'bluesky'>, { kind: 'sent' }>['receipts']> => {
    const { frozen, picturing } = await frozenFor(stage.network, { posts: [{ text: 'a' }, { text: 'b' }] });
    const result = await stage.network.send(frozen, newDesk().sending(frozen, picturing));
    if (result.kind === 'failure') throw new Error(result.failure.message);
    return result.receipts;
  };

  /** Posts as other programs write them, by what they say of their time. */
  const writeElsewhere = async (times: readonly string[]): Promise<void> => {
    const writes = times.map((createdAt) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection,
      value: { $type: collection, text: createdAt, createdAt },
    }));
    const body = { repo: stage.account.did, writes };
    const token = await accessToken(stage.account);
    const { status } = await xrpc(stage.account.service, 'com.atproto.repo.applyWrites', { body, token });
    expect(status).toBe(200);
  };

  const recentIds = async (since: Instant) => {
    const result = await stage.network.recent(since);
    if (result.kind === 'failure') throw new Error(result.failure.message);
    return result.posts;
  };

  it('shows where people can see a post', async () => {
    for (const { id, url } of await publish()) {
      const [did, , rkey] = id.slice('at://'.length).split('/');
      expect(url).toBe(`https://bsky.app/profile/${did}/post/${rkey}`);
    }
  });

  it('lists what was posted since an instant, newest first, replies included', async () => {
    const [root, reply] = await publish();
    const due = instantFromIso('2027-10-23T13:00:00Z');
    expect(await recentIds(due)).toEqual([
      { id: reply?.id, url: reply?.url, createdAt: due + 1 },
      { id: root.id, url: root.url, createdAt: due },
    ]);
    expect((await recentIds(instantFromIso('2027-10-23T13:00:00.001Z'))).map(({ id }) => id)).toEqual([reply?.id]);
    expect(await recentIds(instantFromIso('2027-10-23T13:00:01Z'))).toEqual([]);
  });

  it('lists what other programs posted, by the time they give, however many posts there are', async () => {
    const today = Date.now();
    const times = Array.from({ length: 150 }, (_, index) => new Date(today - index * 60_000).toISOString());
    const odd = ['1956-10-23T15:00:00Z', new Date(today).toISOString().replace('Z', '123+00:00')];
    await writeElsewhere([...odd, ...times]);
    const since = instantFromIso(times[120] ?? '');
    const found = (await recentIds(since)).map(({ createdAt }) => Number(createdAt));
    expect(found).toEqual([today, ...times.slice(0, 121).map(Date.parse)]);
  });

  it('takes posts away, the last first, and does not mind when they are gone', async () => {
    const receipts = await publish();
    expect(await stage.network.remove(receipts)).toBeNull();
    expect(await stage.seen()).toEqual([]);
    expect(await stage.network.remove(receipts)).toBeNull();
  });

  it('takes the gate away with the first post, so that the same thread can be published again', async () => {
    const slot = slotsOf(campaignWith({ replies: 'nobody' }), 2027)[0] ?? slotWith();
    const { frozen, picturing } = await frozenFor(stage.network, { slot, posts: [{ text: 'a' }, { text: 'b' }] });
    const gates = () => recordsOf(stage.account.service, stage.account.did, 'app.bsky.feed.threadgate');
    for (let round = 0; round < 2; round += 1) {
      const result = await stage.network.send(frozen, newDesk().sending(frozen, picturing));
      if (result.kind === 'failure') throw new Error(result.failure.message);
      expect(await gates()).toHaveLength(1);
      expect(await stage.network.remove(result.receipts)).toBeNull();
      expect(await gates()).toEqual([]);
    }
  });

  it('leaves a post that somebody replaced, and what came before it', async () => {
    const [root, reply] = await publish();
    const rkey = reply?.id.split('/').at(-1) ?? '';
    const record = { $type: collection, text: 'más', langs: ['hu'], createdAt: '2027-10-23T13:00:00Z' };
    const body = { repo: stage.account.did, collection, rkey, record };
    await xrpc(stage.account.service, 'com.atproto.repo.putRecord', { body, token: await accessToken(stage.account) });
    expect(await stage.network.remove([root, reply as PostReceipt<'bluesky'>])).toMatchObject({ kind: 'conflict' });
    expect((await stage.seen()).map(({ text }) => text)).toEqual(['a', 'más']);
  });

  it('throws for a receipt of another account, and takes nothing away', async () => {
    const [root] = await publish();
    const foreign = { ...root, id: root.id.replace(stage.account.did, 'did:plc:someoneelse') };
    await expect(stage.network.remove([root, foreign])).rejects.toThrow('is not a post of');
    expect(await stage.seen()).toHaveLength(2);
  });
});
