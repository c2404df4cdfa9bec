import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeyOf } from '../../../bot/channel.ts';
import { occupiedBy } from '../../../bot/ledger/lease.ts';
import type { Ledger } from '../../../bot/ledger/ledger.ts';
import { openLedger } from '../../../bot/ledger/sqlite.ts';
import type { Network } from '../../../bot/networks/network.ts';
import type { PostReceipt } from '../../../bot/networks/receipt.ts';
import { storedForms } from '../../../bot/networks/stored-forms.ts';
import { publishNow } from '../../../bot/publish/by-hand/publish-now.ts';
import { rebuild } from '../../../bot/publish/by-hand/rebuild.ts';
import { holdLeases } from '../../../bot/publish/carry-out/leases.ts';
import { pass } from '../../../bot/publish/carry-out/pass.ts';
import type { Outlet, Ports } from '../../../bot/publish/ports.ts';
import { type Instant, instantFromIso, plusMillis } from '../../../schedule/time/instant.ts';
import { slotsOf } from '../../../schedule/time/slots.ts';
import { type Bench, openBench, outletOn } from '../../support/bench.ts';
import { namesIn } from '../../support/outbox.ts';
import { accountOn, campaignWith, entryWith } from '../../support/threads.ts';

const lateness = { graceMinutes: 24 * 60 };
const campaign = campaignWith({
  catchUp: { spacingMinutes: 0, perHour: 60 },
  entries: [
    entryWith({ time: '15:00', id: 'march', lateness }),
    entryWith({ id: 'parliament', time: '15:01', lateness }),
  ],
});
const [march] = slotsOf(campaign, 2027);
if (march === undefined) throw new Error('the campaign has entries');

let first: Bench;
let second: Bench;
beforeEach(async () => {
  first = await openBench([campaign], undefined, 'alfa');
  second = await openBench([campaign], first.folder, 'beta');
});
afterEach(async () => {
  await first.close();
  await second.close();
});
const at = (iso: string) => {
  first.at(iso);
  second.at(iso);
};
const standing = () => namesIn(`${first.folder}/outbox`).map((name) => name.split(/[/@]/)[1]);
const passOf = (bench: Bench, network?: Partial<Network>) => pass(bench.ports([outletOn(bench, 'bluesky', network)]));

describe('two processes on one channel', () => {
  it('publish nothing together: the second says once who holds the channel and until when', async () => {
    await passOf(first);
    at('2027-10-23T00:00:05Z');
    for (let passes = 0; passes < 3; passes += 1) expect(await passOf(second)).toEqual([]);
    expect(second.news).toMatchObject([{ kind: 'occupied', channel: { id: 'bluesky' } }]);
    const [news] = second.news;
    if (news?.kind !== 'occupied') throw new Error('it is occupied');
    expect(occupiedBy(news.lease)).toBe(
      `process ${process.pid} on alfa publishes on this channel, at least until 2027-10-23T00:01:00.000Z`,
    );
  });

  it('leave each other’s channels alone only where they are the same', async () => {
    await passOf(first);
    const ports = second.ports([outletOn(second, 'bluesky'), outletOn(second, 'mastodon')]);
    await pass(ports);
    at('2027-10-23T13:00Z');
    await first.leases.renew();
    expect(await pass(ports)).toMatchObject([{ channel: { id: 'mastodon' } }]);
  });

  it('relieve each other when one stops: at once if it gave its leases back', async () => {
    await passOf(first);
    await first.leases.release();
    at('2027-10-23T13:00Z');
    expect(await passOf(second)).toMatchObject([{ kind: 'published' }]);
  });

  it('relieve each other when one dies: at once if it is known to be gone, after a minute if not', async () => {
    const gone = await openBench([campaign], first.folder, 'gone');
    await passOf(gone);
    await gone.close();
    at('2027-10-23T00:00:01Z');
    await passOf(first);
    expect(first.news).toEqual([]);
    at('2027-10-23T00:01:00Z');
    await passOf(second);
    at('2027-10-23T00:01:01Z');
    await passOf(second);
    expect(second.news.map(({ kind }) => kind)).toEqual(['occupied', 'relieving']);
    await passOf(first);
    expect(first.news.map(({ kind }) => kind)).toEqual(['displaced', 'occupied']);
  });

  it('keep their leases while they are idle and while a request takes long', async () => {
    await passOf(first);
    for (let seconds = 10; seconds <= 180; seconds += 10) {
      at(`2027-10-23T00:0${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}Z`);
      await first.leases.renew();
    }
    await passOf(second);
    expect(second.news).toMatchObject([
      { kind: 'occupied', lease: { expiresAt: instantFromIso('2027-10-23T00:04Z') } },
    ]);
  });

  it('let a person’s command wait for the daemon, and say so', async () => {
    at('2027-10-23T13:00:01Z');
    await passOf(first);
    const outlet = outletOn(second, 'bluesky');
    const refusal = await publishNow(march, outlet, second.ports([outlet]));
    expect(refusal?.message).toMatch(/^process \d+ on alfa publishes on this channel/);
    expect(await rebuild(outlet, second.ports([outlet]))).toEqual({ slots: [], complete: false });
    expect(standing()).toEqual([]);
  });
});

