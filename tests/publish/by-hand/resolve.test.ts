import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { withoutAttempt } from '../../../bot/networks/by-hand.ts';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { Network, PublishedWord, Trail } from '../../../bot/networks/network.ts';
import { publishNow } from '../../../bot/publish/by-hand/publish-now.ts';
import { type ByHand, resolve, type Word } from '../../../bot/publish/by-hand/resolve.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import { plusMillis } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { mastodonOn } from '../../networks/mastodon/stage.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn } from '../../support/outbox.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const post = { text: { hu: { bluesky: 'Minta', mastodon: 'Minta' }, en: { bluesky: 'A', mastodon: 'A' } }, card: null };
const campaign = campaignWith({ entries: [entryWith({ id: 'march', thread: [post, post, post] })] });
const [march] = slotsOf(campaign, 2027);
if (march === undefined) throw new Error('the campaign has an entry');

const account = accountKeyOf(accountOn('mastodon'));
const key = { account, language: 'hu', slot: march.id } as const;
const receipt = (position: number, id: string) => ({ position, id, cid: null, url: null });

let bench: Bench;
beforeEach(async () => {
  bench = await openBench([campaign]);
});
afterEach(() => bench.close());

const begun = { mediaIds: [], attempts: null, refusals: 0, receipt: null };
const attempts = { firstAt: '2027-10-23T13:00:00.000Z', lastAt: '2027-10-23T13:00:01.000Z' };

/** Lets the thread become uncertain after the posts before `position` were published. */
async function uncertainAt(position: number): Promise<void> {
  const known = Array.from({ length: position }, (_, index) => ({ ...begun, receipt: receipt(index, `10${index}`) }));
  const trail: MastodonTrail = { network: 'mastodon', anchor: null, posts: [...known, { ...begun, attempts }] };
  await publishing({
    send: async (_, { record }) => {
      await record(trail);
      return { kind: 'failure', failure: { kind: 'uncertain', message: 'who knows' } };
    },
  });
}

async function publishing(network?: Partial<Network>) {
  const ports = bench.ports([outletOn(bench, 'mastodon', network)]);
  await pass(ports);
  bench.at('2027-10-23T13:00Z');
  return pass(ports);
}

/** What a look at the account finds under an address: the doubted post under the number in it, and nothing under others. */
const byHand: ByHand = {
  withoutAttempt,
  standsAt: async (frozen, trail, { href }): Promise<PublishedWord> => {
    const before = (trail as MastodonTrail | null)?.posts.flatMap(({ receipt: known }) => known ?? []) ?? [];
    const there = { ...receipt(before.length, /\d+$/.exec(href)?.[0] ?? ''), url: href };
    if (href.includes('elsewhere')) return { kind: 'wrong address', message: 'no post has this address' };
    if (href.includes('away')) return { kind: 'failure', failure: { kind: 'doubtful', message: 'it is away' } };
    const [first = there, ...rest] = [...before, there];
    if (rest.length + 1 === frozen.posts.length) return { kind: 'whole', receipts: [first, ...rest] };
    const posts = [...before, there].map((each) => ({ ...begun, receipt: each }));
    const next: MastodonTrail = { network: 'mastodon', anchor: null, posts };
    return { kind: 'begun', trail: next };
  },
};
const saying = (word: Word) => resolve(key, word, { ledger: bench.ledger, byHand, now: bench.now() });
const told = (address: string) => saying({ kind: 'published', address: new URL(address) });
const absent = () => saying({ kind: 'not published' });
const recorded = async () => (await bench.ledger.publications(account, 'hu'))[0];

