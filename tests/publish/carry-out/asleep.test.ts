/** A machine that sleeps in the middle of a send, and what it still sends when it wakes. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import type { MastodonTrail } from '../../../bot/networks/mastodon/deliver/trail.ts';
import type { Network } from '../../../bot/networks/network.ts';
import { publishNow } from '../../../bot/publish/by-hand/publish-now.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet } from '../../../bot/publish/ports.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn, requestsIn } from '../../support/outbox.ts';
import { onBoth } from '../../support/slots.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const words = (hu: string) => ({ hu: onBoth(hu), en: onBoth(hu) });
const campaign = campaignWith({
  silences: [{ date: '1956-10-23', from: '16:00', to: '18:00' }],
  entries: [
    entryWith({
      id: 'march',
      time: '15:00',
      lateness: { graceMinutes: 5, rewordedMinutes: 30 },
      thread: [{ text: words('Elindul a menet.'), late: words('Elindult a menet.'), card: null }],
    }),
    entryWith({ id: 'square', time: '16:00', lateness: { graceMinutes: 300 } }),
  ],
});
const [march] = slotsOf(campaign, 2027);
if (march === undefined) throw new Error('the campaign has entries');

let bench: Bench;
beforeEach(async () => {
  bench = await openBench([campaign]);
});
afterEach(() => bench.close());

const there = () => namesIn(`${bench.folder}/outbox`).map((name) => name.split(/[/@]/)[1]);
const told = () => bench.events.map((event) => `${event.kind} ${event.slot.split(/[/@]/)[1]}`);
const failures = () => bench.events.flatMap((event) => ('failure' in event ? [event.failure] : []));
const recorded = () => bench.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu');

/** The machine sleeps each time before the permission of a send is asked for, until these instants in turn. */
const sleepy = (...until: readonly string[]): Outlet => {
  const awake = outletOn(bench, 'bluesky').network;
  const wakes = [...until];
  return outletOn(bench, 'bluesky', {
    send: (frozen, sending) =>
      awake.send(frozen, {
        ...sending,
        permit: () => {
          bench.at(wakes.shift() ?? '2027-10-23T23:00Z');
          return sending.permit();
        },
      }),
  });
};

const started = async (): Promise<void> => {
  await pass(bench.ports([outletOn(bench, 'bluesky')]));
};

describe('a machine that wakes in the middle of a send', () => {
  it('sends nothing into a silence, and goes on when it is over', async () => {
    bench.at('2027-10-23T13:30Z');
    await started();
    bench.at('2027-10-23T14:00Z');
    await pass(bench.ports([sleepy('2027-10-23T14:30Z')]));
    expect(there()).toEqual([]);
    expect(bench.events).toMatchObject([{ kind: 'held', hold: { why: 'silence' } }]);
    bench.at('2027-10-23T15:59:59Z');
    await pass(bench.ports([outletOn(bench, 'bluesky')]));
    expect(there()).toEqual([]);
    bench.at('2027-10-23T16:00Z');
    await pass(bench.ports([outletOn(bench, 'bluesky')]));
    expect(there()).toEqual(['square']);
  });

  it('sends nothing past the limit, which is recorded as missed', async () => {
    await started();
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([sleepy('2027-10-23T13:30:00.001Z')]));
    expect(failures()).toMatchObject([{ kind: 'unavailable', message: 'sending it was held up until past its limit' }]);
    bench.at('2027-10-23T13:40Z');
    await pass(bench.ports([outletOn(bench, 'bluesky')]));
    expect(told()).toEqual(['postponed march', 'missed march']);
    expect(there()).toEqual([]);
  });

  it('sends what is still within its limit', async () => {
    await started();
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([sleepy('2027-10-23T13:30Z')]));
    expect(there()).toEqual(['march']);
  });

  it('sends nothing before it is due by a clock that was set back', async () => {
    await started();
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([sleepy('2027-10-23T12:30Z')]));
    expect(there()).toEqual([]);
    bench.at('2027-10-23T13:01Z');
    await pass(bench.ports([outletOn(bench, 'bluesky')]));
    expect(there()).toEqual(['march']);
  });

  it('sends what a person asked for', async () => {
    bench.at('2027-10-23T14:10Z');
    expect(await publishNow(march, sleepy('2027-10-23T15:00Z'), bench.ports([]))).toBeNull();
    expect(there()).toEqual(['march']);
  });

  it('leaves in doubt what it may have sent before it fell asleep', async () => {
    await started();
    const asked: string[] = [];
    const twice: Network['send'] = async (_, { permit }) => {
      for (const iso of ['2027-10-23T13:00:01Z', '2027-10-23T13:31Z']) {
        bench.at(iso);
        await permit();
        asked.push(iso);
      }
      throw new Error('nothing may be sent the second time');
    };
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([outletOn(bench, 'bluesky', { send: twice })]));
    expect(asked).toEqual(['2027-10-23T13:00:01Z']);
    expect(failures()).toMatchObject([{ kind: 'doubtful' }]);
    expect(await recorded()).toMatchObject([{ state: 'intended', doubts: 1 }]);
  });

  it('finishes a thread that is half there, but not in a silence', async () => {
    await started();
    const receipt = { position: 0, id: '1', cid: null, url: null };
    const half = { mediaIds: [], attempts: null, refusals: 0, receipt };
    const trail: MastodonTrail = {
      network: 'mastodon',
      username: 'emleknap',
      anchor: null,
      posts: [half],
    };
    const sent: string[] = [];
    const onwards: Network['send'] = async (_, { permit, record }) => {
      await record(trail);
      for (const iso of ['2027-10-23T13:31Z', '2027-10-23T14:01Z']) {
        bench.at(iso);
        await permit();
        sent.push(iso);
      }
      throw new Error('nothing may be sent in the silence');
    };
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([outletOn(bench, 'bluesky', { send: onwards })]));
    expect(sent).toEqual(['2027-10-23T13:31Z']);
  });

  it('begins anew, with the words for that hour, what it had not finished drawing', async () => {
    await started();
    bench.at('2027-10-23T13:00Z');
    const outlet = outletOn(bench, 'bluesky');
    const ports = bench.ports([outlet]);
    const slept = {
      ...ports.ledger,
      preparation: (...given: Parameters<typeof ports.ledger.preparation>) => {
        bench.at('2027-10-23T13:10Z');
        return ports.ledger.preparation(...given);
      },
    };
    await pass({ ...ports, ledger: slept });
    expect(await recorded()).toEqual([]);
    expect(told()).toEqual(['postponed march']);
    await pass(ports);
    expect(requestsIn(`${bench.folder}/outbox`)).toContain('Elindult a menet.');
  });
});
