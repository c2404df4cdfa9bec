import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import type { Failure, Network, Sending } from '../../../bot/networks/network.ts';
import { prepareAhead } from '../../../bot/publish/carry-out/ahead.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet } from '../../../bot/publish/ports.ts';
import { instantFromIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn } from '../../support/outbox.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const campaign = campaignWith({ entries: [entryWith({ id: 'march', time: '15:00' })] });
const [march] = slotsOf(campaign, 2027);
if (march === undefined) throw new Error('the campaign has an entry');
const key = { account: accountKeyOf(accountOn('mastodon')), language: 'hu', slot: march.id } as const;
const trail = {
  network: 'mastodon',
  anchor: null,
  posts: [{ mediaIds: ['7'], attempts: null, refusals: 0, receipt: null }],
} as const;

let bench: Bench;
let calls: string[];
let sendings: Sending[];
beforeEach(async () => {
  bench = await openBench([campaign]);
  calls = [];
  sendings = [];
});
afterEach(() => bench.close());

/** The outbox, which tells what it was asked for; `failures` are what `prepare` answers, in turn. */
function watched(failures: (Failure | null)[] = []): Outlet {
  const { network: outbox } = outletOn(bench, 'mastodon');
  const network: Partial<Network> = {
    freeze: (...of) => {
      calls.push('freeze');
      return outbox.freeze(...of);
    },
    prepare: async (_, { record, permit }) => {
      calls.push('prepare');
      await permit();
      await record(trail);
      return failures.shift() ?? null;
    },
    send: (frozen, sending) => {
      calls.push('send');
      sendings.push(sending);
      return outbox.send(frozen, sending);
    },
  };
  return outletOn(bench, 'mastodon', network);
}

const ahead = (outlet = watched(), at = bench) => prepareAhead(outlet, at.ports([outlet]));
const publishing = (outlet = watched(), at = bench) => pass(at.ports([outlet]));

describe('making ready ahead of time', () => {
  beforeEach(() => publishing());

  it('begins ten minutes before, once, and publishes nothing', async () => {
    bench.at('2027-10-23T12:49:59Z');
    await ahead();
    expect(calls).toEqual([]);
    bench.at('2027-10-23T12:50:00Z');
    await ahead();
    await ahead();
    expect(calls).toEqual(['freeze', 'prepare']);
    expect(await bench.ledger.publications(key.account, 'hu')).toEqual([]);
    expect(namesIn(`${bench.folder}/outbox`)).toEqual([]);
    expect(bench.events).toEqual([]);
  });

  it('leaves nothing for the due second but to send, also after a restart', async () => {
    bench.at('2027-10-23T12:50:00Z');
    await ahead();
    await bench.leases.release();
    const restarted = await openBench([campaign], bench.folder);
    calls = [];
    restarted.at('2027-10-23T12:59:50Z');
    await ahead(watched(), restarted);
    restarted.at('2027-10-23T13:00:00Z');
    expect(await publishing(watched(), restarted)).toMatchObject([{ kind: 'published' }]);
    expect(calls).toEqual(['send']);
    expect(sendings).toMatchObject([{ isPrepared: true, trail }]);
    expect(await bench.ledger.preparation(key)).toBeNull();
    await restarted.close();
  });

  it('is thrown away when the text has changed since, before the due second and at it', async () => {
    bench.at('2027-10-23T12:50:00Z');
    await ahead();
    const text = { hu: { bluesky: 'Más', mastodon: 'Más' }, en: { bluesky: 'B', mastodon: 'B' } };
    const edited = campaignWith({
      entries: [entryWith({ id: 'march', time: '15:00', thread: [{ text, card: null }] })],
    });
    await bench.leases.release();
    const restarted = await openBench([edited], bench.folder);
    restarted.at('2027-10-23T13:00:00Z');
    calls = [];
    expect(await publishing(watched(), restarted)).toMatchObject([{ kind: 'published' }]);
    expect(calls).toEqual(['freeze', 'send']);
    expect(sendings).toMatchObject([{ isPrepared: false, trail: null }]);
    await restarted.close();
  });

  it('is made anew when the server may have forgotten it', async () => {
    bench.at('2027-10-23T12:50:00Z');
    await ahead();
    bench.at('2027-10-23T13:20:00Z');
    calls = [];
    await publishing();
    expect(calls).toEqual(['freeze', 'send']);
    expect(sendings).toMatchObject([{ isPrepared: false, trail: null }]);
  });

  it('is tried again a minute after it failed, from where it stopped, and keeps nothing from being published', async () => {
    const failure = { kind: 'unavailable', message: 'busy', retryAt: null } as const;
    const outlet = watched([failure, failure]);
    bench.at('2027-10-23T12:50:00Z');
    await ahead(outlet);
    bench.at('2027-10-23T12:50:59Z');
    await ahead(outlet);
    expect(calls).toEqual(['freeze', 'prepare']);
    bench.at('2027-10-23T12:51:00Z');
    await ahead(outlet);
    expect(calls).toEqual(['freeze', 'prepare', 'freeze', 'prepare']);
    bench.at('2027-10-23T13:00:00Z');
    expect(await publishing(outlet)).toMatchObject([{ kind: 'published' }]);
    expect(sendings).toMatchObject([{ isPrepared: false }]);
  });

  it('is not tried again before the instant that the server named', async () => {
    const retryAt = instantFromIso('2027-10-23T12:56:00Z');
    const outlet = watched([{ kind: 'unavailable', message: 'not before', retryAt }]);
    for (let minute = 50; minute < 56; minute += 1) {
      bench.at(`2027-10-23T12:${minute}:00Z`);
      await ahead(outlet);
    }
    expect(calls).toEqual(['freeze', 'prepare']);
    bench.at('2027-10-23T12:56:10Z');
    await ahead(outlet);
    expect(calls).toEqual(['freeze', 'prepare', 'freeze', 'prepare']);
  });

  it('goes on after a failure with the trail of the attempt before', async () => {
    const trails: unknown[] = [];
    const outlet = outletOn(bench, 'mastodon', {
      prepare: async (_, sending) => {
        trails.push(sending.trail);
        await sending.record(trail);
        return { kind: 'unavailable', message: 'busy', retryAt: null };
      },
    });
    bench.at('2027-10-23T12:50:00Z');
    await ahead(outlet);
    bench.at('2027-10-23T12:52:00Z');
    await ahead(outlet);
    expect(trails).toEqual([null, trail]);
  });

  it('is left to whoever holds the channel', async () => {
    const other = await openBench([campaign], bench.folder, 'beta');
    other.at('2027-10-23T12:55:00Z');
    await publishing(watched(), other);
    calls = [];
    bench.at('2027-10-23T12:55:00Z');
    await ahead();
    expect(calls).toEqual([]);
    await other.close();
  });

  it('and publishing share one lease, however they meet', async () => {
    await bench.leases.release();
    bench.at('2027-10-23T12:50:00Z');
    await Promise.all([ahead(), publishing(), ahead(), publishing()]);
    expect(bench.news).toEqual([]);
  });
});