describe('a person’s word', () => {
  it('that the last post is there settles the thread as published', async () => {
    await uncertainAt(2);
    expect(await told('https://pelda.social/@emleknap/102')).toEqual({ kind: 'published', posts: 3 });
    const url = 'https://pelda.social/@emleknap/102';
    const receipts = [receipt(0, '100'), receipt(1, '101'), { position: 2, id: '102', cid: null, url }];
    expect(await recorded()).toMatchObject({ state: 'published', receipts });
  });

  it('that a post is there lets `publish` go on with the next, and nothing else', async () => {
    await uncertainAt(1);
    expect(await told('https://pelda.social/@emleknap/101')).toEqual({ kind: 'begun', posted: 2, posts: 3 });
    bench.at('2027-10-23T13:05Z');
    expect(await pass(bench.ports([outletOn(bench, 'mastodon')]))).toEqual([]);
    const sent: (Trail | null)[] = [];
    const outlet = outletOn(bench, 'mastodon', {
      find: async () => ({ kind: 'partial', receipts: [receipt(0, '100')] }),
      send: async (_, { trail }) => {
        sent.push(trail);
        return { kind: 'sent', receipts: [receipt(0, '100'), receipt(1, '101'), receipt(2, '102')] };
      },
    });
    expect(await publishNow(march, outlet, bench.ports([outlet]))).toBeNull();
    expect(sent).toMatchObject([{ posts: [{ receipt: { id: '100' } }, { receipt: { id: '101' }, attempts: null }] }]);
  });

  it('that it is not there sends nothing by itself, and lets `publish` send it', async () => {
    await uncertainAt(0);
    expect(await absent()).toEqual({ kind: 'not published' });
    expect(await recorded()).toMatchObject({ state: 'failed', intent: { trail: { posts: [{ attempts: null }] } } });
    bench.at('2027-10-23T13:05Z');
    const outlet = outletOn(bench, 'mastodon');
    const ports = bench.ports([outlet]);
    expect(await pass(ports)).toEqual([]);
    expect(namesIn(`${bench.folder}/outbox`)).toEqual([]);
    expect(await publishNow(march, outlet, ports)).toBeNull();
    expect(namesIn(`${bench.folder}/outbox`)).toHaveLength(1);
  });

  it('that what a server said it had published is not there lets `publish` send it', async () => {
    const { server, connected } = await mastodonOn('4.6.7');
    try {
      server.fail({ method: 'POST', path: '/api/v1/statuses' }, { kind: 'dropped' });
      const { network } = connected;
      await publishing(network);
      expect(await recorded()).toMatchObject({ state: 'failed', failure: { kind: 'uncertain' } });
      expect(await absent()).toEqual({ kind: 'not published' });
      const outlet = outletOn(bench, 'mastodon', network);
      expect(await publishNow(march, outlet, bench.ports([outlet]))).toBeNull();
      expect(await recorded()).toMatchObject({ state: 'published' });
      expect(server.statuses).toHaveLength(3);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['https://elsewhere.social/@emleknap/102', 'no post has this address. Nothing was recorded'],
    ['https://away.social/@emleknap/102', 'nothing was recorded: it is away'],
  ])('with the address %s is not taken, and why is said', async (address, why) => {
    await uncertainAt(1);
    const before = await recorded();
    expect(await told(address)).toMatchObject({ kind: 'refusal', message: expect.stringContaining(why) });
    expect(await recorded()).toEqual(before);
  });

  it('is asked for where another post stands in its place, and nothing is sent before it', async () => {
    await publishing({ send: async () => ({ kind: 'failure', failure: { kind: 'conflict', message: 'taken' } }) });
    bench.at('2027-10-23T14:05Z');
    const outlet = outletOn(bench, 'mastodon');
    const asked = await publishNow(march, outlet, bench.ports([outlet]));
    expect(asked).toMatchObject({
      kind: 'refusal',
      message: expect.stringContaining('tell what you saw as `npm run -s bot -- status` says'),
    });
    expect(namesIn(`${bench.folder}/outbox`)).toEqual([]);
    expect(await absent()).toEqual({ kind: 'not published' });
    expect(await publishNow(march, outlet, bench.ports([outlet]))).toBeNull();
    expect(namesIn(`${bench.folder}/outbox`)).toHaveLength(1);
  });

  it('that the post in its place is it settles the publication as published', async () => {
    const known = [100, 101].map((id, position) => ({ ...begun, receipt: receipt(position, String(id)) }));
    const trail: MastodonTrail = { network: 'mastodon', anchor: null, posts: [...known, { ...begun, attempts }] };
    await publishing({
      send: async (_, { record }) => {
        await record(trail);
        return { kind: 'failure', failure: { kind: 'conflict', message: 'taken' } };
      },
    });
    expect(await told('https://pelda.social/@emleknap/102')).toEqual({ kind: 'published', posts: 3 });
    expect(await recorded()).toMatchObject({ state: 'published' });
  });

  it('can say that a slot is not published of which no request is recorded, and not that it is', async () => {
    const english = { ...key, language: 'en' } as const;
    const { lease } = await bench.ledger.takeLease(english, {
      holder: { host: 'alfa', pid: 1, nonce: '00000000-0000-4000-8000-000000000001' },
      now: bench.now(),
      expiresAt: plusMillis(bench.now(), 60_000),
      over: null,
    });
    const claim = { ...english, token: lease.token };
    await bench.ledger.failed(claim, march.due, { kind: 'conflict', message: 'taken' }, bench.now());
    const ports = { ledger: bench.ledger, byHand, now: bench.now() };
    const address = new URL('https://pelda.social/@emleknap/102');
    expect(await resolve(english, { kind: 'published', address }, ports)).toMatchObject({ kind: 'refusal' });
    expect(await resolve(english, { kind: 'not published' }, ports)).toEqual({ kind: 'not published' });
  });

  it('counts for what is uncertain or in conflict, and for nothing else', async () => {
    expect(await absent()).toMatchObject({ kind: 'refusal', message: expect.stringContaining('nothing is recorded') });
    await publishing();
    expect(await absent()).toMatchObject({ kind: 'refusal', message: expect.stringContaining('it is published') });
  });
});
