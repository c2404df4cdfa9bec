import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import type { Failure, FindResult, Network } from '../../../bot/networks/network.ts';
import { publishNow, publishOnAll } from '../../../bot/publish/by-hand/publish-now.ts';
import { rebuild } from '../../../bot/publish/by-hand/rebuild.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { PublishEvent } from '../../../bot/publish/ports.ts';
import { instantFromIso, plusMillis, toIso } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn, requestsIn } from '../../support/outbox.ts';
import { cardWith, onBoth } from '../../support/slots.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const lateness = { graceMinutes: 15 };
const campaign = campaignWith({
  entries: [
    entryWith({ id: 'march', time: '15:00', lateness }),
    entryWith({ id: 'parliament', time: '18:00', lateness }),
  ],
});
const [march] = slotsOf(campaign, 2027);
if (march === undefined) throw new Error('the campaign has entries');

const said = (events: readonly PublishEvent[]) =>
  events.map(({ kind, slot, channel }) => `${kind} ${slot.split(/[/@]/)[1]} ${channel.id}`);

let bench: Bench;
beforeEach(async () => {
  bench = await openBench([campaign]);
});
afterEach(() => bench.close());

/** What the outbox holds, in short. */
const standing = () => namesIn(`${bench.folder}/outbox`).map((name) => name.split(/[/@]/)[1]);