describe('a process that was paused, and wakes with an old lease', () => {
  it('stops before it sends, reports it, and leaves the rest to its successor', async () => {
    await passOf(first);
    at('2027-10-23T13:00Z');
    const outbox = outletOn(first, 'bluesky').network;
    let wake = (): void => {};
    const paused = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let asleep = (): void => {};
    const falling = new Promise<void>((resolve) => {
      asleep = resolve;
    });
    const sleeping = passOf(first, {
      send: async (frozen, sending) => {
        asleep();
        await paused;
        return outbox.send(frozen, sending);
      },
    });
    await falling;
    at('2027-10-23T13:02Z');
    expect(await passOf(second)).toMatchObject([{ kind: 'published', found: false }, { kind: 'published' }]);
    wake();
    expect(await sleeping).toEqual([]);
    expect(first.news).toMatchObject([{ kind: 'displaced', successor: { holder: { host: 'beta' } } }]);
    expect(standing()).toEqual(['march', 'parliament']);
    expect(await passOf(first)).toEqual([]);
    expect(first.news.map(({ kind }) => kind)).toEqual(['displaced', 'occupied']);
  });

  it('writes nothing down for what its successor has settled, even if its own request went out before', async () => {
    await passOf(first);
    at('2027-10-23T13:00Z');
    const outbox = outletOn(first, 'bluesky').network;
    const result = passOf(first, {
      send: async (frozen, sending) => {
        const sent = await outbox.send(frozen, sending);
        at('2027-10-23T13:02Z');
        await passOf(second);
        return sent;
      },
    });
    expect(await result).toEqual([]);
    const recorded = await first.ledger.publications(accountKeyOf(accountOn('bluesky')), 'hu');
    expect(recorded.map(({ state }) => state)).toEqual(['published', 'published']);
    expect(second.events[0]).toMatchObject({ kind: 'published', found: true });
  });
});

describe('a process that is stopped with SIGSTOP in the middle of a send', () => {
  const start = async () => {
    const script = fileURLToPath(new URL('./sender.ts', import.meta.url));
    const args = [script, first.folder, '2027-10-23T13:00:00Z'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('asking');
    const go = () => writeFileSync(join(first.folder, 'go'), '');
    running.push(child);
    return { child, go, lastWords: async () => JSON.parse(String((await lines.next()).value)) as string[] };
  };
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });
  const seen = () => readFileSync(join(first.folder, 'public'), 'utf8').trim().split('\n');

  it('sends nothing when it wakes after another has published', async () => {
    const { child, go, lastWords } = await start();
    child.kill('SIGSTOP');
    at('2027-10-23T13:01:00Z');
    const published = await passOf(first, {
      find: async () => ({ kind: 'absent' }),
      send: async ({ slot }, { permit }) => {
        await permit();
        appendFileSync(join(first.folder, 'public'), `${slot} by its successor\n`);
        return { kind: 'sent', receipts: [{ position: 0, id: slot, cid: null, url: null }] };
      },
    });
    expect(published).toContainEqual(expect.objectContaining({ kind: 'published', slot: march.id, found: false }));
    go();
    child.kill('SIGCONT');
    expect(await lastWords()).toEqual(['displaced']);
    expect(seen().filter((line) => line.startsWith(march.id))).toEqual([`${march.id} by its successor`]);
  });

  it('goes on when it wakes and nobody was there', async () => {
    const { child, go, lastWords } = await start();
    child.kill('SIGSTOP');
    go();
    child.kill('SIGCONT');
    expect(await lastWords()).toEqual([]);
    expect(seen()).toEqual([`${march.id} by the sender`]);
  });
});