const only = async () => (await bench.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu'))[0];

describe('a pass', () => {
  it('publishes what is due on every channel once, in order, and remembers it', async () => {
    const ports = bench.ports([outletOn(bench, 'bluesky'), outletOn(bench, 'mastodon')]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    expect(said(await pass(ports)).sort()).toEqual(['published march bluesky', 'published march mastodon']);
    expect(await pass(ports)).toEqual([]);
    expect(standing()).toEqual(['march', 'march']);
  });

  it('decides nothing by a clock that was set wrong meanwhile, and records nothing as missed', async () => {
    let believes = true;
    const outlet = outletOn(bench, 'bluesky', {
      send: async () => ({ kind: 'failure', failure: { kind: 'doubtful', message: 'the connection broke' } }),
      find: async () => {
        bench.at('2027-10-23T14:00Z');
        believes = false;
        return { kind: 'absent' };
      },
    });
    const ports = { ...bench.ports([outlet]), believesNow: () => believes };
    await pass(ports);
    bench.at('2027-10-23T14:00Z');
    believes = false;
    expect(await pass(ports)).toEqual([]);
    expect(await only()).toBeUndefined();
    bench.at('2027-10-23T13:00Z');
    believes = true;
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    bench.at('2027-10-23T13:05Z');
    expect(await pass(ports)).toEqual([]);
    expect(await only()).toMatchObject({ state: 'intended' });
    expect(said(await pass({ ...ports, believesNow: () => true }))).toEqual(['missed march bluesky']);
  });

  it('decides anew after each decision, however long it took to carry out', async () => {
    const twin = campaignWith({ id: 'twin', entries: [entryWith({ id: 'twin', time: '15:00', lateness })] });
    const both = await openBench([campaign, twin]);
    const outbox = outletOn(both, 'bluesky').network;
    const outlet = outletOn(both, 'bluesky', {
      send: async (frozen, sending) => {
        const sent = await outbox.send(frozen, sending);
        both.at('2027-10-23T13:16Z');
        return sent;
      },
    });
    await pass(both.ports([outlet]));
    both.at('2027-10-23T13:00Z');
    expect(said(await pass(both.ports([outlet])))).toEqual(['published march bluesky', 'missed twin bluesky']);
    await both.close();
  });

  it('takes up again what could not be sent, after the pause that the server named', async () => {
    let failure: Failure | null = { kind: 'unavailable', message: 'busy', retryAt: march.due + 60_000 } as Failure;
    const outbox = outletOn(bench, 'bluesky').network;
    const outlet = outletOn(bench, 'bluesky', {
      send: async (frozen, sending) => (failure === null ? outbox.send(frozen, sending) : { kind: 'failure', failure }),
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    failure = null;
    bench.at('2027-10-23T13:00:59Z');
    expect(await pass(ports)).toEqual([]);
    bench.at('2027-10-23T13:01:06Z');
    expect(said(await pass(ports))).toEqual(['published march bluesky']);
    expect(standing()).toEqual(['march']);
  });

  it('finds what was sent although its answer was lost, and sends it no second time', async () => {
    const outbox = outletOn(bench, 'bluesky').network;
    let sends = 0;
    const outlet = outletOn(bench, 'bluesky', {
      send: async (frozen, sending) => {
        sends += 1;
        await outbox.send(frozen, sending);
        return { kind: 'failure', failure: { kind: 'doubtful', message: 'the connection broke' } };
      },
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    await pass(ports);
    bench.at('2027-10-23T13:00:05Z');
    expect(await pass(ports)).toMatchObject([{ kind: 'published', found: true }]);
    expect(sends).toBe(1);
  });

  it('calls nothing missed while a request of the last moment may still come through', async () => {
    const outbox = outletOn(bench, 'bluesky').network;
    let comesThrough = async (): Promise<unknown> => undefined;
    const outlet = outletOn(bench, 'bluesky', {
      send: async (frozen, sending) => {
        comesThrough = () => outbox.send(frozen, { ...sending, permit: async () => {} });
        return { kind: 'failure', failure: { kind: 'doubtful', message: 'the connection broke' } };
      },
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:14:59Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    bench.at('2027-10-23T13:15:10Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    await comesThrough();
    bench.at('2027-10-23T13:16:30Z');
    expect(await pass(ports)).toMatchObject([{ kind: 'published', found: true }]);
  });

  it.each(['refused', 'conflict', 'uncertain'] as const)('gives up what is %s, and says why', async (kind) => {
    const failure = { kind, message: 'no' } as const;
    const outlet = outletOn(bench, 'bluesky', { send: async () => ({ kind: 'failure', failure }) });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    expect(said(await pass(ports))).toEqual(['failed march bluesky']);
    bench.at('2027-10-23T13:10Z');
    expect(await pass(ports)).toEqual([]);
    expect(await only()).toMatchObject({ state: 'failed', failure });
  });

  it('finishes a thread that broke off, however late', async () => {
    const outbox = outletOn(bench, 'bluesky').network;
    let reachable = false;
    const outlet = outletOn(bench, 'bluesky', {
      find: async () => ({ kind: 'partial', receipts: [{ position: 0, id: 'at://first', cid: null, url: null }] }),
      send: async (frozen, sending) =>
        reachable
          ? outbox.send(frozen, sending)
          : { kind: 'failure', failure: { kind: 'doubtful', message: 'the connection broke' } },
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    bench.at('2027-10-23T13:40Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    reachable = true;
    bench.at('2027-10-23T13:50Z');
    expect(said(await pass(ports))).toEqual(['published march bluesky']);
  });

  it('keeps what is late apart from a thread that it has just finished', async () => {
    const close = campaignWith({
      entries: [
        entryWith({ id: 'march', time: '15:00', lateness: { graceMinutes: 60 } }),
        entryWith({ id: 'parliament', time: '15:10', lateness: { graceMinutes: 60 } }),
      ],
    });
    const busy = await openBench([close]);
    const outbox = outletOn(busy, 'bluesky').network;
    let failure: Failure | null = { kind: 'unavailable', message: 'busy', retryAt: plusMillis(march.due, 11 * 60_000) };
    const outlet = outletOn(busy, 'bluesky', {
      find: async ({ slot }) =>
        slot === march.id
          ? { kind: 'partial', receipts: [{ position: 0, id: 'at://first', cid: null, url: null }] }
          : { kind: 'absent' },
      send: async (frozen, sending) => (failure === null ? outbox.send(frozen, sending) : { kind: 'failure', failure }),
    });
    const ports = busy.ports([outlet]);
    await pass(ports);
    busy.at('2027-10-23T13:00Z');
    expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    failure = { kind: 'unavailable', message: 'busy', retryAt: null };
    busy.at('2027-10-23T13:10Z');
    expect(said(await pass(ports))).toEqual(['postponed parliament bluesky']);
    failure = null;
    busy.at('2027-10-23T13:11:10Z');
    expect(said(await pass(ports))).toEqual(['published march bluesky', 'held parliament bluesky']);
    await busy.close();
  });

  describe('of an entry that may go out reworded', () => {
    const words = (hu: string) => ({ hu: onBoth(hu), en: onBoth(hu) });
    const marching = campaignWith({
      entries: [
        entryWith({
          id: 'march',
          lateness: { graceMinutes: 15, rewordedMinutes: 120 },
          thread: [{ text: words('Elindul a menet.'), late: words('Elindult a menet.'), card: null }],
        }),
      ],
    });
    let late: Bench;
    beforeEach(async () => {
      late = await openBench([marching]);
      await pass(late.ports([outletOn(late, 'bluesky')]));
    });
    afterEach(() => late.close());
    const standingText = () => requestsIn(`${late.folder}/outbox`);

    it('sends the late text after the grace, and misses it after the second limit', async () => {
      late.at('2027-10-23T13:15:01Z');
      expect(said(await pass(late.ports([outletOn(late, 'bluesky')])))).toEqual(['published march bluesky']);
      expect(standingText()).toContain('Elindult a menet.');
      const another = await openBench([marching]);
      await pass(another.ports([outletOn(another, 'bluesky')]));
      another.at('2027-10-23T15:00:01Z');
      expect(said(await pass(another.ports([outletOn(another, 'bluesky')])))).toEqual(['missed march bluesky']);
      await another.close();
    });

    it('keeps the text that was frozen first, whenever a later attempt gets through', async () => {
      const failure = { kind: 'unavailable', message: 'busy', retryAt: null } as const;
      const busy = outletOn(late, 'bluesky', { send: async () => ({ kind: 'failure', failure }) });
      late.at('2027-10-23T13:00Z');
      expect(said(await pass(late.ports([busy])))).toEqual(['postponed march bluesky']);
      late.at('2027-10-23T14:30Z');
      expect(said(await pass(late.ports([outletOn(late, 'bluesky')])))).toEqual(['published march bluesky']);
      expect(standingText()).toContain('Elindul a menet.');
    });

    it('sends the late text by a person’s wish, however late', async () => {
      const outlet = outletOn(late, 'bluesky');
      const [slot] = slotsOf(marching, 2027);
      if (slot === undefined) throw new Error('the campaign has an entry');
      late.at('2027-10-24T10:00Z');
      expect(await publishNow(slot, outlet, late.ports([outlet]))).toBeNull();
      expect(standingText()).toContain('Elindult a menet.');
    });

    it('is adopted in either wording by a rebuilt ledger', async () => {
      const outlet = outletOn(late, 'bluesky');
      late.at('2027-10-23T14:00Z');
      await pass(late.ports([outlet]));
      const fresh = await openBench([marching]);
      fresh.at('2027-10-23T14:10Z');
      expect(await rebuild(outlet, fresh.ports([outlet]))).toMatchObject({
        slots: [{ outcome: 'adopted', message: null }],
      });
      await fresh.close();
    });
  });

  const first = { position: 0, id: 'at://first', cid: null, url: null } as const;
  it.each<[string, FindResult]>([
    ['what is not there', { kind: 'absent' }],
    ['the rest of a thread that broke off', { kind: 'partial', receipts: [first] }],
  ])('looks in a silence for what was begun before it, and sends %s when it is over', async (_, there) => {
    const silent = campaignWith({
      silences: [{ date: '1956-10-23', from: '15:00', to: '17:00' }],
      entries: [entryWith({ id: 'march', lateness: { graceMinutes: 15, rewordedMinutes: 180 } })],
    });
    const hushed = await openBench([silent]);
    const failure = { kind: 'unavailable', message: 'busy', retryAt: null } as const;
    const busy = outletOn(hushed, 'bluesky', { send: async () => ({ kind: 'failure', failure }) });
    const ports = hushed.ports([outletOn(hushed, 'bluesky', { find: async () => there })]);
    await pass(hushed.ports([busy]));
    hushed.at('2027-10-23T13:00Z');
    await pass(hushed.ports([busy]));
    hushed.at('2027-10-23T13:01Z');
    const until = instantFromIso('2027-10-23T15:00Z');
    expect(await pass(ports)).toMatchObject([{ kind: 'held', hold: { why: 'silence', until } }]);
    hushed.at('2027-10-23T14:59:59Z');
    expect(await pass(ports)).toEqual([]);
    hushed.at('2027-10-23T15:00:30Z');
    expect(said(await pass(ports))).toEqual(['published march bluesky']);
    await hushed.close();
  });

  it('gives up what a hundred attempts past its last chance could not settle, as uncertain, so that a person looks', async () => {
    const failure = { kind: 'doubtful', message: 'no answer' } as const;
    const mute = outletOn(bench, 'bluesky', {
      send: async () => ({ kind: 'failure', failure }),
      find: async () => ({ kind: 'failure', failure }),
    });
    const ports = bench.ports([mute]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    let last = await pass(ports);
    for (let hours = 1; hours < 110 && last[0]?.kind !== 'failed'; hours += 1) {
      bench.at(toIso(plusMillis(march.due, hours * 60 * 60_000)));
      last = (await pass(ports)).filter(({ slot }) => slot === march.id);
    }
    expect(last).toMatchObject([{ kind: 'failed', failure: { kind: 'uncertain' } }]);
    expect(JSON.stringify(last)).toContain('given up after 101 attempts');
  });

  it.each(['bluesky', 'mastodon'] as const)(
    'sends on %s within its limit, however often it was refused',
    async (on) => {
      const patient = await openBench([
        campaignWith({
          entries: [entryWith({ id: 'march', time: '15:00', lateness: { graceMinutes: 15, rewordedMinutes: 600 } })],
        }),
      ]);
      const { network } = outletOn(patient, on);
      const failure = { kind: 'unavailable', message: 'ECONNREFUSED', retryAt: null } as const;
      let isDown = true;
      const outlet = outletOn(patient, on, {
        find: async (frozen, trail) => (isDown ? { kind: 'failure', failure } : network.find(frozen, trail)),
        send: async (frozen, sending) => (isDown ? { kind: 'failure', failure } : network.send(frozen, sending)),
      });
      await pass(patient.ports([outlet]));
      let postponed = 0;
      for (let minutes = 0; minutes <= 8 * 60; minutes += 2) {
        isDown = minutes < 7 * 60;
        patient.at(toIso(plusMillis(march.due, minutes * 60_000)));
        postponed += (await pass(patient.ports([outlet]))).filter(({ kind }) => kind === 'postponed').length;
      }
      expect(postponed).toBeGreaterThan(100);
      expect(said(patient.events).at(-1)).toBe(`published march ${on}`);
      await patient.close();
    },
  );

  describe('past its last chance', () => {
    const unavailable: Failure = { kind: 'unavailable', message: 'busy', retryAt: null };
    const muteFor = (first: Failure, later: Failure) => {
      let sends = 0;
      return outletOn(bench, 'bluesky', {
        send: async () => ({ kind: 'failure', failure: ++sends === 1 ? first : later }),
        find: async () => ({ kind: 'failure', failure: later }),
      });
    };

    it('is missed where nothing was ever sent, although the server does not answer and named a later instant', async () => {
      const later: Failure = { ...unavailable, retryAt: plusMillis(march.due, 180 * 60_000) };
      const ports = bench.ports([muteFor(later, later)]);
      await pass(ports);
      bench.at('2027-10-23T13:00Z');
      expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
      bench.at('2027-10-23T13:20Z');
      expect(await pass(ports)).toEqual([]);
      bench.at('2027-10-23T13:20:01Z');
      expect(said(await pass(ports))).toEqual(['missed march bluesky']);
    });

    it('is not missed while the answer to one attempt is unknown', async () => {
      const ports = bench.ports([muteFor({ kind: 'doubtful', message: 'no answer' }, unavailable)]);
      await pass(ports);
      bench.at('2027-10-23T13:00Z');
      await pass(ports);
      bench.at('2027-10-23T13:21Z');
      expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
    });

    it.each<[string, Awaited<ReturnType<Network['send']>> | Error]>([
      ['went through', { kind: 'sent', receipts: [{ position: 0, id: 'x', cid: null, url: null }] }],
      ['had no answer', { kind: 'failure', failure: { kind: 'doubtful', message: 'no answer' } }],
      ['ended with an error', new Error('a bug')],
    ])('is not missed where the ledger could not record that a send %s', async (_, outcome) => {
      let isSent = false;
      const outlet = outletOn(bench, 'bluesky', {
        send: async () => {
          if (toIso(bench.now()) === '2027-10-23T13:00:00.000Z') return { kind: 'failure', failure: unavailable };
          isSent = true;
          if (outcome instanceof Error) throw outcome;
          return outcome;
        },
        find: async () => (isSent ? { kind: 'failure', failure: unavailable } : { kind: 'absent' }),
      });
      const ports = bench.ports([outlet]);
      await pass(ports);
      bench.at('2027-10-23T13:00Z');
      expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
      bench.at('2027-10-23T13:10Z');
      const full = () => Promise.reject(new Error('the disk is full'));
      const ledger = { ...bench.ledger, published: full, attempted: full };
      await expect(pass({ ...ports, ledger })).rejects.toThrow();
      expect(isSent).toBe(true);
      bench.at('2027-10-23T13:21Z');
      expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
      expect(await only()).toMatchObject({ state: 'intended', doubts: 1 });
    });

    it('is not missed where a process ended that may have sent it', async () => {
      await pass(bench.ports([muteFor(unavailable, unavailable)]));
      bench.at('2027-10-23T13:00Z');
      await pass(bench.ports([muteFor(unavailable, unavailable)]));
      await bench.leases.release();
      const heir = await openBench([campaign], bench.folder);
      const ports = heir.ports([muteFor(unavailable, unavailable)]);
      for (const minutes of [14, 21, 60]) {
        heir.at(toIso(plusMillis(march.due, minutes * 60_000)));
        expect(said(await pass(ports))).toEqual(['postponed march bluesky']);
      }
      expect(await only()).toMatchObject({ state: 'intended', doubts: 1 });
      await heir.close();
    });
  });

  it('counts as an attempt what an error of the program cut off, and pauses after it', async () => {
    let sends = 0;
    const broken = outletOn(bench, 'bluesky', {
      send: () => {
        sends += 1;
        return Promise.reject(new Error('a bug'));
      },
    });
    const ports = bench.ports([broken]);
    await pass(ports);
    for (let second = 0; second < 60; second += 1) {
      bench.at(toIso(plusMillis(march.due, second * 1000)));
      await pass(ports).catch(() => undefined);
    }
    expect(sends).toBeLessThan(10);
    const failure = { kind: 'doubtful', message: 'an error of the program cut the attempt off: a bug' };
    expect(await only()).toMatchObject({ state: 'intended', attempts: sends, lastFailure: { failure } });
  });

  it('tries and tells rarely what cannot be drawn for now, because the disk is full', async () => {
    const text = { hu: onBoth('Minta'), en: onBoth('Sample') };
    const thread = [{ text, card: cardWith() }] as const;
    const drawn = await openBench([campaignWith({ entries: [entryWith({ id: 'march', time: '15:00', thread })] })]);
    const outlet = outletOn(drawn, 'bluesky');
    let draws = 0;
    const full = Object.assign(new Error('the disk is full'), { syscall: 'write' });
    const picture = async () => {
      draws += 1;
      throw full;
    };
    const ports = drawn.ports([outlet]);
    const pictures = { ...ports.pictures, picture };
    await pass({ ...ports, pictures });
    for (let second = 0; second < 60; second += 1) {
      drawn.at(toIso(plusMillis(march.due, second * 1000)));
      await pass({ ...ports, pictures });
    }
    expect(draws).toBe(4);
    expect(said(drawn.events)).toEqual(Array(4).fill('postponed march bluesky'));
    drawn.at('2027-10-23T13:01:20Z');
    expect(said(await pass(ports))).toEqual(['published march bluesky']);
    await drawn.close();
  });

  it('decides anew when a slow server has made its decisions old', async () => {
    const twoAtOnce = campaignWith({
      entries: ['march', 'parliament'].map((id) => entryWith({ id, time: '15:00', lateness })),
    });
    const slowed = await openBench([twoAtOnce]);
    const slow = outletOn(slowed, 'bluesky', {
      send: async () => {
        slowed.at('2027-10-23T18:00Z');
        return { kind: 'failure', failure: { kind: 'refused', message: 'no' } };
      },
    });
    const ports = slowed.ports([slow]);
    await pass(ports);
    slowed.at('2027-10-23T13:00Z');
    expect(said(await pass(ports))).toEqual(['failed march bluesky', 'missed parliament bluesky']);
    await slowed.close();
  });

  it('lets no channel wait for another that is broken', async () => {
    const broken = outletOn(bench, 'mastodon', {
      send: () => Promise.reject(new Error('a bug')),
    });
    const ports = bench.ports([broken, outletOn(bench, 'bluesky')]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    await expect(pass(ports)).rejects.toThrow('1 of 2 channels stopped with an error');
    expect(said(bench.events)).toEqual(['published march bluesky']);
  });
});

describe('publishing one slot on every channel', () => {
  it('lets no channel wait for a slow one, and ends nothing for an error on another', async () => {
    bench.at('2027-10-23T14:00Z');
    const release = Promise.withResolvers<void>();
    const outbox = outletOn(bench, 'bluesky').network;
    const named = (id: string, network: 'bluesky' | 'mastodon', own: Partial<Network>) => {
      const outlet = outletOn(bench, network, own);
      return { ...outlet, channel: { ...outlet.channel, id } };
    };
    const slow = named('slow', 'bluesky', {
      send: async (frozen, sending) => {
        await release.promise;
        return outbox.send(frozen, sending);
      },
    });
    const broken = named('broken', 'mastodon', { send: () => Promise.reject(new Error('a bug')) });
    const english = outletOn(bench, 'mastodon');
    const quick = { ...english, channel: { ...english.channel, id: 'quick', language: 'en' as const } };
    const publishing = publishOnAll(march, bench.ports([slow, broken, quick]));
    await expect.poll(() => said(bench.events)).toEqual(['published march quick']);
    release.resolve();
    expect(await publishing).toEqual([{ channel: 'broken', message: 'stopped with an error: a bug' }]);
    expect(said(bench.events)).toEqual(['published march quick', 'published march slow']);
  });
});

describe('publishing one slot by a person’s wish', () => {
  const publishing = async (outlet = outletOn(bench, 'bluesky')) => {
    const refusal = await publishNow(march, outlet, bench.ports([outlet]));
    return refusal?.message ?? said(bench.events).at(-1);
  };

  it('sends what was missed, once', async () => {
    const ports = bench.ports([outletOn(bench, 'bluesky')]);
    await pass(ports);
    bench.at('2027-10-23T20:00Z');
    expect(said(await pass(ports))).toEqual(['missed march bluesky', 'missed parliament bluesky']);
    expect(await publishing()).toBe('published march bluesky');
    expect(await publishing()).toContain('published already');
    expect(standing()).toEqual(['march']);
  });

  it('sends what was due before the channel first ran', async () => {
    bench.at('2027-10-23T20:00Z');
    expect(await publishing()).toBe('published march bluesky');
  });

  it('waits for the minute of what is not due', async () => {
    expect(await publishing()).toContain('not due yet');
    expect(standing()).toEqual([]);
  });

  it('goes on with what failed, from its old requests, looking for it first', async () => {
    const outbox = outletOn(bench, 'bluesky').network;
    const failing = outletOn(bench, 'bluesky', {
      send: async (frozen, sending) => {
        await outbox.send(frozen, sending);
        return { kind: 'failure', failure: { kind: 'refused', message: 'said the server, although it took it' } };
      },
    });
    await pass(bench.ports([failing]));
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([failing]));
    expect(await publishing()).toBe('published march bluesky');
    expect(bench.events.at(-1)).toMatchObject({ found: true });
    expect(standing()).toEqual(['march']);
  });

  it('never touches what may be public already', async () => {
    const failure = { kind: 'uncertain', message: 'who knows' } as const;
    const uncertain = outletOn(bench, 'bluesky', { send: async () => ({ kind: 'failure', failure }) });
    await pass(bench.ports([uncertain]));
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([uncertain]));
    expect(await publishing()).toContain('look at the account first');
    expect(standing()).toEqual([]);
  });
});

describe('rebuilding a lost ledger', () => {
  it('adopts what stands on the network, sends nothing, and lets the channel go on from now', async () => {
    const outlet = outletOn(bench, 'bluesky');
    await pass(bench.ports([outlet]));
    bench.at('2027-10-23T13:00Z');
    await pass(bench.ports([outlet]));

    const fresh = await openBench([campaign]);
    try {
      fresh.at('2027-10-23T16:05Z');
      const ports = fresh.ports([outlet]);
      expect(await rebuild(outlet, ports)).toMatchObject({
        complete: true,
        slots: [{ outcome: 'adopted' }, { outcome: 'absent' }],
      });
      expect(await rebuild(outlet, ports)).toMatchObject({ slots: [{ outcome: 'known' }, { outcome: 'absent' }] });
      expect(await pass(ports)).toEqual([]);
      expect(standing()).toEqual(['march']);
    } finally {
      await fresh.close();
    }
  });

  it('does not take a thread that broke off for a published one, whatever an old ledger holds of it', async () => {
    const failure = { kind: 'unavailable', message: 'busy', retryAt: null } as const;
    const outlet = outletOn(bench, 'bluesky', {
      send: async () => ({ kind: 'failure', failure }),
      find: async () => ({ kind: 'partial', receipts: [{ position: 0, id: 'at://first', cid: null, url: null }] }),
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    await pass(ports);
    expect(await rebuild(outlet, ports)).toMatchObject({ slots: [{ outcome: 'unfinished' }] });
    expect(await only()).toMatchObject({ state: 'intended', trail: null });
  });

  it('keeps what a ledger knows of a thread where no more of it can be found', async () => {
    const receipt = { position: 0, id: '1', cid: null, url: null };
    const attempts = { firstAt: '2027-10-23T13:00:00.000Z', lastAt: '2027-10-23T13:00:00.000Z' };
    const post = { mediaIds: [], refusals: 0 };
    const posts = [
      { ...post, attempts: null, receipt },
      { ...post, attempts, receipt: null },
    ];
    const trail = { network: 'mastodon', anchor: null, posts } as const;
    const outlet = outletOn(bench, 'mastodon', {
      send: async (_, { record }) => {
        await record(trail);
        return { kind: 'failure', failure: { kind: 'doubtful', message: 'the connection broke' } };
      },
      find: async () => ({ kind: 'partial', receipts: [receipt] }),
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:00Z');
    await pass(ports);
    expect(await rebuild(outlet, ports)).toMatchObject({ slots: [{ outcome: 'known' }] });
    const [held] = await bench.ledger.publications(accountKeyOf(accountOn('mastodon')), 'hu');
    expect(held).toMatchObject({ state: 'intended', trail });
  });

  it('takes a thread that stands there in part for none that was missed', async () => {
    const outlet = outletOn(bench, 'bluesky', {
      find: async () => ({ kind: 'partial', receipts: [{ position: 0, id: 'at://first', cid: null, url: null }] }),
    });
    const ports = bench.ports([outlet]);
    await pass(ports);
    bench.at('2027-10-23T13:20Z');
    expect(said(await pass(ports))).toEqual(['missed march bluesky']);
    expect(await rebuild(outlet, ports)).toMatchObject({ slots: [{ outcome: 'unfinished' }] });
    const message = 'its thread broke off after its first post';
    expect(await only()).toMatchObject({ state: 'failed', failure: { kind: 'refused', message } });
    expect(await publishNow(march, outletOn(bench, 'bluesky'), ports)).toBeNull();
    expect(standing()).toEqual(['march']);
  });

  it('records no start while the network cannot be asked', async () => {
    const failure = { kind: 'unavailable', message: 'no network', retryAt: null } as const;
    const outlet = outletOn(bench, 'bluesky', { find: async () => ({ kind: 'failure', failure }) });
    bench.at('2027-10-23T16:05Z');
    expect(await rebuild(outlet, bench.ports([outlet]))).toMatchObject({
      complete: false,
      slots: [{ outcome: 'failed' }],
    });
    expect(await bench.ledger.startOf(accountKeyOf(accountOn('bluesky')), 'hu')).toBeNull();
  });
});