/** Lets tests choose whose turn it is: everything that waits at a `point` goes on only when it is chosen. */
function turns() {
  const waiting: (() => void)[] = [];
  return {
    point: () => new Promise<void>((resolve) => waiting.push(resolve)),
    /** Takes turns until nobody waits any more; `choose` gets the number of those who wait. */
    async play(choose: (among: number) => number): Promise<void> {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (waiting.length === 0) return;
        const [next] = waiting.splice(choose(waiting.length), 1);
        next?.();
      }
    },
  };
}

/** A network without any keys: whatever is sent is public, as often as it is sent. */
function keyless(outbox: Network, point: () => Promise<void>, sent: string[]): Network {
  const receipts = (slot: string) => [{ position: 0, id: slot, cid: null, url: null }] as [PostReceipt];
  return {
    ...outbox,
    async send({ slot }, { permit }) {
      await point();
      await permit();
      sent.push(slot);
      await point();
      return sent.length % 3 === 0
        ? { kind: 'failure', failure: { kind: 'doubtful', message: 'the answer was lost' } }
        : { kind: 'sent', receipts: receipts(slot) };
    },
    async find({ slot }) {
      await point();
      return sent.includes(slot) ? { kind: 'found', receipts: receipts(slot) } : { kind: 'absent' };
    },
  };
}

/** The ledger, with somebody else’s turn possible before every call. */
function withTurns(ledger: Ledger, point: () => Promise<void>): Ledger {
  return new Proxy(ledger, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...of: unknown[]) => {
        await point();
        return Reflect.apply(method, target, of);
      };
    },
  });
}

it('two publishers, paused and woken at any moment, send each slot once, even on a network without keys', async () => {
  const choices = fc.infiniteStream(fc.nat({ max: 99 }));
  const jumps = fc.array(fc.constantFrom(1_000, 11_000, 61_000), { minLength: 3, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(choices, jumps, async (stream, leaps) => {
      const { point, play } = turns();
      const ledger = await openLedger(':memory:', storedForms);
      const sent: string[] = [];
      let clock: Instant = instantFromIso('2027-10-23T12:59Z');
      await ledger.start(accountKeyOf(accountOn('bluesky')), 'hu', clock);
      const publisher = (name: string): Ports => {
        const own = withTurns(ledger, point);
        const outlet = outletOn(first, 'bluesky');
        const outlets: Outlet[] = [{ ...outlet, network: keyless(outlet.network, point, sent) }];
        const holder = { host: name, pid: 1, nonce: name };
        const now = () => clock;
        const leases = holdLeases({ book: own, holder, isGone: () => false, now, report: () => {} });
        return { ...first.ports(outlets), ledger: own, leases, now };
      };
      const both = [publisher('alfa'), publisher('beta')];
      const life = async (ports: Ports): Promise<void> => {
        for (let passes = 0; passes < 3; passes += 1) {
          await pass(ports);
          await point();
        }
      };
      const time = async (): Promise<void> => {
        for (const leap of leaps) {
          await point();
          clock = plusMillis(clock, leap);
        }
      };
      const lives = Promise.all([...both.map(life), time()]);
      await play((among) => (stream.next().value ?? 0) % among);
      await lives;
      clock = plusMillis(march.due, 10 * 60_000);
      const [last] = both;
      if (last === undefined) throw new Error('there are two publishers');
      for (let passes = 0; passes < 4; passes += 1) {
        clock = plusMillis(clock, 10 * 60_000);
        const passing = pass(last);
        await play(() => 0);
        await passing;
      }
      expect([...sent].sort()).toEqual(slotsOf(campaign, 2027).map(({ id }) => id));
      await ledger.close();
    }),
    { numRuns: 100 },
  );
});
